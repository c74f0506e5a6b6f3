"""Which periods must be computed: those whose inputs are not what their last good run used."""

import datetime as dt
from collections import defaultdict

from django.db.models import Count, Sum
from django.db.models.functions import Now, TruncMonth
from django.utils import timezone

from hospitals.enums import FlowGrain
from hospitals.models import ImportBatch
from portal.metrics import catalogue
from portal.metrics.models import ComputeRun, Job, RunState
from portal.periods import Month
from referrals.models import Referral

RETRY_AFTER = dt.timedelta(minutes=10)
DAYS_UNTIL_DUE = dt.timedelta(days=92)


def periods(job, code_version):
    """In order of time; a period that failed lately is left alone for a while."""
    done = {run.period: run for run in ComputeRun.objects.last_good(job)}
    failed = set(
        ComputeRun.objects.filter(
            job=job, state=RunState.FAILED, finished_at__gt=Now() - RETRY_AFTER
        )
        .exclude(error="interrupted")
        .values_list("period", flat=True)
    )
    return [
        period
        for period, wanted in sorted(wanted_inputs(job).items())
        if period not in failed and not _is_fresh(done.get(period), wanted, code_version)
    ]


def inputs(job, period):
    return wanted_inputs(job).get(period, [])


def wanted_inputs(job):
    """For each period of the job, the ids of everything it is computed from."""
    if job == Job.CHANGE:
        return _runs_by_year()
    if job == Job.REFERRALS:
        return _referrals_by_month()
    grain = FlowGrain.YEAR if job == Job.FLOWS_OF_YEAR else FlowGrain.MONTH
    return _batches_by_period(grain)


def _is_fresh(run, wanted, code_version):
    return run is not None and run.inputs == wanted and run.code_version == code_version


def _batches_by_period(grain):
    found = defaultdict(list)
    batches = ImportBatch.objects.imported().filter(grain=grain, first_month__isnull=False)
    for pk, first, last in batches.order_by("pk").values_list("pk", "first_month", "last_month"):
        month, end = Month.of(first), Month.of(last)
        while month <= end:
            found[month.first].append(str(pk))
            month = month.plus(12 if grain == FlowGrain.YEAR else 1)
    return found


def _referrals_by_month():
    """A referral's version grows with every change, so their sum tells whether any changed."""
    found = defaultdict(list)
    for name, moment in (("answers", "events__at"), ("sent", "submitted_at")):
        rows = (
            Referral.objects.filter(**{f"{moment}__isnull": False})
            .annotate(month=TruncMonth(moment))
            .values_list("month")
            .annotate(Count("pk"), Sum("version"), Sum("event_count"))
            .order_by("month")
        )
        for month, *sums in rows:
            found[month.date()].append(f"{name} {' '.join(map(str, sums))}")
    today = timezone.localdate()
    for month in found:
        # An acceptance becomes due by the mere passing of days.
        if today - month < DAYS_UNTIL_DUE:
            found[month].append(f"on {today}")
    return found


def _runs_by_year():
    """A change rests on the computed months of its year and of the base year."""
    runs = defaultdict(list)
    for run in ComputeRun.objects.last_good(Job.FLOWS):
        runs[run.period.year].append(str(run.pk))
    base = runs.pop(catalogue.BASE_YEAR, [])
    if not base:
        return {}
    return {
        dt.date(year, 1, 1): sorted(base + own)
        for year, own in runs.items()
        if year > catalogue.BASE_YEAR
    }
