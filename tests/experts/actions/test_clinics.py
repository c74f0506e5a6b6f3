import datetime as dt

import pytest
from django.utils import timezone

from experts.actions import clinics, postings
from experts.models import ClinicSession
from hospitals.actions.slots import Week
from hospitals.models import ClinicSlot
from portal.errors import Incomplete, NotAllowed, Refusal
from tests.factories import hospitals

SEATS = {"capacity": 8, "quota": 3}


def week(first=1, last=14, opens=14):
    today = timezone.localdate()
    days = [today + dt.timedelta(days=number) for number in (first, last)]
    times = {"opens": dt.time(opens), "closes": dt.time(opens + 2), "minutes": 120}
    return Week(first=days[0], last=days[1], weekdays=frozenset(range(7)), **times)


@pytest.fixture
def posted(sending):
    return sending.posting()


def opened(sending, person, **fields):
    told = {"expert": person, "department": sending.unit, "week": week(), "details": SEATS}
    return clinics.open_clinic(**told | {"by": sending.receiver} | fields)


def test_clinics_are_opened_once_under_the_name_of_the_expert(sending, posted):
    made = opened(sending, posted.expert)

    assert {(row.slot.label, row.slot.quota) for row in made} == {(posted.expert.name, 3)}
    assert ClinicSession.objects.count() == len(made) == 14
    with pytest.raises(Refusal) as again:
        opened(sending, posted.expert)
    assert again.value.code == "nothing_new"


def test_nobody_holds_two_clinics_at_a_time(sending, posted):
    opened(sending, posted.expert)
    other = hospitals.department(sending.project)

    with pytest.raises(Refusal) as refusal:
        opened(sending, posted.expert, department=other, week=week(3, 3, opens=15))

    assert refusal.value.code == "elsewhere"
    morning = opened(sending, posted.expert, department=other, week=week(3, 3, opens=8))
    assert len(morning) == 1


def test_only_where_the_expert_is_on_those_days(sending):
    until = timezone.localdate() + dt.timedelta(days=7)
    posted = sending.posting(until=until)

    with pytest.raises(Incomplete) as refusal:
        opened(sending, posted.expert)
    with pytest.raises(NotAllowed):
        opened(sending, posted.expert, week=week(1, 7), by=sending.sender)
    assert (refusal.value.code, len(opened(sending, posted.expert, week=week(1, 7)))) == (
        "not_posted",
        7,
    )


def test_what_nobody_booked_goes_with_the_posting(sending, posted):
    made = opened(sending, posted.expert)
    ClinicSlot.objects.filter(pk=made[-1].slot_id).update(booked_outside=1)
    until = timezone.localdate() + dt.timedelta(days=4)
    told = {"until": until, "leave_reason": "recalled", "leave_note": ""}

    row = postings.end_early(posting=posted, details=told, by=sending.sender)

    assert ClinicSession.objects.coming().count() == 5
    assert [one.pk for one in ClinicSession.objects.behind(row)] == [made[-1].pk]
    posted.until = None
    assert not ClinicSession.objects.behind(posted)
