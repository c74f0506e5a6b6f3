"""The only writer of figures: replace one period of one job, in one transaction.

Running twice gives the same table, ids included. A run that fails leaves the old figures.
"""

import hashlib
import logging
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.db import connection, transaction
from django.db.models.functions import Now

from portal.metrics import hiding, stale, writer
from portal.metrics.catalogue import INDICATORS
from portal.metrics.jobs import RECIPES
from portal.metrics.models import INTERRUPTED, ComputeRun, IndicatorValue, Job, RunState

log = logging.getLogger(__name__)


def compute(job, period, *, is_last_of_year=True):
    """Compute one period anew. None when another process is at it; else the run.

    is_last_of_year: others of the year follow at once, and complements are found with the last.
    """
    with alone(job, period) as is_mine:
        if not is_mine:
            return None
        # Nobody holds the lock, so a run still marked as running was cut off.
        ComputeRun.objects.filter(job=job, period=period, state=RunState.RUNNING).update(
            state=RunState.FAILED, error=INTERRUPTED, finished_at=Now()
        )
        run = ComputeRun.objects.create(job=job, period=period, code_version=code_version())
        try:
            with transaction.atomic():
                run.inputs = stale.inputs(job, period)
                run.row_count = replace(run, is_last_of_year=is_last_of_year)
                run.state, run.progress = RunState.DONE, 100
                _finish(run)
        except Exception as error:  # any failure must end up on the run, where people see it
            log.exception("Computing %s %s failed", job, period)
            run.state, run.error = RunState.FAILED, str(error)[:2000]
            _finish(run)
        return run


def compute_stale(*, everything=False):
    """Every period whose facts changed since its last good run; changes after what they use.

    everything: total what did not change lately too.
    """
    computed = []
    for job in RECIPES:
        found = stale.look(job, code_version(), everything=everything)
        last = {period.year: period for period in found.periods}
        runs = [
            compute(job, period, is_last_of_year=period == last[period.year])
            for period in found.periods
        ]
        _close_years(job, runs, last.values())
        if found.mark and all(run and run.state == RunState.DONE for run in runs):
            found.mark.keep()
        computed += filter(None, runs)
    return computed


def _close_years(job, runs, last):
    """Where the last period of a year failed, the complements are found without it."""
    done = {run.period for run in runs if run and run.state == RunState.DONE}
    for period in set(last) - done:
        with transaction.atomic():
            hiding.wait(period, RECIPES[job].codes)
            hiding.hide(period, RECIPES[job].grain, RECIPES[job].codes)


def replace(run, *, is_last_of_year=True):
    """Delete the period's figures of this job and insert the new ones; returns how many."""
    recipe = RECIPES[Job(run.job)]
    hiding.wait(run.period, recipe.codes)
    IndicatorValue.objects.filter(run__job=run.job, period=run.period, grain=recipe.grain).delete()
    inserted = writer.write(run, recipe)
    hiding.hide(run.period, recipe.grain, recipe.codes, of_year=is_last_of_year)
    return inserted


def _finish(run):
    run.finished_at = Now()
    run.save()
    run.refresh_from_db()


@contextmanager
def alone(job, period, part=""):
    """A lock of this session: it goes with the connection, so a killed worker leaves none."""
    key = f"{job} {period} {part}".strip()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
        (is_mine,) = cursor.fetchone()
    try:
        yield is_mine
    finally:
        if is_mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])


@cache
def code_version():
    """A digest of the formulas: when one changes, every period is computed anew.

    With another engine the last digit of a mean may be another, so its version counts, too; and the
    version of each definition, which stands on its figures.
    """
    defined = [(row.code, row.kind, row.version, row.is_of_patients) for row in INDICATORS]
    digest, here = hashlib.sha256(version("duckdb").encode()), Path(__file__).parent
    digest.update(repr(defined).encode())
    rooms = [here / "indicators", here / "engine", here / "statistics"]
    paths = [path for room in rooms for path in room.rglob("*") if path.suffix in {".py", ".sql"}]
    names = "plans", "writer", "intervals", "hiding", "complement", "disclose", "elimination"
    for path in sorted([*paths, *(here / f"{name}.py" for name in names)]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
