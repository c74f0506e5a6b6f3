import datetime as dt

import pytest
from django.utils import timezone

from portal.errors import Incomplete, NotAllowed, Refusal, Stale
from portal.models import AuditEvent, OutboxMessage
from referrals.actions import transports
from referrals.models import Timer
from tests.factories import referrals as make


def correct(referral, by, **details):
    return transports.correct(referral=referral, details=details, by=by, version=referral.version)


def test_another_time_is_told_to_the_desk_and_its_clock_follows(world):
    referral = make.at_state(world, "in_transit")
    later = timezone.now() + dt.timedelta(hours=5)

    row = correct(referral, world.coordinator, expected_at=later, phone="13900000000")

    clock = Timer.objects.running().get(referral=row, kind="expected_arrival")
    assert (row.transport.expected_at, row.transport.phone) == (later, "13900000000")
    assert clock.counts_from == later
    assert row.version == referral.version + 1
    assert str(world.desk.pk) in OutboxMessage.objects.get(kind="referral.transport").recipient_ids
    assert AuditEvent.objects.get(verb="referral.transport").detail == {"version": row.version}


def test_same_time_disturbs_nobody(world):
    referral = make.at_state(world, "in_transit")

    correct(referral, world.coordinator, expected_at=referral.transport.expected_at, driver="韦")

    assert not OutboxMessage.objects.filter(kind="referral.transport").exists()


def test_only_the_origin_corrects_and_only_on_the_road(world):
    on_the_road, here = make.at_state(world, "in_transit"), make.at_state(world, "arrived")

    with pytest.raises(NotAllowed):
        correct(on_the_road, world.receiver)
    with pytest.raises(Refusal):
        correct(here, world.coordinator)
    with pytest.raises(Incomplete):
        correct(on_the_road, world.coordinator, expected_at=timezone.now() - dt.timedelta(days=1))
    correct(on_the_road, world.coordinator, driver="韦")
    with pytest.raises(Stale):
        correct(on_the_road, world.coordinator, driver="黄")
