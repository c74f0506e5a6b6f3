import datetime as dt

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from portal.metrics import compute, intervals, watch
from portal.metrics.indicators import technologies
from portal.metrics.indicators.technologies import Technology
from portal.metrics.models import IndicatorValue, Job
from tests.factories import experts as make
from tests.factories import portal
from tests.oracles import people

LAST = dt.date(2025, 6, 30)
JUDGED = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)
DAYS = st.one_of(st.none(), st.dates(dt.date(2023, 1, 1), dt.date(2025, 7, 31)))
MONTHS = [dt.date(year, month, 1) for year in (2023, 2024, 2025) for month in range(1, 13)]
COUNTS = st.dictionaries(
    st.sampled_from(MONTHS),
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.just(0)),
    max_size=8,
)
TECHNOLOGIES = st.lists(
    st.builds(Technology, st.just("x"), DAYS, DAYS, st.booleans(), DAYS, COUNTS), max_size=6
)


@given(rows=TECHNOLOGIES)
def test_shares_equal_the_count_by_hand(rows):
    assert technologies.active(rows, LAST) == people.active(rows, LAST)
    assert technologies.independent(rows, LAST) == people.independent(rows, LAST)
    assert technologies.kept(rows, LAST) == people.kept(rows, LAST)


CLAIMS = st.lists(
    st.tuples(
        st.just("gap"),
        st.sampled_from(technologies.TIERS),
        st.dates(dt.date(2024, 1, 1), dt.date(2025, 12, 31)),
    ),
    max_size=3,
).map(tuple)


@given(rows=st.lists(st.builds(Technology, st.just("x"), approved_on=DAYS, claims=CLAIMS)))
def test_tiers_equal_the_count_by_slips(rows):
    first = dt.date(2025, 1, 1)
    about = watch.About(None, JUDGED, False)
    new = [row for row in rows if row.approved_on and first <= row.approved_on <= LAST]

    found = {row.item: row.numerator for row in technologies.by_tier(about, "T01N", new, LAST)}

    assert found == people.admitted_by_tier(rows, technologies.TIERS, first, LAST)


@pytest.mark.parametrize(
    "alone, span",
    [((2, 3), (4, True)), ((2, 2), (5, False)), ((5, 0), (1, True))],
)
def test_months_until_five_cases_alone(alone, span):
    """The first case in January; cases alone in February and May; looked at in June."""
    counts = {
        dt.date(2025, 2, 1): (9, alone[0], 0),
        dt.date(2025, 5, 1): (9, alone[1], 0),
    }
    row = Technology("x", dt.date(2025, 1, 20), is_brought=True, counts=counts)

    assert technologies.until_alone(row, LAST) == span


def test_who_was_not_brought_does_not_become_independent():
    assert technologies.until_alone(Technology("x", dt.date(2025, 1, 1)), LAST) is None


@pytest.fixture
def hospital(db):
    """One brought by an expert who left, one of the hospital's own, one not admitted."""
    made = make.Sending()
    expert = made.expert()
    made.posting(expert, until=dt.date(2024, 6, 15))
    first = dt.date(2024, 2, 10)
    brought = make.technology(made.project, "甲", brought_by=expert, first_done_on=first)
    own = make.technology(made.project, "乙")
    make.technology(made.project, "丙")
    for row in (brought, own):
        make.admission(row, dt.date(2024, 1, 15))
    make.month(brought, dt.date(2024, 3, 1), 4, independent_local=1, complications=1)
    make.month(brought, dt.date(2024, 8, 1), 6, independent_local=5)
    judged = {"state": "verified", "judged_by": portal.user(), "judged_at": JUDGED}
    make.claim(brought, portal.user(), tier="southwest", **judged)
    make.claim(brought, portal.user(), kind="first_case", tier="hospital", **judged)
    make.claim(own, portal.user())
    return made.project


def told(job, period):
    run = compute.compute(job, period)
    assert run.error == ""
    rows = IndicatorValue.objects.filter(run=run)
    return {(row.code, row.item): (row.numerator, row.denominator) for row in rows}


@time_machine.travel("2025-03-20T08:00:00Z", tick=False)
def test_month(hospital):
    assert told(Job.TECHNOLOGIES, dt.date(2025, 3, 1)) == {
        ("T01", ""): (2, None),
        ("T01", "southwest"): (1, None),
        ("T01", "none"): (1, None),
        ("T02", ""): (1, None),
        ("T03", ""): (0, 2),
        ("M03", ""): (1, 1),
        ("M06", ""): (1, 1),
    }


@time_machine.travel("2025-03-20T08:00:00Z", tick=False)
def test_cases_by_technology(hospital):
    month = told(Job.TECHNOLOGIES, dt.date(2024, 3, 1))
    assert month["T04", "甲"] == (4, None)
    assert told(Job.TECHNOLOGIES_OF_QUARTER, dt.date(2024, 7, 1)) == {("M04", "甲"): (5, 6)}


@time_machine.travel("2025-03-20T08:00:00Z", tick=False)
def test_limits_of_many_events_are_exact_too(hospital):
    """Twelve events: 6.2006 to 20.9615; Garwood (1936) has 6.20 and 20.96."""
    row = hospital.technologies.get(name="丙")
    make.month(row, dt.date(2024, 5, 1), 100, complications=12)

    told(Job.TECHNOLOGIES_OF_YEAR, dt.date(2024, 1, 1))

    found = IndicatorValue.objects.get(code="T05", item="丙")
    assert (found.low, found.high) == pytest.approx((0.0620060, 0.2096151), abs=1e-6)


@time_machine.travel("2025-03-20T08:00:00Z", tick=False)
def test_year(hospital):
    """The other technology that the expert brought has not come so far yet."""
    expert = hospital.postings_in.get().expert
    make.technology(hospital, "丁", brought_by=expert, first_done_on=dt.date(2024, 9, 1))
    assert told(Job.TECHNOLOGIES_OF_YEAR, dt.date(2024, 1, 1)) == {
        ("M05", ""): (None, 2),
        ("M05", "甲"): (None, 1),
        ("M05", "丁"): (None, 1),
        ("T01", ""): (2, None),
        ("T01", "southwest"): (1, None),
        ("T01", "none"): (1, None),
        ("T01N", ""): (2, None),
        ("T01N", "southwest"): (1, None),
        ("T01N", "none"): (1, None),
        ("T02", ""): (1, None),
        ("T05", "甲"): (1, 10),
    }
    spans = IndicatorValue.objects.filter(code="M05").values_list("item", "measure")
    assert dict(spans) == {"": 6, "甲": 6, "丁": None}
    events = IndicatorValue.objects.get(code="T05")
    low, high = intervals.exact(1)
    assert (events.low, events.high) == pytest.approx((low / 10, high / 10))
