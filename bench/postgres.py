"""The same figures in plain PostgreSQL: a row for each stay, in partitions by month.

Nothing is held back from it: the memory of a server of its own (bench.metrics.tuned), vacuumed
tables, no log of what it makes, and as many connections as there are processes, each at another
month. Loading is not counted. Its answers are held against those in the table of figures.
"""

import itertools
import tempfile
from pathlib import Path

import duckdb
from django.db import connection

from bench import clock
from hospitals.abstracts import schema
from portal.metrics import plans, units
from portal.metrics.engine.duck import text
from portal.metrics.models import Job
from portal.periods import Month

TYPES = {
    "UUID": "uuid",
    "DATE": "date",
    "VARCHAR": "text",
    "VARCHAR[]": "text[]",
    "BOOLEAN": "boolean",
    "UTINYINT": "smallint",
    "USMALLINT": "integer",
    "UINTEGER": "integer",
    "INTEGER": "integer",
    "BIGINT": "bigint",
    "UBIGINT": "bigint",
}
# PostgreSQL has no unsigned numbers: the same bits otherwise. A list is written as it reads one.
WRITTEN = {
    "UBIGINT": "({0}::HUGEINT - 9223372036854775808)::BIGINT",
    "VARCHAR[]": "'{{' || array_to_string({0}, ',') || '}}'",
}
DATE_DIFF = """CREATE OR REPLACE FUNCTION date_diff(text, date, date) RETURNS integer
  LANGUAGE sql IMMUTABLE AS 'SELECT $3 - $2'"""
# One process for each connection, as here, and enough memory to group without a file.
SETTINGS = """SET max_parallel_workers_per_gather = 0; SET work_mem = '256MB'; SET jit = off"""
TOLD = """SELECT code, count(*), sum(numerator), sum(denominator) FROM {rows}
WHERE grain = '{grain}' GROUP BY code ORDER BY code"""


