"""The read side of figures, for pages, API and files: sums over months, never a rate of rates.

A sum is made of what is shown, so that it tells nothing more.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from hospitals.enums import FlowGrain
from hospitals.models import Region
from hospitals.models.membership import Membership
from portal.metrics import catalogue
from portal.metrics.definitions.base import Shown
from portal.metrics.models import Disclosure, IndicatorValue
from portal.periods import Month


@dataclass(frozen=True)
class Subject:
    """What figures are about: whose residents, told by whom, ill with what, by month or year."""

    region: Region
    source_system: str
    disease_system: str
    disease_code: str
    grain: str = FlowGrain.MONTH

    @property
    def filter(self):
        return {
            "source_system": self.source_system,
            "disease_system": self.disease_system,
            "disease_code": self.disease_code,
            "grain": self.grain,
        }


@dataclass(frozen=True)
class Destination:
    """Where residents went who left the province in a year; count None where it is hidden."""

    name: str
    count: int | None


def regions_of(user):
    """The regions whose figures a person may see: those answered for, and where they work."""
    regions = Membership.objects.region_ids_of(user)
    mine = Membership.objects.hospital_ids_of(user)
    homes = Region.objects.filter(hospitals__in=mine)
    return Region.objects.filter(
        Q(pk__in=Region.objects.inside(regions).values("pk"))
        | Q(pk__in=homes.values("pk"))
        | Q(pk__in=homes.values("parent"))
        | Q(pk__in=homes.values("parent__parent"))
    )


def values(user, subject, codes):
    """All figures of one region, oldest first."""
    return (
        IndicatorValue.objects.visible_to(user)
        .filter(region=subject.region, code__in=codes, **subject.filter)
        .order_by("period")
    )


def total(rows: Iterable[IndicatorValue], base: Iterable[IndicatorValue] = ()) -> Shown:
    """The figure of several periods together; with base rows, the change against them.

    Hidden where one of them is: whatever span is asked for, a sum tells nothing that the shown
    periods do not tell by themselves.
    """
    rows, base = list(rows), list(base)
    if not rows:
        return Shown()
    if any(row.disclosure != Disclosure.SHOWN for row in (*rows, *base)):
        return Shown(is_hidden=True)
    code = "F06" if base else rows[0].code
    return Shown.of(
        catalogue.BY_CODE[code],
        numerator=_sum(rows, "numerator"),
        denominator=_sum(rows, "denominator"),
        base=(_sum(base, "numerator"), _sum(base, "denominator")),
    )


def _sum(rows, name):
    counts = [getattr(row, name) for row in rows if getattr(row, name) is not None]
    return sum(counts) if counts else None


def pairs(rows: list[IndicatorValue], periods: Iterable[dt.date]):
    """The rows of some periods, and those of the same months of the base year."""
    by_period = {row.period: row for row in rows}
    now, base = [], []
    for period in periods:
        then = by_period.get(period.replace(year=catalogue.BASE_YEAR))
        if period.year != catalogue.BASE_YEAR and period in by_period and then:
            now.append(by_period[period])
            base.append(then)
    return now, base


def of_children(user, subject, codes, periods) -> dict[Region, dict[str, Shown]]:
    """The figures of the regions right below, summed over periods."""
    rows = (
        IndicatorValue.objects.visible_to(user)
        .filter(region__parent=subject.region, code__in=codes, period__in=periods, **subject.filter)
        .select_related("region")
        .order_by("region__code", "period")
    )
    grouped = defaultdict(lambda: defaultdict(list))
    for row in rows:
        grouped[row.region][row.code].append(row)
    return {
        region: {code: total(found) for code, found in by_code.items()}
        for region, by_code in grouped.items()
    }


def destinations(user, subject, end) -> list[Destination]:
    """Provinces that residents left for in the year of the day, most first.

    Always of a whole year: the difference of two spans of months would tell of a single one.
    """
    rows = (
        IndicatorValue.objects.visible_to(user)
        .filter(
            code="F17",
            region=subject.region,
            period=dt.date(end.year, 1, 1),
            **subject.filter | {"grain": FlowGrain.YEAR},
        )
        .select_related("counterpart_region")
        .order_by("counterpart_region__code")
    )
    found = [Destination(row.counterpart_region.name, row.shown.numerator) for row in rows]
    return sorted(found, key=lambda place: -(place.count or 0))


def months_until(end: dt.date, count: int) -> list[dt.date]:
    """The count months that end with this one, oldest first."""
    return [Month.of(end).plus(-back).first for back in range(count - 1, -1, -1)]
