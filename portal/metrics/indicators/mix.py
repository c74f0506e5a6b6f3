"""Where those go who leave, and with what: F17 to F21, F22D, F23, F25 and D04 of a year.

A year is what its own return says; without one, the sum of the months that there are. Strata are
the groups of one disease system, the reference is the region right above.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection

from hospitals.enums import DiseaseSystem, SourceSystem
from hospitals.models import ImportBatch
from portal.metrics.definitions.base import Figure
from portal.metrics.indicators.outflow import LEVELS
from portal.metrics.statistics import catchment, funnel, standardised
from portal.metrics.statistics.standardised import Stratum

CODES = ("F17", "F17C", "F18", "F18O", "F19", "F20", "F20N", "F21", "F22D", "F23", "F25", "D04")
PER = 1000
LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)

# Sources with a return of the year itself; and the rows of a year: of that return, or its months.
OWN = """
own AS (
  SELECT DISTINCT f.source_system FROM hospitals_flowreturn f
  JOIN hospitals_importbatch b ON b.id = f.batch_id
  WHERE f.grain = 'year' AND f.month = %(period)s AND f.replaced_by_id IS NULL
    AND b.state = 'current'
)
"""
OF_YEAR = """
f.replaced_by_id IS NULL AND b.state = 'current'
  AND CASE WHEN f.source_system IN (SELECT source_system FROM own)
    THEN f.grain = 'year' AND f.month = %(period)s
    ELSE f.grain = 'month' AND f.month >= %(period)s
      AND f.month < %(period)s::date + interval '1 year' END
"""
CELLS = f"""
WITH {LEVELS}, {OWN}
SELECT scope.id, above.parent_id, above.level, f.source_system, f.disease_system, f.disease_code,
  CASE WHEN d.province <> o.province THEN d.province END AS to_province,
  SUM(f.stays)::bigint, COUNT(f.suppressed_below)::int,
  COALESCE(SUM(f.suppressed_below - 1), 0)::int, MAX(b.created_at), BOOL_OR(b.is_synthetic),
  SUM(f.stays) FILTER (WHERE f.cost_fen IS NOT NULL)::bigint, SUM(f.cost_fen)::bigint
FROM hospitals_flowreturn f
JOIN hospitals_importbatch b ON b.id = f.batch_id
JOIN levels o ON o.id = f.origin_id
JOIN levels d ON d.id = f.destination_id
CROSS JOIN LATERAL (VALUES (o.province), (o.city), (o.county)) AS scope (id)
JOIN hospitals_region above ON above.id = scope.id
WHERE {OF_YEAR}
GROUP BY 1, 2, 3, 4, 5, 6, 7
"""


# Of all diseases, and of whole cities and provinces: where those went who left them. A destination
# told no closer than by its province stands for itself.
CITIES = f"""
WITH {LEVELS}, {OWN}
SELECT scope.id, f.source_system, COALESCE(d.city, d.county, d.province) AS place,
  SUM(f.stays)::bigint, COUNT(f.suppressed_below)::int,
  COALESCE(SUM(f.suppressed_below - 1), 0)::int, MAX(b.created_at), BOOL_OR(b.is_synthetic)
FROM hospitals_flowreturn f
JOIN hospitals_importbatch b ON b.id = f.batch_id
JOIN levels o ON o.id = f.origin_id
JOIN levels d ON d.id = f.destination_id
CROSS JOIN LATERAL (VALUES
  (o.province, d.province <> o.province),
  (o.city, d.province <> o.province OR COALESCE(d.city, d.county) <> o.city)
) AS scope (id, is_out)
WHERE scope.id IS NOT NULL AND scope.is_out AND f.disease_system = 'ALL' AND {OF_YEAR}
GROUP BY 1, 2, 3
"""


@dataclass
class Group:
    """The stays of one region's residents with one group of diseases, told by one source."""

    region: object
    parent: object
    level: str
    source: str
    system: str
    disease: str
    stays: int = 0
    left: dict = field(default_factory=lambda: defaultdict(int))
    hidden: int = 0
    hidden_most: int = 0
    # Of the stays whose cost is told: [stays, cost in fen] of all, and of those who left.
    paid: list = field(default_factory=lambda: [0, 0])
    paid_out: list = field(default_factory=lambda: [0, 0])
    as_of: dt.datetime = LONG_AGO
    is_synthetic: bool = False

    @property
    def out(self) -> int:
        return sum(self.left.values())

    @property
    def key(self):
        return self.region, self.source, self.system, self.disease

    def figure(self, code, numerator=None, denominator=None, **more) -> Figure:
        about = {"disease_code": self.disease} | more
        return Figure(
            code=code,
            region_id=self.region,
            source_system=self.source,
            disease_system=self.system,
            numerator=numerator,
            denominator=denominator,
            hidden_cells=self.hidden,
            hidden_stays_max=self.hidden_most,
            as_of=self.as_of,
            is_synthetic=self.is_synthetic,
            **about,
        )


def gather(cells: Iterable[tuple]) -> list[Group]:
    """Rows of CELLS → one group for each region, source and disease group."""
    groups: dict = {}
    for region, parent, level, source, system, disease, place, stays, *rest in cells:
        key = region, source, system, disease
        group = groups.setdefault(key, Group(region, parent, level, source, system, disease))
        group.stays += stays or 0
        if place is not None:
            group.left[place] += stays or 0
        group.hidden += rest[0]
        group.hidden_most += rest[1]
        group.as_of = max(group.as_of, rest[2])
        group.is_synthetic = group.is_synthetic or rest[3]
        for sums in (group.paid, group.paid_out) if place is not None else (group.paid,):
            sums[0] += rest[4] or 0
            sums[1] += rest[5] or 0
    return list(groups.values())