class Plain:
    """The tables, and connections that compute over them."""

    def __init__(self, world, hands):
        self.world = world
        self.hands = [_connected() for _hand in range(hands)]
        self.months = sorted({month for month, _province in world.months()})
        self.years = sorted({month.replace(month=1) for month in self.months})
        self.made = []

    def load(self):
        columns = ", ".join(f"{name} {TYPES[kind]}" for name, kind in schema.COLUMNS)
        with self.hands[0].cursor() as cursor:
            cursor.execute(DATE_DIFF)
            self._relations(cursor)
            cursor.execute(f"CREATE TABLE stays ({columns}) PARTITION BY RANGE (discharge_date)")
            for month in self.months:
                following = Month.of(month).plus(1).first
                cursor.execute(
                    f"CREATE TABLE {_of('stays', month)} PARTITION OF stays"
                    f" FOR VALUES FROM ('{month}') TO ('{following}')"
                )
        clock.spread(self._load_month, self.months, self.hands)
        with self.hands[0].cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE) stays")
            for month in self.months:
                end = Month.of(month).plus(plans.MONTHS_FOLLOWED + 1).first
                cursor.execute(
                    f"CREATE VIEW {_of('followed', month)} AS SELECT * FROM stays"
                    f" WHERE discharge_date >= '{month}' AND discharge_date < '{end}'"
                )

    def _relations(self, cursor):
        cursor.execute("CREATE TABLE hospitals (hospital uuid, county int, city int, province int)")
        cursor.execute("CREATE TABLE divisions (division int, city int, province int)")
        for name in ("hospitals", "divisions"):
            rows = [tuple(map(str, row)) for row in self.world.relations[name]]
            places = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO {name} VALUES ({places})", rows)
        cursor.execute("ANALYZE hospitals, divisions")

    def _load_month(self, month, hand):
        keys = [key for key in self.world.months() if key[0] == month]
        files = [str(path) for key in keys for path in self.world.shares[key].locations]
        given = [WRITTEN.get(kind, "{0}").format(name) for name, kind in schema.COLUMNS]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "stays.csv"
            with duckdb.connect(config={"threads": 1}) as reader:
                query = f"SELECT {', '.join(given)} FROM read_parquet({files!r})"
                reader.execute(f"COPY ({query}) TO '{path}' (HEADER false)")
            with hand.cursor() as cursor, path.open(encoding="utf-8") as lines:
                cursor.copy_expert(f"COPY {_of('stays', month)} FROM STDIN (FORMAT csv)", lines)

    def compute(self, *, kept):
        """All figures. kept: cubes are made once, and figures from them; else all from stays."""
        self.made = []
        used = sum(map(clock.of_server, self.hands))
        clock.spread(lambda month, hand: self._month(month, hand, kept), self.months, self.hands)
        tasks = list(itertools.product((Job.ABSTRACTS_OF_YEAR, Job.RESIDENTS_OF_YEAR), self.years))
        clock.spread(lambda task, hand: self._figures(hand, *task), tasks, self.hands)
        return sum(map(clock.of_server, self.hands)) - used

    def _month(self, month, hand, kept):
        kind = "UNLOGGED TABLE" if kept else "VIEW"
        with hand.cursor() as cursor:
            for name in plans.EVERY_CUBE:
                source = "followed" if name == plans.FOLLOWING else "stays"
                words = text(name).replace("FROM stays", f"FROM {_of(source, month)}")
                span = {name: f"DATE '{day}'" for name, day in units.days((month, None)).items()}
                words = _said(words, span)
                cursor.execute(f"CREATE {kind} {_of(name, month)} AS {words}")
                if kept:
                    cursor.execute(f"ANALYZE {_of(name, month)}")
        self._figures(hand, Job.ABSTRACTS, month)

    def _figures(self, hand, job, period):
        plan = plans.PLANS[job]
        months = [period]
        if plan.grain == "year":
            months = [month for month in self.months if month.year == period.year]
        with hand.cursor() as cursor:
            for name in plan.cubes:
                parts = " UNION ALL ".join(f"SELECT * FROM {_of(name, one)}" for one in months)
                cursor.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {parts}")
            for query in plan.queries:
                table = f"told_{job}_{period:%Y_%m}_{query}"
                words = _said(text(query), plan.parameters)
                cursor.execute(f"CREATE UNLOGGED TABLE {table} AS {words}")
                self.made.append((plan.grain, table))

    def forget(self):
        """Only the stays stay."""
        with self.hands[0].cursor() as cursor:
            for hand in self.hands:
                with hand.cursor() as own:
                    own.execute("DISCARD TEMP")
            for _grain, table in self.made:
                cursor.execute(f"DROP TABLE {table}")
            for name, month in itertools.product(plans.EVERY_CUBE, self.months):
                cursor.execute(
                    "SELECT relkind FROM pg_class WHERE relname = %s", [_of(name, month)]
                )
                kind = {"r": "TABLE", "v": "VIEW"}[cursor.fetchone()[0]]
                cursor.execute(f"DROP {kind} {_of(name, month)}")

    def check(self):
        """Figures, counts and bases of each code are those which the portal has published."""
        for grain in ("month", "year"):
            parts = [
                f"SELECT '{grain}' AS grain, code, numerator, denominator FROM {table}"
                for one, table in self.made
                if one == grain
            ]
            with self.hands[0].cursor() as cursor:
                plain = TOLD.format(rows=f"({' UNION ALL '.join(parts)}) AS told", grain=grain)
                cursor.execute(plain)
                theirs = cursor.fetchall()
                cursor.execute(TOLD.format(rows="metrics_indicatorvalue", grain=grain))
                ours = cursor.fetchall()
            if theirs != ours:
                raise SystemExit(f"PostgreSQL says otherwise of a {grain}: {theirs} {ours}")

    def end(self):
        with self.hands[0].cursor() as cursor:
            cursor.execute("DROP TABLE stays, hospitals, divisions CASCADE")
        for hand in self.hands:
            hand.close()


def _connected():
    own = connection.get_new_connection(connection.get_connection_params())
    own.autocommit = True
    with own.cursor() as cursor:
        cursor.execute(SETTINGS)
    return own


def _of(name, month):
    return f"{name}_{month:%Y_%m}"


def _said(words, parameters):
    """In PostgreSQL's words."""
    words = words.replace("AS DOUBLE)", "AS double precision)")
    for name, value in parameters.items():
        words = words.replace(f"${name}", str(value))
    return words
