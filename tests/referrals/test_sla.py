import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from referrals import sla

CHINA = ZoneInfo("Asia/Shanghai")
FRIDAY_EVENING = dt.datetime(2026, 11, 20, 22, 0, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("kind", "priority", "hours"),
    [
        ("received", "emergency", 5 / 60),
        ("received", "urgent", 1),
        ("received", "routine", 72),
        ("decided", "emergency", 0.25),
        ("decided", "urgent", 4),
        ("decided", "routine", 48),
        ("replied", "emergency", 120),
    ],
)
def test_limits_on_a_friday_evening(kind, priority, hours):
    due = sla.due_at(kind, priority, FRIDAY_EVENING)

    assert due - FRIDAY_EVENING == dt.timedelta(hours=hours)


def test_holiday_is_no_workday():
    due = sla.due_at("received", "routine", FRIDAY_EVENING, holidays={dt.date(2026, 11, 23)})

    assert due == dt.datetime(2026, 11, 24, 22, 0, tzinfo=CHINA)
