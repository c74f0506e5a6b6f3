"""Immutable Parquet files of case abstracts, each named by the hash of its content.

A file is written aside, synced, hashed and moved to its name. What the ledger does not name does
not exist for anybody who reads; after a crash it lies there as an orphan until it is swept.
"""

import datetime as dt
import hashlib
import os
import time
import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import duckdb

from hospitals.abstracts import schema

FOLDER, ASIDE = "abstracts", ".incoming"
DOUBLES = (
    "count(person_key) - count(DISTINCT (person_key, admit_date, discharge_date)) "
    "FILTER (person_key IS NOT NULL)"
)
COPY = "COPY ({rows}) TO '{path}' (FORMAT parquet)"


@dataclass(frozen=True)
class Stored:
    """One file: the month that it holds, its path below the root, and what verifies it."""

    month: dt.date
    path: str
    sha256: str
    rows: int


class Fault(StrEnum):
    MISSING = "missing"
    ALTERED = "altered"


def connect(*, threads: int = 1, memory: str = "512MB", spill: Path | None = None):
    """A database in memory that reaches for nothing outside this machine."""
    options = {
        "threads": threads,
        "memory_limit": memory,
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "temp_directory": str(spill or ""),
    }
    return duckdb.connect(config=options)


def write(
    connection, rows: str, month: dt.date, root: Path, order: Sequence[str] = schema.ORDER
) -> Stored:
    """Write what the query `rows` gives, in the order and types of the schema.

    order: none for the rows of one hospital, which nobody looks for by their days: as they came.
    """
    aside = root / FOLDER / ASIDE / f"{uuid.uuid4()}.parquet"
    aside.parent.mkdir(parents=True, exist_ok=True)
    by = f" ORDER BY {', '.join(order)}" if order else ""
    query = f"SELECT {schema.selected()} FROM ({rows}){by}"
    connection.execute(COPY.format(rows=query, path=str(aside).replace("'", "''")))
    return keep(aside, month, root)


def keep(aside: Path, month: dt.date, root: Path) -> Stored:
    """Move a finished file to the name that its content gives it."""
    with aside.open("rb") as stream:
        os.fsync(stream.fileno())
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    path = f"{FOLDER}/{month:%Y-%m}/{digest}.parquet"
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    # The same content again is the same file; it becomes young again, so that no sweep takes it.
    os.replace(aside, target)
    os.utime(target)
    _sync(target.parent)
    return Stored(month, path, digest, count(target))


def count(path: Path) -> int:
    """The number of rows, by the file's own footer."""
    query = "SELECT coalesce(sum(num_rows), 0)::BIGINT FROM parquet_file_metadata(?)"
    with connect() as connection:
        return connection.execute(query, [str(path)]).fetchone()[0]


def doubles(root: Path, paths: Sequence[str]) -> dict[str, int]:
    """path → stays of somebody who came and left on the same days in another stay of the file."""
    query = f"SELECT filename, {DOUBLES} FROM read_parquet(?, filename = true) GROUP BY filename"
    named = {str(root / path): path for path in paths}
    if not named:
        return {}
    with connect() as connection:
        return {named[at]: n for at, n in connection.execute(query, [list(named)]).fetchall()}


def fault(root: Path, path: str, sha256: str) -> Fault | None:
    """What is wrong with a file that the ledger names; None when it is as it was written."""
    try:
        with (root / path).open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        return Fault.MISSING
    return None if digest == sha256 else Fault.ALTERED


def orphans(root: Path, known: Collection[str], older_than: float) -> Iterator[Path]:
    """Files that no ledger names, untouched for so many seconds; half-written ones too."""
    limit = time.time() - older_than
    for path in sorted((root / FOLDER).glob("**/*.parquet")):
        is_known = str(path.relative_to(root)) in known
        if not is_known and path.stat().st_mtime < limit:
            yield path


def _sync(folder: Path) -> None:
    """Make the new name survive a power cut, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
