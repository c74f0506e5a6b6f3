import datetime as dt

import pytest
from django.db import IntegrityError
from django.utils import timezone

from hospitals.models import ClinicSlot
from tests.factories import hospitals

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return hospitals.department(hospitals.hospital())


@pytest.mark.parametrize(
    "fields, constraint",
    [
        ({"capacity": 0}, "slot_quota_within_capacity"),
        ({"quota": 3}, "slot_(quota|capacity)_"),
        ({"quota": 1, "booked_quota": 2}, "slot_quota_not_exceeded"),
        ({"quota": 1, "booked_outside": 2}, "slot_capacity_not_exceeded"),
        ({"ends_at": timezone.now()}, "slot_times_in_order"),
    ],
)
def test_database_refuses(unit, fields, constraint):
    slot = hospitals.slot(unit)

    with pytest.raises(IntegrityError, match=constraint):
        ClinicSlot.objects.filter(pk=slot.pk).update(**fields)


def test_sessions_of_one_clinic_do_not_overlap_unless_closed(unit):
    first = hospitals.slot(unit)
    hospitals.slot(unit, label="专家门诊")
    hospitals.slot(unit, dt.timedelta(days=1, hours=2))
    ClinicSlot.objects.filter(pk=first.pk).update(closed_at=timezone.now())
    hospitals.slot(unit)

    with pytest.raises(IntegrityError, match="slot_no_overlap"):
        hospitals.slot(unit)


@pytest.mark.parametrize(
    "booked, inside, outside",
    [((0, 0), True, True), ((0, 2), True, False), ((1, 1), True, True), ((1, 2), False, False)],
)
def test_room_depends_on_who_asks(unit, booked, inside, outside):
    hospitals.slot(unit, capacity=3, quota=1, booked_quota=booked[0], booked_outside=booked[1])
    rows = ClinicSlot.objects.bookable()

    found = [rows.with_room(in_network=asks).exists() for asks in (True, False)]

    assert found == [inside, outside]


def test_begun_or_closed_is_not_bookable(unit):
    hospitals.slot(unit, -dt.timedelta(minutes=1))
    hospitals.slot(unit, closed_at=timezone.now())

    assert not ClinicSlot.objects.bookable().exists()
