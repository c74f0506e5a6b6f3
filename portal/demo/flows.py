"""36 months of invented flow returns, by the same import as a real file, and their figures."""

import random
from collections import Counter
from itertools import groupby

from hospitals.actions import batches, population
from hospitals.enums import BatchState, SourceSystem
from hospitals.models import ImportBatch, Population, Region
from portal.core import audit
from portal.demo import flow_world
from portal.demo.flow_world import Origin
from portal.metrics import compute
from portal.metrics.models import Target
from portal.periods import Month

YEARS = (2023, 2024, 2025)
MONTHS = range(1, 13)
SEED = 20240328
# Invented, as everything here: what a commission might set itself.
TARGETS = {"450000": 0.026, "520000": 0.03, "450300": 0.024}
# One province and year whose returns tell the sex and age of those who left.
TOLD_BY_AGE = ("520000", 2025)
CAPITALS = {"450000": ("450103", "450302"), "520000": ("520103", "520302")}


def load(progress):
    """Import what is missing, set targets, compute. Loading twice adds nothing."""
    for province in Region.objects.current().filter(code__in=flow_world.PROVINCES):
        places = origins(province)
        for year in YEARS:
            name = f"模拟流向_{province.name}_{year}.csv"
            if _has(province, name):
                continue
            months = [Month(year, number) for number in MONTHS]
            splits = (province.code, year) == TOLD_BY_AGE
            text = "".join(flow_world.lines(places, months, SEED + year, splits=splits))
            outcome = batches.import_flows(
                content=text.encode(),
                file_name=name,
                region=province,
                source_system=SourceSystem.PROVINCE,
                is_synthetic=True,
            )
            progress(f"{name}: {outcome.batch.row_count}")
        _count_people(province, places)
    _set_targets()
    runs = compute.compute_stale()
    progress(f"{len(runs)} runs, {sum(run.row_count for run in runs)} figures")


def _has(province, name):
    return ImportBatch.objects.filter(
        sender_region=province, file_name=name, state=BatchState.CURRENT, is_synthetic=True
    ).exists()


def origins(province):
    """The counties of a province, each with an invented share of its city's people."""
    chance = random.Random(SEED)
    people = flow_world.PARAMETERS["population_census_2020"][flow_world.PROVINCES[province.code]]
    counties = (
        Region.objects.current().filter(parent__parent=province).order_by("parent__code", "code")
    )
    found = []
    rows = counties.values_list("parent__code", "code")
    for city, group in groupby(rows, key=lambda row: row[0]):
        codes = [code for _, code in group]
        weights = [chance.uniform(0.5, 1.5) for _ in codes]
        pull = chance.uniform(0.75, 1.25)
        capital, second = CAPITALS[province.code]
        for code, weight in zip(codes, weights, strict=True):
            found.append(
                Origin(
                    code=code,
                    city=city,
                    province=province.code,
                    neighbour=codes[1 % len(codes)] if code == codes[0] else codes[0],
                    other_city=second if capital in codes else capital,
                    people=round(people[city[:4]] * weight / sum(weights)),
                    pull=pull,
                )
            )
    return found


def _count_people(province, places):
    """People by sex and age, of each county and of what lies above it; of the year told by age."""
    year = TOLD_BY_AGE[1]
    if (
        province.code != TOLD_BY_AGE[0]
        or Population.objects.filter(region=province, year=year).exists()
    ):
        return
    counts = Counter()
    for place in places:
        for sex, band, share, _leaving in flow_world.STRATA:
            for code in (place.code, place.city, place.province):
                counts[code, sex, band] += round(place.people * share)
    known = Region.objects.current().filter(code__in={code for code, _sex, _band in counts})
    regions = {region.code: region for region in known}
    population.keep(
        rows=[
            {
                "region": regions[code],
                "year": year,
                "sex": sex,
                "age_band": band,
                "count": count,
                "source": "模拟人口",
            }
            for (code, sex, band), count in counts.items()
        ],
        is_synthetic=True,
    )


def _set_targets():
    since = Month(YEARS[0] + 1, 1).first
    regions = Region.objects.current().filter(code__in=TARGETS)
    for region in regions:
        target, is_new = Target.objects.get_or_create(
            code="F01",
            region=region,
            since=since,
            defaults={"value": TARGETS[region.code], "is_synthetic": True},
        )
        if is_new:
            audit.record("target.set", target, by=None, code="F01", value=target.value)
