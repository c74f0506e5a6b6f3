import datetime as dt

import pytest
from django.utils import timezone

from hospitals.actions import slots
from hospitals.models import ClinicSlot
from portal.errors import Incomplete, NotAllowed, Refusal, Stale
from portal.models import AuditEvent
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
DETAILS = {"label": "专家门诊", "capacity": 5, "quota": 2}


@pytest.fixture
def unit():
    return hospitals.department(hospitals.hospital())


@pytest.fixture
def by(unit):
    return hospitals.member("referral_coordinator", unit.hospital)


def week(days=14, minutes=60, weekdays=(0, 1, 2, 3, 4, 5, 6), first=1):
    today = timezone.localdate()
    return slots.Week(
        first=today + dt.timedelta(days=first),
        last=today + dt.timedelta(days=days),
        weekdays=frozenset(weekdays),
        opens=dt.time(8),
        closes=dt.time(10, 30),
        minutes=minutes,
    )


def test_pattern_gives_the_sessions_that_fit():
    monday = dt.date(2026, 3, 2)
    pattern = slots.Week(
        first=monday,
        last=monday + dt.timedelta(days=8),
        weekdays=frozenset({0, 2}),
        opens=dt.time(8),
        closes=dt.time(10, 30),
        minutes=60,
    )

    starts = [f"{timezone.localtime(start):%m-%d %H:%M}" for start, _end in pattern.sessions()]

    assert starts == [f"03-{day} {hour}:00" for day in ("02", "04", "09") for hour in ("08", "09")]


def test_sessions_are_opened_once(unit, by):
    made = slots.open_slots(department=unit, week=week(), details=DETAILS, by=by)
    again = slots.open_slots(department=unit, week=week(), details=DETAILS, by=by)

    assert (len(made), len(again), ClinicSlot.objects.count()) == (28, 0, 28)
    event = AuditEvent.objects.filter(verb="slots.open").order_by("at").first()
    assert event.detail == {"opened": 28}


def test_only_what_does_not_overlap_is_added(unit, by):
    slots.open_slots(department=unit, week=week(days=2), details=DETAILS, by=by)

    more = slots.open_slots(department=unit, week=week(days=4, minutes=150), details=DETAILS, by=by)

    assert len(more) == 2


@pytest.mark.parametrize("days, minutes, field", [(120, 60, "last"), (92, 5, "minutes")])
def test_too_much_at_once_is_refused(unit, by, days, minutes, field):
    with pytest.raises(Incomplete) as refusal:
        slots.open_slots(department=unit, week=week(days, minutes), details=DETAILS, by=by)

    assert list(refusal.value.errors) == [field]


def test_free_session_is_closed_and_a_booked_one_is_not(unit, by):
    free, booked = hospitals.slot(unit), hospitals.slot(unit, label="早", booked_outside=1)

    assert slots.close_slot(slot=free, by=by, version=1).closed_at is not None
    with pytest.raises(Refusal) as refusal:
        slots.close_slot(slot=booked, by=by)
    assert refusal.value.code == "booked"
    with pytest.raises(Refusal) as refusal:
        slots.close_slot(slot=free, by=by)
    assert refusal.value.code == "closed"


def test_strangers_and_older_versions_are_refused(unit, by):
    stranger = hospitals.member("referral_coordinator", hospitals.hospital())
    slot = hospitals.slot(unit)

    with pytest.raises(NotAllowed):
        slots.open_slots(department=unit, week=week(), details=DETAILS, by=stranger)
    with pytest.raises(NotAllowed):
        slots.close_slot(slot=slot, by=stranger)
    with pytest.raises(Stale):
        slots.close_slot(slot=slot, by=by, version=9)
