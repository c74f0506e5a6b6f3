"""The read side of figures, for pages, API and files: sums over months, never a rate of rates.

A sum is hidden when it would give away a hidden month or a hidden place.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, F, Q, Sum, When

from hospitals.enums import FlowGrain, RegionLevel
from hospitals.models import FlowReturn, Region
from hospitals.models.membership import Membership
from portal.metrics import catalogue, disclose
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
    """Where residents went who left the province; count None where it is hidden."""

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
    """The figure of several periods together; with base rows, the change against them."""
    rows, base = list(rows), list(base)
    if not rows:
        return Shown()
    if not (_may_add(rows) and _may_add(base)):
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


def _may_add(rows):
    """Whether the hidden months stay hidden beside the shown ones and their sum."""
    hidden = {at for at, row in enumerate(rows) if row.disclosure != Disclosure.SHOWN}
    if not hidden:
        return True
    return all(
        disclose.is_safe(counts, hidden, disclose.THRESHOLD)
        for counts in _counts(rows)
        if any(disclose.is_small(counts[at]) for at in hidden)
    )


def _counts(rows):
    numerators = [row.numerator or 0 for row in rows]
    yield numerators
    if all(row.denominator is not None for row in rows):
        yield [row.denominator for row in rows]
        yield [row.denominator - row.numerator for row in rows]


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
    """The figures of the regions right below, summed over periods, safe beside their total."""
    rows = (
        IndicatorValue.objects.visible_to(user)
        .filter(region__parent=subject.region, code__in=codes, period__in=periods, **subject.filter)
        .select_related("region")
        .order_by("region__code", "period")
    )
    grouped = defaultdict(lambda: defaultdict(list))
    for row in rows:
        grouped[row.region][row.code].append(row)
    table = {
        region: {code: total(found) for code, found in by_code.items()}
        for region, by_code in grouped.items()
    }
    for code in codes:
        _protect(table, grouped, code)
    return table


def _protect(table, grouped, code):
    """Sisters of a hidden sum are hidden too, until the total above gives nothing away."""
    regions = [region for region in table if code in table[region]]
    hidden = {at for at, region in enumerate(regions) if table[region][code].is_hidden}
    if not hidden:
        return
    for name in ("numerator", "denominator"):
        counts = [_sum(grouped[region][code], name) or 0 for region in regions]
        shown = disclose.row(counts, already=frozenset(hidden))
        hidden |= {at for at, cell in enumerate(shown.cells) if cell is None}
    for at in hidden:
        table[regions[at]][code] = Shown(is_hidden=True)


def destinations(user, subject, periods) -> list[Destination]:
    """Provinces that residents left for, most first. Rows reach those who may see rows."""
    province = Case(
        When(destination__level=RegionLevel.PROVINCE, then=F("destination__name")),
        When(destination__level=RegionLevel.CITY, then=F("destination__parent__name")),
        default=F("destination__parent__parent__name"),
    )
    home = subject.region.at(RegionLevel.PROVINCE)
    rows = (
        FlowReturn.objects.visible_to(user)
        .in_force()
        .filter(
            origin__in=Region.objects.inside([subject.region.pk]).values("pk"),
            month__in=periods,
            destination__isnull=False,
            stays__gt=0,
            **subject.filter,
        )
        .exclude(destination__in=Region.objects.inside([home.pk]).values("pk"))
        .values_list(province)
        .annotate(count=Sum("stays"))
        .order_by("-count")
    )
    found = list(rows)
    shown = disclose.row([count for _, count in found])
    if shown.total is None:
        return [Destination(name, None) for name, _ in found]
    return [Destination(name, cell) for (name, _), cell in zip(found, shown.cells, strict=True)]


def months_until(end: dt.date, count: int) -> list[dt.date]:
    """The count months that end with this one, oldest first."""
    return [Month.of(end).plus(-back).first for back in range(count - 1, -1, -1)]
