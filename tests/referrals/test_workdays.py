import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals import workdays
from tests.oracles import workdays as fingers

CHINA = ZoneInfo("Asia/Shanghai")
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2027, 12, 31))


@given(
    start=DAYS,
    days=st.integers(1, 30),
    calendar=st.dictionaries(DAYS, st.booleans(), max_size=40),
    hour=st.builds(dt.time, st.integers(0, 23), st.integers(0, 59)),
)
def test_workdays_agree_with_counting_on_the_fingers(start, days, calendar, hour):
    moment = dt.datetime.combine(start, hour, CHINA)

    found = workdays.after(moment, days, calendar)

    assert found.date() == fingers.after(start, days, calendar)
    assert found.time() == hour


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-03-06 10:00", "2026-03-06 12:30", 2.5),
        ("2026-03-06 10:00", "2026-03-10 10:00", 24),
        ("2026-03-07 10:00", "2026-03-08 10:00", 0),
        ("2026-03-07 10:00", "2026-03-10 09:00", 9),
        ("2026-03-06 10:00", "2026-03-06 10:00", 0),
    ],
)
def test_worked_is_the_time_on_workdays(start, end, hours):
    """From a Friday on; the Monday after it is a holiday."""
    moments = (dt.datetime.fromisoformat(f"{text}+08:00") for text in (start, end))

    assert workdays.worked(*moments, {dt.date(2026, 3, 9): False}) == dt.timedelta(hours=hours)
