"""Read one file of case abstracts: typed rows, judged codes, problems, and finished Parquet files.

All of it is columns: a rule is one expression over all rows, and a code is judged once, however
often it comes. Nothing is written when an error was found.
"""

import csv
import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from hospitals.abstracts import files
from hospitals.abstracts.schema import UNKNOWN_RESIDENCE
from hospitals.readers.abstracts import codes, joined
from hospitals.readers.abstracts.cells import Cells, Terms
from hospitals.readers.abstracts.problems import Problems
from hospitals.readers.abstracts.rules import ROW_RULES
from hospitals.readers.abstracts.source import Source, Unreadable

# More different codes than any table has: the column holds something else.
MOST_CODES = 200_000
ADDRESS = 24
NULL = "\\N"


def _(text: str) -> str:
    """Mark a Chinese text for the catalogue; it is translated where it is shown."""
    return text


@dataclass(frozen=True)
class Job:
    """What to read, by which terms, against which tables, and where it all lies.

    kept: (hospital, month, path) of files in force, whose stays may not come a second time.
    """

    source: Source
    mapping: Mapping[str, Sequence[int]]
    terms: Terms
    tables: codes.Tables
    work: Path
    root: Path
    names: Mapping[str, str] = field(default_factory=dict)
    kept: Sequence[tuple[str, str, str]] = ()


@dataclass
class Result:
    """What was found. counts: rule → rows; parts: each hospital's month, with its file."""

    rows: int = 0
    totals: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    parts: list[dict] = field(default_factory=list)


