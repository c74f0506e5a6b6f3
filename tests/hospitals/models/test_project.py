import datetime as dt

import pytest
from django.utils import timezone

from hospitals.models import Milestone


@pytest.mark.parametrize(
    "fields, late",
    [
        ({"planned_on": -5}, 5),
        ({"planned_on": 5}, 0),
        ({"planned_on": -9, "actual_on": -6}, 3),
        ({"planned_on": -6, "actual_on": -9}, -3),
        ({"planned_on": -6, "actual_text": "某月"}, None),
        ({"actual_on": -6}, None),
    ],
)
def test_milestone_is_late_against_its_plan(fields, late):
    today = timezone.localdate()
    told = {
        name: today + dt.timedelta(days=value) if isinstance(value, int) else value
        for name, value in fields.items()
    }

    assert Milestone(kind="opening", **told).days_late == late
