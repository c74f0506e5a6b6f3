"""Out-of-province stays per 1000 residents, freed of age and sex: F22 of a year.

Only where a source tells sex and age of everybody who left, and where the people of the region are
counted in the same bands: for the year, or for the last year before it that is. The standard is the
people of all provinces that are counted in these bands then.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db import connection
from django.db.models import Count, Max

from hospitals.enums import ALL_AGES, PopulationSex
from hospitals.models import Population
from hospitals.readers.flow_parts import ends_of
from portal.metrics.definitions.base import Figure
from portal.metrics.indicators import mix
from portal.metrics.indicators.outflow import LEVELS
from portal.metrics.statistics import standardised
from portal.metrics.statistics.standardised import Estimate, Stratum

YEARLY = ("F22",)
PER = 1000
SEXES = (PopulationSex.MALE, PopulationSex.FEMALE)
# (sex, age band) → how many.
People = Mapping[tuple[int, str], int]

LEFT = f"""
WITH {LEVELS}, {mix.OWN}
SELECT scope.id, f.source_system, f.sex, f.age_band, COALESCE(SUM(f.stays), 0)::bigint,
  COUNT(f.suppressed_below)::int, COALESCE(SUM(f.suppressed_below - 1), 0)::int,
  MAX(b.created_at), BOOL_OR(b.is_synthetic)
FROM hospitals_flowreturn f
JOIN hospitals_importbatch b ON b.id = f.batch_id
JOIN levels o ON o.id = f.origin_id
JOIN levels d ON d.id = f.destination_id AND d.province <> o.province
CROSS JOIN LATERAL (VALUES (o.province), (o.city), (o.county)) AS scope (id)
WHERE scope.id IS NOT NULL AND f.disease_system = 'ALL' AND {mix.OF_YEAR}
GROUP BY 1, 2, 3, 4
"""


def is_whole(people: People) -> bool:
    """Whether both sexes are counted in the same bands, from birth on without a gap."""
    bands = [{band for sex, band in people if sex == one} for one in SEXES]
    ends = sorted(map(ends_of, bands[0]))
    starts = [0, *(last + 1 for _first, last in ends[:-1])]
    return bool(ends) and bands[0] == bands[1] and starts == [first for first, _last in ends]


def rate(left: People, people: People, standard: People) -> Estimate | None:
    """Per resident; None where somebody who left is of no band, or bands differ."""
    if people.keys() != standard.keys() or not left.keys() <= people.keys():
        return None
    return standardised.direct(
        [Stratum(left.get(key, 0), people[key], float(standard[key])) for key in sorted(people)]
    )


def standard(people: Iterable[People], like: People) -> People:
    """Everybody of those who are counted in the same bands."""
    own = [one for one in people if one.keys() == like.keys()]
    return {key: sum(one[key] for one in own) for key in like}


def yearly(period: dt.date) -> list[Figure]:
    with connection.cursor() as cursor:
        cursor.execute(LEFT, {"period": period})
        told = defaultdict(list)
        for region, source, *row in cursor.fetchall():
            told[region, source].append(row)
    counted = _counted(period.year)
    made = (_figure(*key, rows, counted) for key, rows in told.items())
    return [figure for figure in made if figure]


def _figure(region, source, rows, counted):
    years = [year for year, places in counted.items() if region in places]
    if not years:
        return None
    year = max(years)
    people = counted[year][region][1]
    left = {(sex, band): stays for sex, band, stays, *_rest in rows}
    provinces = (one for is_province, one in counted[year].values() if is_province)
    found = rate(left, people, standard(provinces, people))
    return found and Figure(
        code="F22",
        region_id=region,
        source_system=source,
        numerator=sum(left.values()),
        denominator=sum(people.values()),
        measure=found.value * PER,
        low=found.low * PER,
        high=found.high * PER,
        hidden_cells=sum(row[3] for row in rows),
        hidden_stays_max=sum(row[4] for row in rows),
        as_of=max(row[5] for row in rows),
        is_synthetic=any(row[6] for row in rows),
        code_versions={"population": str(year)},
    )


def _counted(until):
    """Year → region → (whether it is a province, its people), where they are counted whole."""
    found = defaultdict(lambda: defaultdict(dict))
    rows = Population.objects.filter(year__lte=until, sex__in=SEXES).exclude(age_band=ALL_AGES)
    names = "year", "region", "region__parent", "sex", "age_band", "count"
    for year, region, parent, sex, band, count in rows.values_list(*names):
        found[year][region, parent is None][sex, band] = count
    return {
        year: {
            region: (is_province, people)
            for (region, is_province), people in places.items()
            if is_whole(people)
        }
        for year, places in found.items()
    }


def inputs() -> dict[dt.date, list[str]]:
    """The batches of each year, and how people are counted."""
    told = Population.objects.aggregate(n=Count("pk"), at=Max("updated_at"))
    people = f"population {told['n']} {told['at']}"
    return {year: [*batches, people] for year, batches in mix.inputs().items()}
