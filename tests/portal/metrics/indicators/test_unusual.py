"""Flags of hospitals equal those told one by one from the formula of the score limits."""

import datetime as dt
from math import sqrt
from statistics import NormalDist

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.metrics import compute
from portal.metrics.indicators import unusual
from portal.metrics.indicators.unusual import Share
from portal.metrics.models import ComputeRun, IndicatorValue, Job
from tests.factories import hospitals

YEAR = dt.date(2025, 1, 1)
SHARES = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(0, 60), st.integers(1, 60)).map(
        lambda row: (row[0], min(row[1:]), row[2])
    ),
    max_size=8,
)


def by_hand(group, part, whole, rows):
    sisters = [row for row in rows if row[0] == group]
    base = sum(row[1] for row in sisters) / sum(row[2] for row in sisters)
    if len(sisters) < 3 or base in {0, 1}:
        return None
    found = 0
    for grade, tail in ((1, 0.025), (2, 0.001)):
        half = NormalDist().inv_cdf(1 - tail) * sqrt(base * (1 - base) / whole)
        if part / whole > min(1, base + half):
            found = grade
        if part / whole < max(0, base - half):
            found = -grade
    return found


@given(rows=SHARES)
def test_flags_equal_the_formula(rows):
    found = unusual.flags(Share(at, *row) for at, row in enumerate(rows))

    wanted = {at: by_hand(*row, rows) for at, row in enumerate(rows)}
    assert found == {at: grade for at, grade in wanted.items() if grade is not None}


@pytest.fixture
def run(db):
    return ComputeRun.objects.create(
        job=Job.ABSTRACTS_OF_YEAR, period=YEAR, state="done", finished_at=timezone.now()
    )


def share(run, hospital, part, whole, **more):
    about = {"code": "H17", "grain": "year", "period": YEAR, "layer": "measured"}
    about |= {"disease_system": "ALL", "disease_code": "ALL", "as_of": timezone.now()}
    counts = {"numerator": part, "denominator": whole}
    IndicatorValue.objects.create(run=run, hospital=hospital, **about, **counts, **more)


def test_hospitals_stand_beside_those_of_their_level_and_province(run):
    county = hospitals.county()
    places = [hospitals.hospital(f"医院{n}", region=county, level="3A") for n in range(4)]
    lower = hospitals.hospital("二级医院", region=county, level="2A")
    for place, part in zip(places, (100, 100, 100, 300), strict=True):
        share(run, place, part, 1000)
    share(run, lower, 900, 1000)
    hidden = hospitals.hospital("不公开", region=county, level="3A")
    share(run, hidden, 2, 1000, disclosure="small")

    made = compute.compute(Job.UNUSUAL_OF_YEAR, YEAR)

    rows = IndicatorValue.objects.filter(run=made)
    assert made.error == ""
    assert {(row.hospital.name, row.item, row.measure) for row in rows} == {
        *((f"医院{n}", "H17", -2.0) for n in range(3)),
        ("医院3", "H17", 2.0),
    }
    assert unusual.inputs() == {YEAR: [str(run.pk)]}
