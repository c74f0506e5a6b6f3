import datetime as dt

import pytest

from experts.actions import activities
from portal.errors import NotAllowed, Refusal
from portal.models import AuditEvent
from tests.factories import experts as make

DAY = dt.date(2024, 3, 1)
TOLD = {"kind": "round", "mode": "onsite", "day": DAY, "participants": 5, "patients": 2}
DAYS = {"since": DAY, "until": DAY + dt.timedelta(days=9)}


def refused(act, **named):
    with pytest.raises(Refusal) as refusal:
        act(**named)
    return refusal.value.code


def test_activity_is_logged_and_revised_with_its_people(sending):
    first, second = sending.expert(), sending.expert()
    by = {"by": sending.receiver}
    row = activities.log(hospital=sending.project, details=TOLD | {"experts": [first]}, **by)
    same = activities.revise(activity=row, details=TOLD | {"experts": [first]}, **by)
    other = activities.revise(activity=row, details=TOLD | {"experts": [second]}, **by)
    both = {"experts": [first], "patients": 3}
    last = activities.revise(activity=row, details=TOLD | both, **by)

    assert [same.version, other.version, last.version] == [1, 2, 3]
    assert list(row.experts.all()) == [first]
    verbs = AuditEvent.objects.touching([sending.project.pk]).values_list("verb", flat=True)
    assert {"activity.log", "activity.experts", "activity.revise"} <= set(verbs)


def test_stops_stay_inside_their_campaign(sending):
    by = {"by": sending.receiver}
    told = {"name": "秋季巡回", "team": ""} | DAYS
    row = activities.open_campaign(hospital=sending.project, details=told, **by)
    region = sending.project.region
    stop = {"region": region, "kind": "clinic", "served": 30}
    made = activities.add_stop(campaign=row, details=stop | {"day": DAYS["until"]}, **by)
    outside = stop | {"day": DAY - dt.timedelta(days=1)}

    assert [
        refused(activities.add_stop, campaign=row, details=outside, **by),
        refused(activities.revise_stop, stop=made, details=outside, **by),
        refused(activities.revise_campaign, campaign=row, details=told | {"until": DAY}, **by),
        refused(activities.add_stop, campaign=row, details=stop | {"day": DAYS["until"]}, **by),
    ] == ["outside", "outside", "stops_outside", "stop_once_per_day_and_kind"]
    more = activities.revise_stop(stop=made, details=stop | {"day": DAY, "served": 31}, **by)
    renamed = activities.revise_campaign(campaign=row, details=told | {"name": "春季"}, **by)
    assert (more.served, renamed.name) == (31, "春季")


def test_source_hospital_logs_nothing_elsewhere(sending):
    details = TOLD | {"experts": [sending.expert()]}
    row = make.campaign(sending.project)

    for act in (
        lambda: activities.log(hospital=sending.project, details=details, by=sending.sender),
        lambda: activities.revise_campaign(campaign=row, details={}, by=sending.sender),
    ):
        with pytest.raises(NotAllowed):
            act()
