"""Special causes: F24, whether a month is unlike the others of its series, by the XmR rules.

Every monthly figure of a place is such a series, but those that say the same in other words, and
sums since ever, which only rise. Months that may not be shown are left out, so that limits give
nothing away.
"""

import datetime as dt
from collections import defaultdict
from typing import NamedTuple

from portal.metrics import catalogue, watch
from portal.metrics.definitions.base import Figure, Kind
from portal.metrics.models import ComputeRun, IndicatorValue, Job
from portal.metrics.statistics import xmr
from portal.periods import Month

CODES = ("F24",)
MONTHS = 36
# The rest of F03; of F01 and F08; sums since ever; a step on the way; and the signals themselves.
UNWATCHED = {"F04", "F10", "F11", "F12", "F12G", "F13", "E02", "E02P", "T01", "T02", "R10A", "F24"}
WATCHED = tuple(row.code for row in catalogue.INDICATORS if row.code not in UNWATCHED)
QUOTIENTS = (Kind.SHARE, Kind.RATIO, Kind.RATE)
MEASURED = (Kind.INDEX, Kind.DURATION)
JOBS = (
    *(Job.FLOWS, Job.REFERRALS, Job.BALANCE, Job.EXPERTS, Job.TECHNOLOGIES),
    *(Job.RECONCILED, Job.TRANSFERS, Job.RETURNS),
)
OF_FLOWS = ("F01", "F02", "F02W", "F03", "F05", "F08")


class Point(NamedTuple):
    """One month of a series: what it is about, and its value."""

    code: str
    region: object
    hospital: object
    network: object
    source: str
    drg_version: str
    period: dt.date
    numerator: int | None
    denominator: int | None
    measure: float | None
    as_of: dt.datetime
    is_synthetic: bool

    @property
    def series(self):
        return self[: Point._fields.index("period")]

    @property
    def value(self) -> float | None:
        kind = catalogue.BY_CODE[self.code].kind
        if kind in MEASURED:
            return self.measure
        if kind in QUOTIENTS:
            return self.numerator / self.denominator if self.denominator else None
        return None if self.numerator is None else float(self.numerator)


COLUMNS = (
    *("code", "region", "hospital", "network", "source_system", "drg_version", "period"),
    *("numerator", "denominator", "measure", "as_of", "is_synthetic"),
)


def figures(period: dt.date) -> list[Figure]:
    series = defaultdict(list)
    rows = IndicatorValue.objects.filter(
        code__in=WATCHED,
        grain="month",
        disease_system="ALL",
        disclosure="shown",
        item="",
        counterpart_region=None,
        counterpart_hospital=None,
        period__lte=period,
        period__gt=Month.of(period).plus(-MONTHS).first,
    )
    for row in rows.order_by("period").values_list(*COLUMNS).iterator():
        point = Point(*row)
        if point.value is not None:
            series[point.series].append(point)
    return [
        figure for own in series.values() if own[-1].period == period and (figure := _figure(own))
    ]


def _figure(points):
    found = xmr.chart([point.value for point in points])
    if found is None:
        return None
    last = points[-1]
    return Figure(
        code="F24",
        region_id=last.region,
        hospital_id=last.hospital,
        network_id=last.network,
        source_system=last.source,
        drg_version=last.drg_version,
        item=last.code,
        denominator=len(points),
        measure=float(found.signals[-1]),
        low=found.low,
        high=found.high,
        as_of=last.as_of,
        is_synthetic=any(point.is_synthetic for point in points),
    )


def inputs() -> dict[dt.date, list[str]]:
    """The runs of each month and of those before it that its limits rest on, and what is shown."""
    runs, years = _runs()
    found, months = {}, sorted(runs)
    for period in months:
        since = Month.of(period).plus(-MONTHS).first
        own = [month for month in months if since < month <= period]
        found[period] = [pk for month in own for pk in sorted(runs[month])]
        for year in sorted({month.year for month in own}):
            found[period] += sorted(years[year])
    return found


def _runs():
    """What each month rests on, and what all months of a year do."""
    runs, years = defaultdict(list), defaultdict(list)
    for job in JOBS:
        for run in ComputeRun.objects.last_good(job):
            runs[run.period].append(str(run.pk))
    for month, told in watch.shown(OF_FLOWS).items():
        if month in runs:
            runs[month].append(told)
    for run in ComputeRun.objects.last_good_units(Job.ABSTRACTS):
        runs[run.period].append(str(run.pk))
        years[run.period.year].append(str(run.pk))
    for run in ComputeRun.objects.last_good_units(Job.ABSTRACTS_OF_YEAR):
        years[run.period.year].append(str(run.pk))
    return runs, years
