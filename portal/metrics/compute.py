"""The only writer of figures: replace one period of one job, in one transaction.

Running twice gives the same table, ids included. A run that fails leaves the old figures.
"""

import hashlib
import logging
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from hospitals.enums import FlowGrain
from portal.metrics import catalogue, complement, disclose, stale
from portal.metrics.indicators import outflow, referrals
from portal.metrics.models import ComputeRun, IndicatorValue, Job, RunState

log = logging.getLogger(__name__)

# Job: the grain of its figures, its codes, its query.
JOBS = {
    Job.FLOWS: (FlowGrain.MONTH, ("F01", "F02", "F02W", "F03", "F04", "F05"), outflow.FLOWS),
    Job.FLOWS_OF_YEAR: (FlowGrain.YEAR, ("F01", "F02", "F02W", "F03", "F04", "F05"), outflow.FLOWS),
    Job.CHANGE: (FlowGrain.YEAR, ("F06",), outflow.CHANGE),
    Job.REFERRALS: (
        FlowGrain.MONTH,
        ("R02", "R03", "R03M", "R03P", "R04", "R04M", "K01"),
        referrals.REFERRALS,
    ),
}
COLUMNS = (
    "code, version, layer, region_id, hospital_id, source_system, disease_system, disease_code,"
    " numerator, denominator, base_numerator, base_denominator, measure, hidden_cells,"
    " hidden_stays_max, unplaced, as_of, is_synthetic"
)
# The id is made from what the figure is about, so that a link to it outlives a recomputation.
INSERT = f"""
INSERT INTO metrics_indicatorvalue (id, run_id, grain, period, {COLUMNS}, disclosure)
SELECT md5(concat_ws('|', code, layer, %(grain)s, %(period)s::date, region_id, hospital_id,
    source_system, disease_system, disease_code))::uuid,
  %(run)s, %(grain)s, %(period)s::date, {COLUMNS},
  CASE WHEN code LIKE 'F%%' AND (
    numerator BETWEEN 1 AND %(k)s - 1 OR denominator BETWEEN 1 AND %(k)s - 1
    OR denominator - numerator BETWEEN 1 AND %(k)s - 1
    OR base_numerator BETWEEN 1 AND %(k)s - 1 OR base_denominator BETWEEN 1 AND %(k)s - 1
    OR base_denominator - base_numerator BETWEEN 1 AND %(k)s - 1
  ) THEN 'small' ELSE 'shown' END
FROM ({{query}}) AS figure ({COLUMNS})
"""


def compute(job, period):
    """Compute one period anew. None when another process is at it; else the run."""
    with _alone(job, period) as is_mine:
        if not is_mine:
            return None
        # Nobody holds the lock, so a run still marked as running was cut off.
        ComputeRun.objects.filter(job=job, period=period, state=RunState.RUNNING).update(
            state=RunState.FAILED, error="interrupted", finished_at=Now()
        )
        run = ComputeRun.objects.create(job=job, period=period, code_version=code_version())
        try:
            with transaction.atomic():
                run.inputs = stale.inputs(job, period)
                run.row_count = replace(run)
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
    for job in JOBS:
        found = stale.look(job, code_version(), everything=everything)
        runs = [compute(job, period) for period in found.periods]
        if found.mark and all(run and run.state == RunState.DONE for run in runs):
            found.mark.keep()
        computed += filter(None, runs)
    return computed


def replace(run):
    """Delete the period's figures of this job and insert the new ones; returns how many."""
    grain, codes, query = JOBS[Job(run.job)]
    IndicatorValue.objects.filter(period=run.period, grain=grain, code__in=codes).delete()
    parameters = {
        "run": run.pk,
        "grain": grain,
        "period": run.period,
        "years": run.period.year - catalogue.BASE_YEAR,
        "k": disclose.THRESHOLD,
        "today": timezone.localdate(),
        **referrals.limits(),
    }
    with connection.cursor() as cursor:
        # The joins are over whole months; right after an import the planner believes in few rows.
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(INSERT.format(query=query), parameters)
        inserted = cursor.rowcount
    complement.hide(run.period, grain, codes)
    return inserted


def _finish(run):
    run.finished_at = Now()
    run.save()
    run.refresh_from_db()


@contextmanager
def _alone(job, period):
    """A lock of this session: it goes with the connection, so a killed worker leaves none."""
    key = f"{job} {period}"
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
    """A digest of the formulas: when one changes, every period is computed anew."""
    digest = hashlib.sha256()
    for path in sorted((Path(__file__).parent / "indicators").glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
