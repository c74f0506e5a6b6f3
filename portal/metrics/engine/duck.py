"""Runs a named query over files of columns: the seam behind which another engine may stand.

A query is a file in cubes/, in DuckDB's SQL. It names the files and the small relations that it
reads as tables, and its parameters as $name. Nothing outside this machine is reached for.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from hospitals.abstracts import files as files_of_store

Columns = dict[str, list[Any]]
Files = Mapping[str, Sequence[str | Path]]
Relations = Mapping[str, Sequence[tuple]]

CUBES = Path(__file__).parent / "cubes"
# The small relations: where a hospital lies; where a county lies. Codes of divisions are numbers.
RELATIONS = {
    "hospitals": {
        "hospital": "UUID",
        "county": "UINTEGER",
        "city": "UINTEGER",
        "province": "UINTEGER",
    },
    "divisions": {"division": "UINTEGER", "city": "UINTEGER", "province": "UINTEGER"},
}


@cache
def text(name: str) -> str:
    """The SQL of a query."""
    return (CUBES / f"{name}.sql").read_text(encoding="utf-8")


class Engine:
    """Files and relations under their names; as many queries over them as one likes."""

    def __init__(self, files: Files, relations: Relations | None = None):
        self.connection = files_of_store.connect(
            threads=settings.METRICS_THREADS,
            memory=settings.METRICS_MEMORY,
            spill=settings.FACTS_DIR / "spill",
        )
        # A cube is a set: its rows need no order, and so no memory to keep one.
        self.connection.execute("SET preserve_insertion_order = false")
        for name, paths in files.items():
            listed = ", ".join(f"'{_quoted(path)}'" for path in paths)
            self.connection.execute(f"CREATE VIEW {name} AS FROM read_parquet([{listed}])")
        for name, rows in (relations or {}).items():
            self._keep(name, rows)

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.connection.close()

    def _keep(self, name, rows):
        """As one text per column: a list of thousands for a parameter takes DuckDB a second."""
        columns = RELATIONS[name]
        schema = ", ".join(f"{column} {kind}" for column, kind in columns.items())
        self.connection.execute(f"CREATE TEMP TABLE {name} ({schema})")
        if rows:
            given = ", ".join(f"unnest(string_split(?, ','))::{kind}" for kind in columns.values())
            told = [",".join(map(str, column)) for column in zip(*rows, strict=True)]
            self.connection.execute(f"INSERT INTO {name} SELECT {given}", told)

    def query(self, name: str, parameters: Mapping[str, Any] | None = None) -> Columns:
        """The answer by column."""
        answer = self.connection.execute(text(name), parameters or {})
        names = [column[0] for column in answer.description]
        rows = answer.fetchall()
        told = zip(*rows, strict=True) if rows else [()] * len(names)
        return {name: list(column) for name, column in zip(names, told, strict=True)}

    def write(self, name: str, path: Path, parameters: Mapping[str, Any] | None = None) -> None:
        """The answer as a file of columns, which is there whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(f".{id(self):x}.part")
        statement = f"COPY ({text(name)}) TO '{_quoted(aside)}' (FORMAT parquet)"
        self.connection.execute(statement, parameters or {})
        aside.replace(path)


def query(
    name: str,
    files: Files,
    parameters: Mapping[str, Any] | None = None,
    relations: Relations | None = None,
) -> Columns:
    """One query over files."""
    with Engine(files, relations) as engine:
        return engine.query(name, parameters)


def _quoted(path):
    return str(path).replace("'", "''")
