"""Which periods must be computed: those whose inputs are not what their last good run used.

Totalling all referrals every few seconds would cost more the longer the portal runs. A watermark
says until when their changes were looked at; only the months of what changed since are totalled.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.db.models.functions import Now, TruncMonth
from django.utils import timezone

from hospitals.enums import FlowGrain
from hospitals.models import ImportBatch
from portal.metrics import catalogue
from portal.metrics.jobs import RECIPES
from portal.metrics.models import INTERRUPTED, ComputeRun, Job, RunState, Watermark
from portal.periods import Month
from referrals.models import Referral, ReferralEvent, TimerRule

RETRY_AFTER = dt.timedelta(minutes=10)
DAYS_UNTIL_DUE = dt.timedelta(days=92)
# Longer than any transaction: what was written before the last look may have come to light after.
OVERLAP = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Look:
    """The stale periods in order of time, and the mark to set once all of them are computed."""

    periods: list[dt.date]
    mark: Watermark | None = None


def look(job, code_version, *, everything=False):
    """Find what is stale; a period that failed lately is left alone for a while."""
    now = timezone.now()
    done = {run.period: run for run in ComputeRun.objects.last_good(job)}
    since = None if everything else _looked_until(job, code_version, now, len(done))
    wanted = wanted_inputs(job, _months_changed(since) if since else None)
    stale = [
        period
        for period, given in sorted(wanted.items())
        if not _is_fresh(done.get(period), given, code_version)
    ]
    failed = set(stale) & _failed_lately(job)
    mark = None
    if job == Job.REFERRALS and not failed:
        known = len(done.keys() | wanted.keys())
        mark = Watermark(job=job, until=now, code_version=code_version, periods=known)
    return Look([period for period in stale if period not in failed], mark)


def _looked_until(job, code_version, now, periods):
    """From when on changes must be looked at; None when everything must be.

    Once a day everything is: an acceptance becomes due by the mere passing of days. And after a
    change of the rules: they say what was in time.
    """
    found = Watermark.objects.filter(job=job, code_version=code_version, until__lte=now).first()
    if found is None or found.periods != periods:
        return None
    if TimerRule.objects.filter(updated_at__gte=found.until).exists():
        return None
    is_of_today = timezone.localdate(found.until) == timezone.localdate(now)
    return found.until - OVERLAP if is_of_today else None


def _failed_lately(job):
    runs = ComputeRun.objects.filter(
        job=job, state=RunState.FAILED, finished_at__gt=Now() - RETRY_AFTER
    )
    return set(runs.exclude(error=INTERRUPTED).values_list("period", flat=True))


def _months_changed(since):
    """The months that hold something of a referral that changed since then."""
    changed = Referral.objects.filter(updated_at__gte=since).order_by()
    found = set()
    for moment in ("events__at", "submitted_at"):
        months = changed.annotate(month=TruncMonth(moment)).values_list("month", flat=True)
        found |= {month.date() for month in months.distinct() if month}
    return found


def inputs(job, period):
    return wanted_inputs(job, {period}).get(period, [])


def wanted_inputs(job, months=None):
    """For each period of the job, the ids of everything it is computed from.

    months: as many of the months of referrals, which is where there are too many to total all.
    """
    if RECIPES[job].inputs:
        return RECIPES[job].inputs()
    if job == Job.CHANGE:
        return _runs_by_year()
    if job == Job.REFERRALS:
        return _referrals_by_month(months)
    grain = FlowGrain.YEAR if job == Job.FLOWS_OF_YEAR else FlowGrain.MONTH
    return _batches_by_period(grain)


def _is_fresh(run, wanted, code_version):
    return run is not None and run.inputs == wanted and run.code_version == code_version


def _batches_by_period(grain):
    found = defaultdict(list)
    batches = ImportBatch.objects.flows().imported().filter(grain=grain, first_month__isnull=False)
    told = batches.order_by("pk").values_list("pk", "version", "first_month", "last_month")
    for pk, version, first, last in told:
        month, end = Month.of(first), Month.of(last)
        while month <= end:
            # One that is restored is another input than it was.
            found[month.first].append(f"{pk} {version}")
            month = month.plus(12 if grain == FlowGrain.YEAR else 1)
    return found


def _referrals_by_month(months=None):
    """A referral's version grows with every change, so their sum tells whether any changed."""
    found = defaultdict(list)
    for name, rows, moment, row in (
        ("answers", ReferralEvent.objects.all(), "at", "referral__"),
        ("sent", Referral.objects.filter(submitted_at__isnull=False), "submitted_at", ""),
    ):
        if months is not None:
            rows = rows.filter(_inside(moment, months))
        totals = (
            rows.annotate(month=TruncMonth(moment))
            .values_list("month")
            .annotate(Count("pk"), Sum(f"{row}version"), Sum(f"{row}event_count"))
            .order_by("month")
        )
        for month, *sums in totals:
            found[month.date()].append(f"{name} {' '.join(map(str, sums))}")
    today, rules = timezone.localdate(), _rules()
    for month in found:
        found[month].append(rules)
        # An acceptance becomes due by the mere passing of days.
        if today - month < DAYS_UNTIL_DUE:
            found[month].append(f"on {today}")
    return found


def _inside(moment, months):
    """The moment lies in one of the months of the time zone in which months are counted."""
    inside = Q(pk__in=[])
    for first in months:
        ends = (first, Month.of(first).plus(1).first)
        since, until = (timezone.make_aware(dt.datetime.combine(day, dt.time())) for day in ends)
        inside |= Q(**{f"{moment}__gte": since, f"{moment}__lt": until})
    return inside


def _rules():
    """A rule that is set or ended changes what was in time."""
    rules = TimerRule.objects.filter(kind="decided").aggregate(n=Count("pk"), of=Sum("version"))
    return f"rules {rules['n']} {rules['of']}"


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
