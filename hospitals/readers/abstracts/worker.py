"""The program that reads a file of facts, as a process of its own: all of a file of case abstracts,
and of any other its header, or its cells as plain CSV.

It takes one JSON object from standard input and prints JSON lines: how far it is, and at last what
it found. It has no database and no secrets but the key of the hashes; memory, time and what it may
write are limited, so that a hostile file exhausts this process only.
"""

import json
import os
import resource
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import duckdb

from hospitals.abstracts import files
from hospitals.readers.abstracts import codes, heads
from hospitals.readers.abstracts.cells import Terms
from hospitals.readers.abstracts.columns import BY_CODE
from hospitals.readers.abstracts.problems import Problems
from hospitals.readers.abstracts.reading import Job, Reader
from hospitals.readers.abstracts.source import Unreadable, opened

# Address space, not resident memory: DuckDB reserves far more than its memory limit lets it use.
ADDRESS_BYTES = 6 * 1024**3
FILE_BYTES = 16 * 1024**3
LOOK_SECONDS, READ_SECONDS = 60, 3600
THREADS, MEMORY = 2, "1GB"
BEAT_SECONDS = 10


def _(text: str) -> str:
    """Mark a Chinese text for the catalogue; it is translated where it is shown."""
    return text


def limit(seconds: int) -> None:
    """No file may take the machine with it."""
    for what, most in (
        (resource.RLIMIT_AS, ADDRESS_BYTES),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def tables(told: dict, sole: str | None) -> codes.Tables:
    """The tables as JSON could carry them."""
    return codes.Tables(
        hospitals=told["hospitals"],
        senders=None if told["senders"] is None else frozenset(told["senders"]),
        places={code: codes.Place(*place) for code, place in told["places"].items()},
        diagnoses=frozenset(told["diagnoses"]),
        procedures={code: tuple(facts) for code, facts in told["procedures"].items()},
        drgs={version: frozenset(found) for version, found in told["drgs"].items()},
        departments=frozenset(told["departments"]),
        names=told["names"],
        sole=sole,
    )


def look(order: dict) -> dict:
    """The header alone; for a long file in another encoding, after all of it was decoded."""
    source = opened(Path(order["path"]), Path(order["work"]))
    return {"header": source.header, "encoding": source.encoding}


def plain(order: dict, say: Callable[[str, int], None]) -> dict:
    """Some columns of any file as CSV in UTF-8, for whoever checks its cells.

    places: name → place in the header; none: all columns. rows: the most that it may have.
    uneven: lines that are not as wide as the header; then there is no CSV.
    """
    say("parse", 5)
    work = Path(order["work"])
    source = opened(Path(order["path"]), work, order.get("encoding", ""))
    places = order.get("places") or {str(at): at for at in range(len(source.header))}
    if len(places) > order["columns"]:
        raise Unreadable(_("列数超过 %(limit)d。"), limit=order["columns"])
    texts = ", ".join(f"c{at} AS p{at}" for at in sorted(set(places.values())))
    cells = ", ".join(f"p{at}" for at in places.values())
    target = work / "plain.csv"
    with files.connect(threads=THREADS, memory=MEMORY, spill=work / "spill") as connection:
        connection.execute(f"CREATE TABLE cells AS SELECT {texts} FROM {source.relation}")
        (rows,) = connection.execute("SELECT count(*) FROM cells").fetchone()
        if rows > order["rows"]:
            raise Unreadable(_("行数超过 %(limit)d，请分成几个文件。"), limit=order["rows"])
        uneven = Problems(connection, source.relation, {}).uneven()
        if not uneven:
            to = str(target).replace("'", "''")
            connection.execute(f"COPY (SELECT {cells} FROM cells) TO '{to}' (HEADER false)")
    return {"header": source.header, "encoding": source.encoding, "rows": rows, "uneven": uneven}


def read(order: dict, say: Callable[[str, int], None]) -> dict:
    """The whole file."""
    work = Path(order["work"])
    source = opened(Path(order["path"]), work, order["encoding"])
    mapping = {code: places for code, places in order["mapping"].items() if code in BY_CODE}
    with files.connect(threads=THREADS, memory=MEMORY, spill=work / "spill") as connection:
        if pair := heads.swapped(connection, source, mapping):
            words = {"first": BY_CODE[pair[0]].label, "second": BY_CODE[pair[1]].label}
            raise Unreadable(
                _("“%(first)s”与“%(second)s”两列的内容像是互换了，请核对表头。"), **words
            )
        job = Job(
            source,
            mapping,
            Terms(**order["terms"], separator=heads.separator(connection, source, mapping)),
            tables(order["tables"], None if "org_code" in mapping else order["sender"]),
            work,
            Path(order["root"]),
            order["place_names"],
            order["kept"],
        )
        result = Reader(connection, job, say).read()
    return vars(result) | {"encoding": source.encoding}


class Voice:
    """What is told goes to standard output, and how far it is again and again while it goes on.

    Whoever reads it knows by that that we live; when nobody reads it any more, we need not.
    """

    def __init__(self, out, seconds: float = BEAT_SECONDS):
        self.out, self.seconds = out, seconds
        self.lock, self.ended = threading.Lock(), threading.Event()
        self.last = {"stage": "parse", "percent": 0}

    def say(self, stage: str, percent: int) -> None:
        self.last = {"stage": stage, "percent": percent}
        self.tell(self.last)

    def tell(self, what: dict) -> None:
        with self.lock:
            self.out.write(json.dumps(what, ensure_ascii=False, default=str) + "\n")
            self.out.flush()

    def __enter__(self):
        threading.Thread(target=self._beat, daemon=True).start()
        return self

    def __exit__(self, *_error):
        self.ended.set()

    def _beat(self):
        while not self.ended.wait(self.seconds):
            try:
                self.tell(self.last)
            except OSError:
                os._exit(1)


def main() -> None:
    order = json.load(sys.stdin)
    limit(READ_SECONDS if order["act"] == "read" else LOOK_SECONDS)
    with Voice(sys.stdout) as voice:
        voice.tell(answered(order, voice.say))


def answered(order: dict, say: Callable[[str, int], None]) -> dict:
    """The result, or why there is none."""
    try:
        if order["act"] == "look":
            return {"result": look(order)}
        return {"result": (plain if order["act"] == "plain" else read)(order, say)}
    except Unreadable as error:
        return {"refused": error.text, "numbers": error.numbers}
    except (duckdb.Error, MemoryError, OSError):
        # Their texts may hold cells of the file.
        words = _("读取文件时超出内存或磁盘限制，或文件已损坏。")
        return {"refused": words, "numbers": {}}


if __name__ == "__main__":
    main()
