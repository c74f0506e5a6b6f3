import datetime as dt

import pytest
from django.utils import timezone

from hospitals.models import Milestone

TODAY = timezone.localdate()


def day(shift):
    return TODAY + dt.timedelta(days=shift)


@pytest.mark.parametrize(
    "fields, late",
    [
        ({"planned_on": day(-5)}, 5),
        ({"planned_on": day(5)}, 0),
        ({"planned_on": day(-9), "actual_on": day(-6)}, 3),
        ({"planned_on": day(-6), "actual_on": day(-9)}, -3),
        ({"planned_on": day(-6), "actual_text": "某月"}, None),
        ({"actual_on": day(-6)}, None),
    ],
)
def test_milestone_is_late_against_its_plan(fields, late):
    assert Milestone(kind="opening", **fields).days_late == late
