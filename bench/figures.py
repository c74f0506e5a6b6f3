"""What bench.metrics times: invented abstracts, a bare scan, the same cubes in PostgreSQL."""

import shutil
import statistics
import tempfile
import time
from pathlib import Path

import duckdb
from django.db import connection

from bench import clock
from hospitals.actions import facts, regions
from hospitals.models import AbstractFile, Region
from portal.demo import stays
from portal.metrics import ledger, plans, queue, units
from portal.metrics.engine.duck import Engine, text
from portal.metrics.models import ComputeRun, IndicatorValue, RunState
from portal.periods import Month

FIRST = Month(2023, 1)
NEW_STAYS = 30_000
TYPES = {
    "UUID": "uuid",
    "DATE": "date",
    "VARCHAR": "text",
    "BOOLEAN": "boolean",
    "UTINYINT": "smallint",
    "USMALLINT": "integer",
    "UINTEGER": "integer",
    "INTEGER": "integer",
    "BIGINT": "bigint",
    "UBIGINT": "bigint",
}
# PostgreSQL has no unsigned numbers: the same bits otherwise.
SIGNED = {"UBIGINT": "({0}::HUGEINT - 9223372036854775808)::BIGINT"}
DATE_DIFF = """CREATE OR REPLACE FUNCTION date_diff(text, date, date) RETURNS integer
  LANGUAGE sql IMMUTABLE AS 'SELECT $3 - $2'"""
READS = 50


def synthesize(rows, months):
    regions.load_national()
    return stays.synthesize(rows=rows, first=FIRST, months=months, say=lambda _line: None)


def _locations():
    return AbstractFile.objects.current().locations()


def scan(columns, threads):
    """Every value of the columns is read, and nothing else done."""
    seen = ", ".join(f"count({name}), max({name})" for name in columns.split(", "))
    with duckdb.connect(config={"threads": threads}) as bare:
        bare.execute(f"SELECT {seen} FROM read_parquet(?)", [_locations()]).fetchall()


def fill():
    return queue.fill()


def forget():
    """As if nothing had ever been computed."""
    IndicatorValue.objects.all().delete()
    ComputeRun.objects.all().delete()
    shutil.rmtree(ledger.cubes_folder(), ignore_errors=True)


def check():
    wrong = ComputeRun.objects.exclude(state=RunState.DONE)
    if wrong.exists():
        raise SystemExit(f"{wrong.count()} runs are not done: {wrong.first().error}")


def size():
    return IndicatorValue.objects.count()


def beside_postgres(columns):
    """All cubes of the largest province-month: here, and in a plain table.

    Both keep what they made: files here, tables there. Loading is not counted.
    """
    world = ledger.World()
    key = max(
        world.months(),
        key=lambda key: sum(share.stat().st_size for share in world.shares[key].locations),
    )
    span = units.days(key)
    return clock.median(lambda: _here(world, key, span), 3), _there(columns, world, key)


def _files(world, key):
    return [str(path) for path in world.shares[key].locations]


def _here(world, key, span):
    with tempfile.TemporaryDirectory() as folder, Engine(relations=world.relations) as engine:
        engine.read({"stays": _files(world, key)})
        for name in plans.EVERY_CUBE:
            engine.write(name, Path(folder) / f"{name}.parquet", span)


def _there(columns, world, key):
    told = {name: text(name) for name in plans.EVERY_CUBE}
    for name, day in units.days(key).items():
        told = {cube: words.replace(f"${name}", f"DATE '{day}'") for cube, words in told.items()}
    with connection.cursor() as cursor:
        # One process as here, and enough memory to group without a file.
        cursor.execute("SET max_parallel_workers_per_gather = 0; SET work_mem = '256MB'")
        cursor.execute(DATE_DIFF)
        _load(cursor, columns, _files(world, key), world.relations)

        def cubes():
            for name, words in told.items():
                cursor.execute(f"CREATE TEMP TABLE {name} AS {words}")
            cursor.execute(f"DROP TABLE {', '.join(told)}")

        taken = clock.median(cubes, 3)
        cursor.execute("DROP TABLE stays, hospitals, divisions")
    return taken


def _load(cursor, columns, files, relations):
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/stays.csv"
        with duckdb.connect() as reader:
            reader.execute(f"CREATE VIEW stays AS SELECT {columns} FROM read_parquet({files!r})")
            kinds = reader.execute(
                "SELECT column_name, column_type FROM (DESCRIBE stays)"
            ).fetchall()
            given = ", ".join(SIGNED.get(kind, "{0}").format(name) for name, kind in kinds)
            reader.execute(f"COPY (SELECT {given} FROM stays) TO '{path}' (HEADER false)")
        told = ", ".join(f"{name} {TYPES[kind]}" for name, kind in kinds)
        cursor.execute(f"CREATE TABLE stays ({told})")
        with open(path, encoding="utf-8") as lines:
            cursor.copy_expert("COPY stays FROM STDIN (FORMAT csv)", lines)
    cursor.execute("CREATE TABLE hospitals (hospital uuid, county int, city int, province int)")
    cursor.execute("CREATE TABLE divisions (division int, city int, province int)")
    for name in ("hospitals", "divisions"):
        places = ", ".join(["%s"] * len(relations[name][0]))
        rows = [tuple(map(str, row)) for row in relations[name]]
        cursor.executemany(f"INSERT INTO {name} VALUES ({places})", rows)
    cursor.execute("ANALYZE stays, hospitals, divisions")


def new_day(run):
    """One more day of stays arrives in the last month; everything touched is computed."""
    world = ledger.World()
    month, province = max(world.months())
    row = AbstractFile.objects.current().get(month=month, region=province)
    region = Region.objects.get(pk=province)
    with stays.files.connect() as connection_:
        source = f"SELECT * FROM read_parquet('{row.location}')"
        more = f"SELECT * REPLACE (stay_key + 1 AS stay_key) FROM ({source} LIMIT {NEW_STAYS})"
        query = f"{source} UNION ALL {more}"
        stored = stays.files.write(connection_, query, month, Path(stays.settings.FACTS_DIR))
    written = AbstractFile(
        region=region, month=month, path=stored.path, sha256=stored.sha256, rows=stored.rows
    )
    facts.publish(batch=stays.batch_of(region, [written]), rows=[written])
    return clock.timed(run)[1]


def read():
    """A hospital's year as a dashboard reads it; the median of many."""
    hospital = IndicatorValue.objects.filter(grain="year", hospital__isnull=False).first().hospital
    rows = IndicatorValue.objects.filter(hospital=hospital, grain="year", disease_system="ALL")
    taken = []
    for _time in range(READS):
        started = time.perf_counter()
        list(rows.values_list("code", "period", "numerator", "denominator", "measure"))
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)
