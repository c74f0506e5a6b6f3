import pytest

from portal.errors import NotAllowed, Refusal, Stale
from portal.models import AuditEvent, OutboxMessage
from referrals.actions import assignment, bulk
from referrals.models import Referral, ReferralEvent
from tests.factories import referrals as make


def assign(referral, assignee, by, **more):
    return assignment.assign(referral=referral, assignee=assignee, by=by, **more)


def test_colleague_is_made_responsible_and_told(world):
    referral = make.at_state(world, "received")
    events = ReferralEvent.objects.count()

    row = assign(referral, world.head, world.receiver, version=referral.version)

    assert (row.assignee, row.version) == (world.head, referral.version + 1)
    assert AuditEvent.objects.get(verb="referral.assign").detail == {"assignee": str(world.head.pk)}
    told = OutboxMessage.objects.get(kind="referral.assign")
    assert told.recipient_ids == [str(world.head.pk)]
    assert ReferralEvent.objects.count() == events


def test_taking_it_twice_changes_it_once(world):
    referral = make.at_state(world, "received")

    first = assign(referral, world.receiver, world.receiver)
    again = assign(referral, world.receiver, world.receiver)

    assert again.version == first.version
    with pytest.raises(Stale):
        assign(referral, world.head, world.receiver, version=referral.version)


def test_only_ones_own_side_can_be_made_responsible(world, stranger):
    referral = make.at_state(world, "received")

    for person in (world.coordinator, stranger):
        with pytest.raises(Refusal):
            assign(referral, person, world.receiver)
    with pytest.raises(NotAllowed):
        assign(referral, stranger, stranger)


def test_ended_referrals_need_nobody(world):
    with pytest.raises(Refusal):
        assign(make.at_state(world, "completed"), world.receiver, world.receiver)


def test_all_ticked_are_assigned_or_none(world):
    good, ended = make.at_state(world, "received"), make.at_state(world, "completed")

    with pytest.raises(bulk.BulkRefused):
        assignment.assign_all(
            items=[bulk.Item(good), bulk.Item(ended)], assignee=world.head, by=world.receiver
        )
    assert Referral.objects.get(pk=good.pk).assignee is None
    assignment.assign_all(items=[bulk.Item(good)], assignee=world.head, by=world.receiver)

    assert Referral.objects.get(pk=good.pk).assignee == world.head
