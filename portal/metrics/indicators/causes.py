"""Special causes: F24, whether a month is unlike the others of its series, by the XmR rules.

The series are those that are watched month by month. Months that may not be shown are left out, so
that limits give nothing away.
"""

import datetime as dt
from collections import defaultdict

from portal.metrics import watch
from portal.metrics.definitions.base import Figure
from portal.metrics.models import ComputeRun, IndicatorValue, Job
from portal.metrics.statistics import xmr
from portal.periods import Month

CODES = ("F24",)
WATCHED = ("F01", "F03", "R02", "R03", "R04")
MONTHS = 36


def figures(period: dt.date) -> list[Figure]:
    series = defaultdict(list)
    rows = IndicatorValue.objects.filter(
        code__in=WATCHED,
        grain="month",
        disease_system="ALL",
        disclosure="shown",
        counterpart_hospital=None,
        period__lte=period,
        period__gt=Month.of(period).plus(-MONTHS).first,
        denominator__gt=0,
    )
    for row in rows.order_by("period"):
        series[row.code, row.region_id, row.hospital_id, row.source_system].append(row)
    return [
        figure for own in series.values() if own[-1].period == period and (figure := _figure(own))
    ]


def _figure(rows):
    found = xmr.chart([row.numerator / row.denominator for row in rows])
    if found is None:
        return None
    last = rows[-1]
    return Figure(
        code="F24",
        region_id=last.region_id,
        hospital_id=last.hospital_id,
        source_system=last.source_system,
        item=last.code,
        denominator=len(rows),
        measure=float(found.signals[-1]),
        low=found.low,
        high=found.high,
        as_of=last.as_of,
        is_synthetic=any(row.is_synthetic for row in rows),
    )


def inputs() -> dict[dt.date, list[str]]:
    """The runs of each month and of those before it that its limits rest on, and what is shown."""
    runs = defaultdict(list)
    for job in (Job.FLOWS, Job.REFERRALS):
        for run in ComputeRun.objects.last_good(job):
            runs[run.period].append(str(run.pk))
    for month, told in watch.shown(WATCHED).items():
        if month in runs:
            runs[month].append(told)
    found, months = {}, sorted(runs)
    for period in months:
        since = Month.of(period).plus(-MONTHS).first
        found[period] = [
            pk for month in months if since < month <= period for pk in sorted(runs[month])
        ]
    return found