def made(groups: list[Group]) -> list[Figure]:
    by_key = {group.key: group for group in groups}
    figures = []
    for group in groups:
        figures += [*_destinations(group), *_concentration(group)]
        if group.system != DiseaseSystem.ALL and group.stays:
            figures.append(group.figure("F19", group.out, group.stays))
    figures += [*_flags(groups), *_coverage(groups), *_spending(groups)]
    by_system = defaultdict(list)
    for group in groups:
        if group.system != DiseaseSystem.ALL:
            by_system[group.region, group.source, group.system].append(group)
    for own in by_system.values():
        figures += _contributions(own, by_key)
        figures += _standardised(own, by_key)
    return figures


def _destinations(group):
    """F17 and F18O: the provinces among those who left."""
    if not group.out:
        return []
    mix = [
        group.figure("F17", stays, group.out, counterpart_region_id=place)
        for place, stays in group.left.items()
        if stays
    ]
    away = catchment.concentration(list(group.left.values()))
    return [*mix, group.figure("F18O", None, group.out, measure=away)]


def cities(cells: Iterable[tuple]) -> list[Figure]:
    """F17C: rows of CITIES → the share of each place among all who left the region."""
    totals, cells = defaultdict(int), [row for row in cells if row[3]]
    for region, source, _place, stays, *_rest in cells:
        totals[region, source] += stays
    return [
        Figure(
            code="F17C",
            region_id=region,
            counterpart_region_id=place,
            source_system=source,
            numerator=stays,
            denominator=totals[region, source],
            hidden_cells=hidden,
            hidden_stays_max=most,
            as_of=as_of,
            is_synthetic=is_synthetic,
        )
        for region, source, place, stays, hidden, most, as_of, is_synthetic in cells
    ]


def _concentration(group):
    """F18: over all provinces, the own one among them."""
    if group.stays:
        counts = [group.stays - group.out, *group.left.values()]
        yield group.figure("F18", None, group.stays, measure=catchment.concentration(counts))


def _reference(group, by_key):
    """The same group of the region right above; None where it tells of nobody."""
    above = by_key.get((group.parent, group.source, group.system, group.disease))
    return above if above and above.stays else None


def _contributions(own, by_key):
    """F20 and F20N: of whom the outflow consists, and how many are more than elsewhere."""
    total = sum(group.out for group in own)
    for group in own:
        if total:
            yield group.figure("F20", group.out, total)
        above = _reference(group, by_key)
        if above:
            excess = group.out - group.stays * above.out / above.stays
            yield group.figure("F20N", group.out, group.stays, measure=excess)


def _standardised(own, by_key):
    """F21 and F22D, by the mix of diseases."""
    pairs = [(group, above) for group in own if (above := _reference(group, by_key))]
    if len(pairs) < len(own):
        return
    rates = [Stratum(one.out, one.stays, above.out / above.stays) for one, above in pairs]
    weights = [Stratum(one.out, one.stays, float(above.stays)) for one, above in pairs]
    out, stays = sum(one.out for one in own), sum(one.stays for one in own)
    for code, found, scale in (
        ("F21", standardised.ratio(rates), 100),
        ("F22D", standardised.direct(weights), PER),
    ):
        if found:
            value, low, high = (number * scale for number in found)
            yield own[0].figure(
                code, out, stays, measure=value, low=low, high=high, disease_code="ALL"
            )


def _flags(groups):
    """F23: against the pooled rate of the regions below the same one."""
    sisters = defaultdict(list)
    for group in groups:
        if group.parent and group.stays:
            sisters[group.parent, group.level, *group.key[1:]].append(group)
    for own in sisters.values():
        base = sum(one.out for one in own) / sum(one.stays for one in own)
        if len(own) >= funnel.FEWEST and 0 < base < 1:
            for one in own:
                grade = funnel.flag(one.out, one.stays, base)
                yield one.figure("F23", one.out, one.stays, measure=float(grade))


def _spending(groups):
    """F25: in fen. The base is the stays behind them: it says where a cell is small."""
    for group in groups:
        if group.paid[1]:
            (out, cost_out), (stays, cost) = group.paid_out, group.paid
            base = {"base_numerator": out, "base_denominator": stays}
            yield group.figure("F25", cost_out, cost, **base)


def _coverage(groups):
    """D04: each source of a province beside what the insurer paid for; without an insurer, and of
    the insurer itself, beside the one that tells of most stays."""
    provinces = defaultdict(list)
    for group in groups:
        if group.parent is None and group.system == DiseaseSystem.ALL:
            provinces[group.region].append(group)
    for own in provinces.values():
        fullest = max(group.stays for group in own)
        paid = next((one.stays for one in own if one.source == SourceSystem.INSURER), 0)
        for group in own:
            if paid and group.source != SourceSystem.INSURER:
                yield group.figure("D04", group.stays, paid, item="insurer")
            elif fullest:
                yield group.figure("D04", group.stays, fullest)


def figures(period: dt.date) -> list[Figure]:
    with connection.cursor() as cursor:
        cursor.execute(CELLS, {"period": period})
        groups = gather(cursor.fetchall())
        cursor.execute(CITIES, {"period": period})
        return [*made(groups), *cities(cursor.fetchall())]


def inputs() -> dict[dt.date, list[str]]:
    """Every year that a batch touches, with all such batches."""
    found = defaultdict(list)
    batches = ImportBatch.objects.flows().imported().filter(first_month__isnull=False)
    told = batches.order_by("pk").values_list("pk", "version", "first_month", "last_month")
    for pk, version, first, last in told:
        for year in range(first.year, last.year + 1):
            found[dt.date(year, 1, 1)].append(f"{pk} {version}")
    return found