class Reader:
    """One reading. say(stage, percent) is called as it goes on."""

    def __init__(self, connection, job: Job, say: Callable[[str, int], None]):
        self.connection, self.job, self.say = connection, job, say
        self.problems = Problems(connection, job.source.relation, job.mapping)

    def read(self) -> Result:
        self._load()
        self._judge()
        self._count()
        result = self._summed()
        self.problems.write(self.job.work / "problems.csv")
        result.counts = dict(self.problems.counts)
        if not self.problems.has_errors:
            self._write(result.parts)
        return result

    def _load(self):
        """The rows, typed and flagged; a row that is not as wide as the header ends it here."""
        self.say("parse", 5)
        query = Cells(self.job.mapping, self.job.terms).query(self.job.source.relation)
        # Rows keep their order, so that rowid tells the line.
        self.connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
        try:
            self.connection.execute(f"CREATE TABLE parsed AS {query}")
        except duckdb.OutOfMemoryException:
            raise Unreadable(_("文件太大，读取时内存不足。请按月分成几个文件。")) from None
        except duckdb.Error:
            raise Unreadable(_("文件不是有效的 CSV（可能含有空字节或未闭合的引号）。")) from None
        self.connection.execute(
            "CREATE VIEW stays AS SELECT rowid + 2 AS line, * FROM parsed WHERE NOT is_total"
        )
        self._refuse_ids()

    def _refuse_ids(self):
        """An ID number where the hash of a person should be: the sender must not send that."""
        found = "SELECT count(*) FROM parsed WHERE person_is_id"
        if self.connection.execute(found).fetchone()[0]:
            raise Unreadable(_("“人员标识”列含有身份证号，整个文件已拒绝。请先在本院生成摘要。"))

    def _judge(self):
        self.say("codes", 45)
        tables = self.job.tables
        self._judged("org", "org_code", lambda text: codes.organisation(text, tables))
        self._judged("place", "residence_code", lambda text: codes.residence(text, tables))
        self._judged("dx", "dx_main", lambda text: codes.diagnosis(text, tables))
        self._judged("op", "op_main", lambda text: codes.procedure(text, tables))
        self._judged("dest", "dest_org_name", lambda text: codes.destination(text, tables))
        for name in ("dept_in", "dept_out"):
            self._judged(name, name, lambda text: codes.department(text, tables))
        self._judged("drg", "drg_code, drg_version", lambda *pair: codes.drg(*pair, tables))
        self._judged(
            "other", "code", lambda text: codes.diagnosis(text, tables, is_main=False), OTHERS
        )
        self._by_text()

    def _judged(self, name, columns, judge, rows="stays"):
        """A table of each distinct code, what it stands for, and the rule about it."""
        query = f"SELECT DISTINCT {columns} FROM {rows} LIMIT {MOST_CODES + 1}"
        found = self.connection.execute(query).fetchall()
        if len(found) > MOST_CODES:
            raise Unreadable(_("“%(column)s”列的不同取值过多，不像编码。"), column=columns)
        self._table(f"d_{name}", joined.TABLES[name], ((*raw, *judge(*raw)) for raw in found))

    def _by_text(self):
        """Addresses, for rows whose code says nothing: the longest name that one begins with."""
        found = self.connection.execute(
            f"SELECT DISTINCT left(residence_text, {ADDRESS}) FROM stays JOIN d_place AS place "
            f"ON {joined.same('residence_code')} WHERE place.county = {UNKNOWN_RESIDENCE} "
            "AND residence_text IS NOT NULL"
        ).fetchall()
        lengths = sorted({len(name) for name in self.job.names}, reverse=True)
        rows = ((text, *self._named(text, lengths)) for (text,) in found)
        self._table("d_text", joined.TABLES["text"], rows)

    def _named(self, text, lengths):
        for length in lengths:
            if place := self.job.tables.places.get(self.job.names.get(text[:length], "")):
                return int(place.code), place.province
        return None, ""

    def _table(self, name, columns, rows: Iterable[tuple]):
        path = self.job.work / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
            writer.writerows([NULL if cell is None else cell for cell in row] for row in rows)
        typed = ", ".join(f"'{column}': '{kind}'" for column, kind in columns.items())
        self.connection.execute(
            f"CREATE TABLE {name} AS SELECT * FROM read_csv('{path}', header = false, "
            f"auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = '{NULL}', "
            f"allow_quoted_nulls = true, columns = {{{typed}}})"
        )

    def _count(self):
        self.say("rules", 60)
        problems = self.problems
        problems.rejected()
        problems.flagged(ROW_RULES)
        for rule, column, possible, rows in joined.RULES:
            # Tables of codes are small; most files break few rules, and need not be joined for all.
            if self.connection.execute(f"SELECT 1 FROM {possible} LIMIT 1").fetchone():
                problems.found(rule, column, rows)
        problems.judged(joined.JUDGED)
        problems.found("twice", "record_no", joined.TWICE)
        self._repeated()

    def _repeated(self):
        """Stays that are in force in another file than those which this batch replaces."""
        if not self.job.kept:
            return
        here = self.connection.execute(joined.PARTS_HERE).fetchall()
        parts = {(str(hospital), f"{month:%Y-%m-%d}") for hospital, month in here}
        hospitals = {hospital for hospital, _month in parts}
        paths = [
            path
            for hospital, month, path in self.job.kept
            if hospital in hospitals and (hospital, month) not in parts
        ]
        if paths:
            listed = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
            query = joined.KEPT_ALREADY.format(files=f"read_parquet([{listed}])")
            self.problems.found("kept_already", "record_no", query)

    def _summed(self):
        self.say("sums", 75)
        rows, totals = self.connection.execute(
            "SELECT count(*), count(*) FILTER (is_total) FROM parsed"
        ).fetchone()
        if rows == totals:
            raise Unreadable(_("文件只有表头，没有数据。"))
        found = self.connection.execute(joined.SUMS)
        names = [column[0] for column in found.description]
        parts = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        for part in parts:
            part["provinces"] = part["provinces"] or {}
        return Result(rows - totals, totals, {}, parts)

    def _write(self, parts):
        """One file per hospital and month; the ledger will name them, or nobody does."""
        (repaired,) = self.connection.execute(joined.ANY_REPAIRED).fetchone()
        query = joined.finished(others_repaired=repaired)
        self.connection.execute(f"CREATE VIEW finished AS {query}")
        several = len(parts) > 1
        if several:
            self.connection.execute(
                "CREATE TABLE sorted AS SELECT * FROM finished ORDER BY hospital, month"
            )
        for at, part in enumerate(parts):
            self.say("write", 80 + 19 * at // len(parts))
            month = part["month"]
            rows = "SELECT * FROM finished"
            if several:
                rows = (
                    f"SELECT * FROM sorted WHERE hospital = '{part['hospital']}'::UUID "
                    f"AND month = DATE '{month}'"
                )
            stored = files.write(self.connection, rows, _as_day(month), self.job.root, order=())
            part |= {"path": stored.path, "sha256": stored.sha256}


OTHERS = "(SELECT unnest(dx_other) AS code FROM stays)"


def _as_day(month):
    return month if isinstance(month, dt.date) else dt.date.fromisoformat(month)
