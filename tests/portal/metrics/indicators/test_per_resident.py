"""The standardised rate equals one told resident by resident; and what it needs to be told."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hospitals.actions import batches, population
from portal.metrics import compute
from portal.metrics.indicators import per_resident
from portal.metrics.models import IndicatorValue, Job
from tests.factories import flows
from tests.factories.flows import HEADER, SYSTEM, cell, file

YEAR = dt.date(2024, 1, 1)
BANDS = ("0-59", "60+")
KEYS = [(sex, band) for sex in (1, 2) for band in BANDS]
COUNTS = st.lists(st.integers(0, 9), min_size=4, max_size=4)
PEOPLE = st.lists(st.integers(10, 40), min_size=4, max_size=4)


def by_hand(left, people, standard):
    """Everybody of the standard leaves as often as those of their sex and age here."""
    if sum(left) < 10:
        return None
    leaving = sum(s * x / n for x, n, s in zip(left, people, standard, strict=True))
    return leaving / sum(standard)


@given(left=COUNTS, people=PEOPLE, others=PEOPLE)
def test_rate_equals_the_oracle(left, people, others):
    own, far = (dict(zip(KEYS, row, strict=True)) for row in (people, others))
    pooled = per_resident.standard([own, far, {(1, "all"): 5}], own)

    found = per_resident.rate(dict(zip(KEYS, left, strict=True)), own, pooled)

    wanted = by_hand(left, people, [a + b for a, b in zip(people, others, strict=True)])
    assert (found and found.value) == (wanted and pytest.approx(wanted, rel=1e-12))


def test_whoever_left_must_be_of_a_counted_band():
    people = dict.fromkeys(KEYS, 100)

    assert per_resident.rate({(1, "60+"): 20}, people, people) is not None
    assert per_resident.rate({(0, "all"): 20}, people, people) is None
    assert per_resident.rate({(1, "60+"): 20}, people, {}) is None


@pytest.mark.parametrize(
    "bands, is_whole",
    [
        (["0-4", "5-59", "60+"], True),
        (["0-4", "6-59", "60+"], False),
        (["0-4", "4-59", "60+"], False),
        (["5+"], False),
        ([], False),
    ],
)
def test_bands_cover_a_life_without_a_gap(bands, is_whole):
    assert per_resident.is_whole({(sex, band): 1 for sex in (1, 2) for band in bands}) == is_whole
    assert not per_resident.is_whole({(1, band): 1 for band in bands})


def count(regions, year, people):
    rows = [
        {
            "region": region,
            "year": year,
            "sex": sex,
            "age_band": band,
            "count": number,
            "source": "",
        }
        for region in regions
        for (sex, band), number in zip(KEYS, people, strict=True)
    ]
    population.keep(rows=rows)


def leave(world, *strata):
    rows = [f"{cell('A11', 'B', stays)},{sex},{band}" for sex, band, stays in strata]
    rows += [f"{cell('A11', 'A11', 500)},0,all"]
    content = file(*rows, header=f"{HEADER},sex,age_band")
    outcome = batches.import_flows(
        content=content,
        file_name="x.csv",
        region=world["A"],
        source_system="hqms",
        code_system=SYSTEM,
    )
    assert outcome.reading.problems == []


def told():
    compute.compute(Job.FLOWS, dt.date(2024, 3, 1))
    run = compute.compute(Job.PER_RESIDENT_OF_YEAR, YEAR)
    assert run.error == ""
    return {row.region.code: row for row in run.values.select_related("region")}


@pytest.mark.django_db
def test_figure_of_a_year_rests_on_the_people_last_counted_before_it():
    world = flows.world()
    count([world["A"], world["A11"]], 2020, [1000, 1000, 400, 600])
    count([world["A"], world["A11"]], 2030, [1, 1, 1, 1])
    leave(world, (1, "0-59", 12), (2, "60+", 30))

    found = told()

    assert set(found) == {"A", "A11"}
    row = found["A11"]
    assert (row.numerator, row.denominator, row.code_versions) == (42, 3000, {"population": "2020"})
    assert row.measure == pytest.approx(
        1000 * by_hand([12, 0, 0, 30], *[[1000, 1000, 400, 600]] * 2)
    )
    assert row.low < row.measure < row.high
    outflow = IndicatorValue.objects.get(code="F01", region=world["A11"])
    assert (outflow.numerator, outflow.denominator) == (42, 542)


@pytest.mark.django_db
def test_without_age_of_everybody_there_is_no_figure():
    world = flows.world()
    count([world["A"], world["A11"]], 2020, [1000, 1000, 400, 600])
    leave(world, (1, "all", 12), (2, "all", 30))

    assert told() == {}
    assert list(per_resident.inputs()) == [YEAR]
