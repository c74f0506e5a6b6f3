import datetime as dt

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from portal.metrics import compute
from portal.metrics.indicators import training
from portal.metrics.indicators.training import Return
from portal.metrics.models import IndicatorValue, Job
from tests.factories import experts as make
from tests.oracles import people

FIRST, LAST = dt.date(2024, 1, 1), dt.date(2024, 12, 31)
DAYS = st.dates(dt.date(2023, 6, 1), dt.date(2025, 6, 1))
RETURNS = st.lists(
    st.builds(
        lambda person, back, after: Return(
            person, back, None if after is None else back + dt.timedelta(after)
        ),
        st.sampled_from("abc"),
        DAYS,
        st.one_of(st.none(), st.integers(0, 400)),
    ),
    max_size=6,
)


@given(returns=RETURNS, last=st.dates(FIRST, LAST))
def test_each_person_who_came_back_counts_once(returns, last):
    wanted = people.independent_returnees(returns, FIRST, last)

    assert training.independent(returns, FIRST, last) == wanted


@pytest.fixture
def sending(db):
    """Two came back from the source in 2024, one of them works alone; a third is still away."""
    made = make.Sending()
    alone, not_yet, away = (make.local(made.project) for _person in range(3))
    march, june = dt.date(2024, 3, 1), dt.date(2024, 6, 1)
    make.stay(alone, made.source, returned_on=march, independent_on=june)
    make.stay(not_yet, returned_on=june)
    make.stay(away, made.source)
    return made


def told(period):
    run = compute.compute(Job.TRAINING_OF_YEAR, period)
    assert run.error == ""
    rows = IndicatorValue.objects.filter(run=run).select_related("hospital")
    return {(row.code, str(row.hospital)): (row.numerator, row.denominator) for row in rows}


@time_machine.travel("2024-07-01T08:00:00Z", tick=False)
def test_year(sending):
    assert told(FIRST) == {("M07", "项目医院"): (1, 2), ("M07R", "输出医院"): (1, 1)}
    assert list(training.inputs("year")) == [FIRST]


@time_machine.travel("2024-05-01T08:00:00Z", tick=False)
def test_year_to_date_knows_no_later_day(sending):
    assert told(FIRST) == {("M07", "项目医院"): (0, 1), ("M07R", "输出医院"): (0, 1)}
