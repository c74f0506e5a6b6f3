"""The same queries on Spark: their SQL in Spark's words, by sqlglot. An optional extra, `spark`.

Nothing on one machine needs it. A caller brings the session, so that nothing here imports Spark.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import sqlglot

from hospitals.abstracts import files as files_of_store
from portal.metrics.engine.duck import RELATIONS, Columns, Files, Relations, text


@cache
def translated(name: str) -> str:
    """What Spark cannot say is an error here, not a wrong figure there."""
    (statement,) = sqlglot.transpile(
        text(name), read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
    )
    return statement


def plain(path: Path, target: Path) -> Path:
    """A copy that Spark can read: it knows no UUID in Parquet, so ids become text."""
    with files_of_store.connect() as connection:
        told = connection.execute("DESCRIBE FROM read_parquet(?)", [str(path)]).fetchall()
        ids = [f"{name}::VARCHAR AS {name}" for name, kind, *_more in told if kind == "UUID"]
        connection.execute(
            f"COPY (SELECT * REPLACE ({', '.join(ids)}) FROM '{path}')"
            f" TO '{target}' (FORMAT parquet)"
        )
    return target


class SparkEngine:
    """Files and relations as views of a session; as many queries over them as one likes."""

    def __init__(self, session, files: Files, relations: Relations):
        self.session = session
        for name, paths in files.items():
            session.read.parquet(*map(str, paths)).createOrReplaceTempView(name)
        for name, rows in relations.items():
            told = [(str(row[0]) if name == "hospitals" else row[0], *row[1:]) for row in rows]
            frame = session.createDataFrame(told, list(RELATIONS[name]))
            frame.createOrReplaceTempView(name)

    def keep(self, name: str, parameters: Mapping[str, Any] | None = None) -> None:
        """The answer as a view under the query's own name, computed once."""
        answer = self.session.sql(translated(name), args=dict(parameters or {})).cache()
        answer.createOrReplaceTempView(name)

    def query(self, name: str, parameters: Mapping[str, Any] | None = None) -> Columns:
        answer = self.session.sql(translated(name), args=dict(parameters or {}))
        rows = answer.collect()
        return {column: [row[column] for row in rows] for column in answer.columns}
