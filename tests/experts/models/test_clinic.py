import datetime as dt

import pytest
from django.utils import timezone

from experts.models import ClinicSession
from tests.factories import experts as make
from tests.factories import hospitals

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def person(sending):
    return sending.expert()


def test_sessions_are_seen_where_they_are_held_and_where_the_expert_comes_from(sending, person):
    make.session(person, sending.unit)
    inside = [sending.sender, sending.receiver]
    outside = hospitals.member("hospital_admin", hospitals.hospital())

    seen = [ClinicSession.objects.visible_to(user).count() for user in (*inside, outside)]

    assert seen == [1, 1, 0]


def test_totals_are_of_what_was_held(sending, person):
    coming = make.session(person, sending.unit)
    held = make.session(person, sending.unit, -HOUR, capacity=5)
    off = make.session(person, sending.unit, -3 * HOUR)
    type(off.slot).objects.filter(pk=off.slot_id).update(closed_at=timezone.now())
    type(held.slot).objects.filter(pk=held.slot_id).update(booked_outside=2)

    rows = ClinicSession.objects.select_related("slot")

    assert rows.totals() == {"sessions": 1, "seats": 5, "booked_seats": 2}
    phases = {row.pk: row.phase for row in rows}
    assert phases == {coming.pk: "coming", held.pk: "held", off.pk: "called_off"}
    assert [row.pk for row in rows.coming()] == [coming.pk]
    assert [row.pk for row in rows.called_off()] == [off.pk]
    assert rows.about(person.name).count() == rows.about(sending.unit.name).count() == 3
