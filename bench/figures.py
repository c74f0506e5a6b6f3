"""What bench.metrics times: invented abstracts, a bare scan, the same cubes in PostgreSQL."""

import shutil
import statistics
import tempfile
import time
from pathlib import Path

import duckdb
from django.db import connection

from hospitals.actions import facts, regions
from hospitals.models import AbstractFile, Region
from portal.demo import stays
from portal.metrics import ledger, plans, queue
from portal.metrics.engine.duck import Engine, text
from portal.metrics.models import ComputeRun, IndicatorValue, RunState
from portal.periods import Month

FIRST = Month(2023, 1)
NEW_STAYS = 30_000
TYPES = {"UUID": "uuid", "DATE": "date", "VARCHAR": "text", "BOOLEAN": "boolean"}
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


def _one():
    world = ledger.World()
    return world, max(world.months(), key=lambda key: sum(1 for _ in world.shares[key].locations))


def cubes_of_a_month():
    """The median of making all cubes of one province-month."""
    world, key = _one()
    taken = []
    for _time in range(3):
        started = time.perf_counter()
        stays_of_month = {"stays": world.shares[key].locations}
        with (
            tempfile.TemporaryDirectory() as folder,
            Engine(stays_of_month, world.relations) as engine,
        ):
            for name in plans.CUBES:
                engine.write(name, Path(folder) / f"{name}.parquet")
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def in_postgres(columns):
    """The same statements over the same rows in a plain table; loading is not counted."""
    world, key = _one()
    _load(columns, world, key)
    taken = []
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        for _time in range(3):
            started = time.perf_counter()
            for name in plans.CUBES:
                cursor.execute(text(name))
                cursor.fetchall()
            taken.append(time.perf_counter() - started)
        cursor.execute("DROP TABLE stays, hospitals, divisions")
    return statistics.median(taken)


def _load(columns, world, key):
    files = [str(path) for path in world.shares[key].locations]
    with tempfile.TemporaryDirectory() as folder, connection.cursor() as cursor:
        path = f"{folder}/stays.csv"
        with duckdb.connect() as reader:
            given = reader.execute(f"SELECT {columns} FROM read_parquet(?)", [files])
            kinds = [(name[0], str(name[1])) for name in given.description]
            reader.execute(
                f"COPY (SELECT {columns} FROM read_parquet({files!r})) TO '{path}' (HEADER false)"
            )
        told = ", ".join(f"{name} {TYPES.get(kind, 'numeric')}" for name, kind in kinds)
        cursor.execute(f"CREATE TABLE stays ({told})")
        with open(path, encoding="utf-8") as lines:
            cursor.copy_expert("COPY stays FROM STDIN (FORMAT csv)", lines)
        cursor.execute("CREATE TABLE hospitals (hospital uuid, county int, city int, province int)")
        cursor.execute("CREATE TABLE divisions (division int, city int, province int)")
        for name, rows in world.relations.items():
            places = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(
                f"INSERT INTO {name} VALUES ({places})", [tuple(map(str, row)) for row in rows]
            )
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
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


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
