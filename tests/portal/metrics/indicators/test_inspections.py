import datetime as dt

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from portal.metrics import compute
from portal.metrics.indicators import inspections
from portal.metrics.indicators.inspections import Scored
from portal.metrics.models import IndicatorValue, Job
from tests.factories import hospitals
from tests.factories import inspections as make
from tests.oracles import inspections as oracle

FIRST, LAST = dt.date(2025, 4, 1), dt.date(2025, 6, 30)
DAYS = st.dates(dt.date(2024, 6, 1), dt.date(2026, 6, 1))
FAILED = [frozenset(letters) for letters in ("", "a", "b", "ab")]
ROUNDS = st.lists(
    st.builds(
        lambda network, hospital, edition, term, given, failed: Scored(
            network, hospital, edition, *term, FIRST, {"a": (given, 9), "b": (1, 1)}, failed
        ),
        st.sampled_from("NM"),
        st.sampled_from(["lead", "x", "y"]),
        st.sampled_from("AB"),
        st.tuples(st.integers(2023, 2025), st.integers(1, 2)),
        st.integers(0, 9),
        st.sampled_from(FAILED),
    ),
    max_size=8,
    unique_by=lambda row: (row.network, row.hospital, row.term),
)


@given(rows=ROUNDS)
def test_rounds_equal_the_oracle(rows):
    for row in rows:
        assert inspections.score(row) == oracle.score(row)
        assert inspections.repeated(row, rows) == oracle.repeated(row, rows)
        wanted = oracle.gap(row, rows, "lead")
        found = inspections.gap(row, rows, "lead")
        assert found == (None if wanted is None else pytest.approx(wanted, rel=1e-12, abs=1e-12))


@given(
    members=st.lists(st.tuples(st.sampled_from("xyz"), DAYS, st.one_of(st.none(), DAYS))),
    today=DAYS,
)
def test_halves_due_equal_the_oracle(members, today):
    assert inspections.due(members, 2025, today) == oracle.due(members, 2025, today)


@given(findings=st.lists(st.tuples(DAYS, st.one_of(st.none(), DAYS))))
def test_findings_in_time_equal_the_oracle(findings):
    wanted = oracle.in_time(findings, FIRST, LAST)

    assert inspections.in_time(findings, FIRST, LAST) == wanted


@pytest.fixture
def network(db):
    """The lead and one member inspected in April; the member in the autumn before, too."""
    member = hospitals.hospital("成员医院")
    made = hospitals.network(hospitals.hospital("牵头医院"), member)
    made.members.update(since=dt.date(2024, 1, 1))
    autumn = {"year": 2024, "half": 2, "day": dt.date(2024, 11, 5)}
    low = {"1.1": (3, 10), "1.2": (5, 10)}
    make.scored(made, member, {"1.1": (1, 10), "1.2": (9, 10)}, found=["1.1"], **autumn)
    row = make.scored(made, member, low, found=["1.1", "1.2"])
    make.scored(made, made.lead, {"1.1": (10, 10), "1.2": (9, 10)})
    first, _second = row.findings.order_by("item__number")
    people = [hospitals.member("hospital_admin", member) for _who in range(2)]
    closed = {"closed_on": first.due_on, "closed_by": people[0], "verified_by": people[1]}
    row.findings.filter(pk=first.pk).update(state="verified", verified_on=first.due_on, **closed)
    return made


def told(job, period):
    run = compute.compute(job, period)
    assert run.error == ""
    return {
        (row.code, str(row.scope), row.item): (row.numerator, row.denominator, row.measure)
        for row in IndicatorValue.objects.filter(run=run)
    }


@time_machine.travel("2025-07-15T08:00:00Z", tick=False)
def test_quarter(network):
    assert told(Job.INSPECTIONS_OF_QUARTER, FIRST) == {
        ("Q01", "成员医院", "2025-1"): (8, 20, 40.0),
        ("Q01", "牵头医院", "2025-1"): (19, 20, 95.0),
        ("Q03", "成员医院", ""): (1, 2, None),
        ("Q04", "成员医院", "2025-1"): (1, 2, None),
        ("Q05", "成员医院", "2025-1"): (None, None, 55.0),
    }
    quarters = [dt.date(2024, 10, 1), *(dt.date(2025, month, 1) for month in (1, 4, 7))]
    assert list(inspections.inputs("quarter")) == quarters


@time_machine.travel("2025-07-15T08:00:00Z", tick=False)
def test_year_to_date_asks_for_halves_that_are_over(network):
    about = str(network)

    assert told(Job.INSPECTIONS_OF_YEAR, dt.date(2025, 1, 1)) == {("Q02", about, ""): (1, 1, None)}
    assert told(Job.INSPECTIONS_OF_YEAR, dt.date(2024, 1, 1)) == {("Q02", about, ""): (1, 2, None)}
