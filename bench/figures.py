"""What bench.metrics times: invented abstracts, a bare scan, figures, a new day, a read."""

import shutil
import statistics
import tempfile
import time
from pathlib import Path

import duckdb

from bench import clock
from hospitals.actions import facts, regions
from hospitals.models import AbstractFile, Region
from portal.demo import stays
from portal.metrics import ledger, queue, units
from portal.metrics.models import ComputeRun, IndicatorValue, Job, RunState
from portal.periods import Month

FIRST = Month(2023, 1)
NEW_STAYS = 30_000
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
    forget_cubes()


def forget_cubes():
    shutil.rmtree(ledger.cubes_folder(), ignore_errors=True)


def check():
    wrong = ComputeRun.objects.exclude(state=RunState.DONE)
    if wrong.exists():
        raise SystemExit(f"{wrong.count()} runs are not done: {wrong.first().error}")


def size():
    return IndicatorValue.objects.count()


def runs(*, of_months):
    """The units of a full recompute."""
    return [run for run in queue.wanted(ledger.World()) if (run.job == Job.ABSTRACTS) == of_months]


def aggregate(run, bench):
    """Cubes and figures of one unit, and nothing published."""
    with tempfile.NamedTemporaryFile(suffix=".csv") as lines:
        units.figures(run, bench, Path(lines.name))


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
