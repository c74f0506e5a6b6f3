import datetime as dt

import pytest
from django.utils import timezone

from hospitals.models import Milestone
from tests.factories import hospitals


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


def test_milestones_are_reached_late_or_to_come(db):
    step = hospitals.step(hospitals.hospital())
    told = {"project": step.project, "evidence": ""}
    days = {"plate": {"planned_on": "2020-01-01"}, "approval": {"actual_text": "2022年5月"}}
    days["acceptance"] = {"planned_on": "2099-01-01"}
    for kind, one in days.items():
        Milestone.objects.create(kind=kind, **told, **one)

    def kinds(rows):
        return sorted(rows.values_list("kind", flat=True))

    assert kinds(Milestone.objects.reached()) == ["approval"]
    assert kinds(Milestone.objects.overdue()) == ["plate"]
    assert kinds(Milestone.objects.coming()) == ["acceptance", "opening"]
    assert Milestone.objects.about(step.project.name).count() == 4
