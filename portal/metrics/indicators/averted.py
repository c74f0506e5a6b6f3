"""Stays that would have left had nothing changed: F07 from the base year, F07T from the trend;
F07L and F07S, how level and slope of the rate changed.

The trend is that of the months before the first project of the region opened; it is followed to the
end of the year, or to the last month there is.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import NamedTuple

from hospitals.enums import MilestoneKind
from hospitals.models import Milestone
from portal.metrics import intervals, watch
from portal.metrics.definitions.base import Figure
from portal.metrics.models import ComputeRun, IndicatorValue, Job
from portal.metrics.statistics import interrupted
from portal.periods import Month

CODES = ("F07", "F07T", "F07L", "F07S")


def since_base(x1: int, n1: int, x0: int, n0: int) -> tuple[float, float, float]:
    """(averted, low, high): the difference of the rates, times the stays of now."""
    low, high = intervals.newcombe(x1, n1, x0, n0)
    return x0 * n1 / n0 - x1, -high * n1, -low * n1


class Series(NamedTuple):
    """A month for each point: how many left, of how many; and at which point something began."""

    months: list[Month]
    left: list[int]
    stays: list[int]
    begins: int

    @classmethod
    def of(cls, counts: dict[dt.date, tuple[int, int]], opened: dt.date) -> Series:
        """counts: (left, all) by first day. A month missing in between ends the series there."""
        months, month = [], Month.of(min(counts, default=opened))
        while month.first in counts:
            months.append(month)
            month = month.plus(1)
        left, stays = ([counts[one.first][at] for one in months] for at in (0, 1))
        return cls(months, left, stays, sum(one < Month.of(opened) for one in months))

    def averted(self) -> interrupted.Averted | None:
        return interrupted.averted(self.left, self.stays, self.begins) if self.months else None

    def effects(self) -> interrupted.Effects | None:
        numbers = [month.number for month in self.months]
        told = self.left, self.stays, self.begins, numbers
        return interrupted.effects(*told) if self.months else None


def figures(period: dt.date) -> list[Figure]:
    return [*_from_base(period), *_from_trend(period)]


def _from_base(period):
    rows = IndicatorValue.objects.filter(code="F06", grain="year", period=period)
    for row in rows.order_by("pk"):
        counts = row.numerator, row.denominator, row.base_numerator, row.base_denominator
        if row.denominator and row.base_denominator:
            value, low, high = since_base(*counts)
            yield _figure("F07", row, value, low, high, *counts)


def _from_trend(period):
    opened = first_openings()
    months: dict = defaultdict(dict)
    last = {}
    rows = IndicatorValue.objects.filter(
        code="F01",
        grain="month",
        disease_system="ALL",
        disclosure="shown",
        period__lt=period.replace(year=period.year + 1),
        region__in=opened,
    )
    for row in rows.order_by("period"):
        key = row.region_id, row.source_system
        months[key][row.period] = row.numerator, row.denominator
        last[key] = row
    for key, row in last.items():
        if row.period.year != period.year or opened[row.region_id].year > period.year:
            continue
        series = Series.of(months[key], opened[row.region_id])
        since = slice(series.begins, None)
        counts = sum(series.left[since]), sum(series.stays[since])
        if found := series.averted():
            yield _figure("F07T", row, found.value, found.low, found.high, *counts)
        if found := series.effects():
            yield _figure("F07L", row, *found.level, *counts)
            yield _figure("F07S", row, *found.slope, *counts)


def first_openings():
    """Region → the first day on which a project opened in it, for each region above it too.

    Of some projects only the day of full operation is known as a day; then it counts from there.
    """
    begun = (MilestoneKind.OPENING, MilestoneKind.FULL_OPERATION)
    rows = Milestone.objects.filter(kind__in=begun, actual_on__isnull=False)
    found: dict = {}
    for row in rows.select_related("project__relation__project__region__parent__parent"):
        relation = row.project.relation
        for region in relation.project.region.line() if relation else []:
            found[region.pk] = min(found.get(region.pk, row.actual_on), row.actual_on)
    return found


def _figure(code, row, value, low, high, left, stays, base_left=None, base_stays=None):
    return Figure(
        code=code,
        region_id=row.region_id,
        source_system=row.source_system,
        disease_system=row.disease_system,
        disease_code=row.disease_code,
        numerator=left,
        denominator=stays,
        base_numerator=base_left,
        base_denominator=base_stays,
        measure=value,
        low=low,
        high=high,
        hidden_cells=row.hidden_cells,
        hidden_stays_max=row.hidden_stays_max,
        unplaced=row.unplaced,
        as_of=row.as_of,
        is_synthetic=row.is_synthetic,
    )


def inputs() -> dict[dt.date, list[str]]:
    """The changes of each year, and the months up to its end; and when projects opened."""
    opened = [f"{pk} {day}" for pk, day in sorted(first_openings().items(), key=str)]
    shown = watch.shown(("F01",)) if opened else {}
    months = [(run.period, str(run.pk)) for run in ComputeRun.objects.last_good(Job.FLOWS)]
    found = {run.period: [str(run.pk)] for run in ComputeRun.objects.last_good(Job.CHANGE)}
    if opened:
        for year in {month.year for month, _run in months}:
            first = dt.date(year, 1, 1)
            until = [run for month, run in months if month.year <= year]
            until += [told for month, told in shown.items() if month.year <= year]
            found[first] = [*found.get(first, []), *until, *opened]
    return found
