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
# The small relations: where a hospital lies; where a county lies; the id of a division. Codes of
# divisions are numbers.
RELATIONS = {
    "hospitals": {
        "hospital": "UUID",
        "county": "UINTEGER",
        "city": "UINTEGER",
        "province": "UINTEGER",
    },
    "divisions": {"division": "UINTEGER", "city": "UINTEGER", "province": "UINTEGER"},
    "regions": {"code": "UINTEGER", "region_id": "UUID"},
}
# What a query may tell of a figure; what it does not tell is null, or as it says here.
FIGURE = {
    "code": "VARCHAR",
    "hospital": "UUID",
    "region": "UINTEGER",
    "counterpart": "UINTEGER",
    "counterpart_hospital": "UUID",
    "item": "VARCHAR",
    "disease_system": "VARCHAR",
    "disease_code": "VARCHAR",
    "drg_version": "VARCHAR",
    "numerator": "BIGINT",
    "denominator": "BIGINT",
    "measure": "DOUBLE",
    "unplaced": "BIGINT",
}
DEFAULTS = {"disease_system": "'ALL'", "disease_code": "'ALL'", "unplaced": "0"}
# A figure of a division that is in no table has no place.
PLACED = """FROM ({figures}) AS told
LEFT JOIN regions AS here ON here.code = told.region
LEFT JOIN regions AS there ON there.code = told.counterpart
WHERE (told.region IS NULL OR here.code IS NOT NULL)
  AND (told.counterpart IS NULL OR there.code IS NOT NULL)"""


@cache
def text(name: str) -> str:
    """The SQL of a query."""
    return (CUBES / f"{name}.sql").read_text(encoding="utf-8")


@cache
def lines_of(names: tuple[str, ...]) -> str:
    """One statement for the figures that several queries tell, in the columns of FIGURE."""
    nothing = ", ".join(f"NULL::{kind} AS {name}" for name, kind in FIGURE.items())
    every = [
        f"SELECT {nothing} WHERE false",
        *(f"SELECT * FROM (\n{text(one)}\n)" for one in names),
    ]
    shown = {name: f"told.{name}" for name in FIGURE}
    shown |= {"region": "here.region_id", "counterpart": "there.region_id"}
    shown |= {name: f"coalesce(told.{name}, {value})" for name, value in DEFAULTS.items()}
    figures = "\nUNION ALL BY NAME\n".join(every)
    return f"SELECT {', '.join(shown.values())} {PLACED.format(figures=figures)}"


class Engine:
    """A connection and its small relations, for as many files and queries as one likes."""

    def __init__(self, files: Files | None = None, relations: Relations | None = None):
        self.connection = files_of_store.connect(
            threads=settings.METRICS_THREADS,
            memory=settings.METRICS_MEMORY,
            spill=settings.FACTS_DIR / "spill",
        )
        # A cube is a set: its rows need no order, and so no memory to keep one.
        self.connection.execute("SET preserve_insertion_order = false")
        for name, rows in (relations or {}).items():
            self._keep(name, rows)
        self.read(files or {})

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.connection.close()

    def read(self, files: Files) -> None:
        """From now on these names mean these files."""
        for name, paths in files.items():
            listed = ", ".join(f"'{_quoted(path)}'" for path in paths)
            view = f"CREATE OR REPLACE VIEW {name} AS FROM read_parquet([{listed}])"
            self.connection.execute(view)

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
        self._copy(text(name), aside, "FORMAT parquet", parameters)
        aside.replace(path)

    def figures(self, names: Sequence[str], path: Path, parameters: Mapping[str, Any]) -> None:
        """What these queries tell of figures, as lines of FIGURE for PostgreSQL's COPY."""
        self._copy(lines_of(tuple(names)), path, "FORMAT csv, HEADER false", parameters)

    def _copy(self, query, path, options, parameters):
        asked = {key: value for key, value in (parameters or {}).items() if f"${key}" in query}
        self.connection.execute(f"COPY ({query}) TO '{_quoted(path)}' ({options})", asked)


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
