import datetime as dt
import threading

import pytest
import time_machine
from django.db import connections, transaction
from django.utils import timezone

from hospitals.models import DutyShift
from portal.models import OutboxMessage
from referrals.actions import sweeps
from referrals.models import Referral, ReferralEvent, Timer
from tests.factories import hospitals
from tests.factories import referrals as make
from tests.house.foreign import rows

NIGHT = dt.datetime(2026, 11, 19, 15, 0, tzinfo=dt.UTC)
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def clock():
    with time_machine.travel(NIGHT, tick=False) as moving:
        yield moving


def swept(clock, after):
    clock.shift(after)
    return sweeps.sweep()


def told(kind="referral.late"):
    """timer and level → whom the notice is owed to."""
    return {
        (message.payload["timer"], message.payload["level"]): set(message.recipient_ids)
        for message in OutboxMessage.objects.filter(kind=kind)
    }


def ids(*people):
    return {str(person.pk) for person in people}


def test_nothing_is_due_before_its_time(world, clock):
    make.at_state(world, "submitted", priority="emergency")

    assert swept(clock, 4 * MINUTE) == 0


def test_receipt_escalates_from_desk_to_deputy_to_centre(world, clock):
    deputy = hospitals.member("referral_coordinator", world.centre)
    above = hospitals.hospital()
    hospitals.network(above, world.county)
    lead = hospitals.member("network_admin", above)
    DutyShift.objects.create(
        hospital=world.centre,
        begins="20:00",
        ends="08:00",
        since="2026-01-01",
        person="值班员",
        phone="0773-1",
        user=deputy,
        is_deputy=True,
    )
    make.at_state(world, "submitted", priority="emergency")

    assert swept(clock, 5 * MINUTE) == 1
    assert told() == {("received", 1): ids(world.receiver, world.head, deputy)}
    assert swept(clock, 2.5 * MINUTE) == 1
    assert told()["received", 2] == ids(deputy)
    assert swept(clock, 2.5 * MINUTE) == 1
    assert told()["received", 3] == ids(lead)
    assert swept(clock, DAY) == 1  # the hard alarm of the whole wait
    assert told()["accept_total", 1] == ids(lead)
    assert swept(clock, DAY) == 0


def test_without_a_roster_the_desk_hears_again(world, clock):
    make.at_state(world, "submitted", priority="emergency")

    swept(clock, 8 * MINUTE)

    assert told()["received", 2] == ids(world.receiver, world.head)


def test_decision_is_reminded_at_half_and_told_at_the_end(world, clock):
    make.at_state(world, "received", priority="urgent")

    swept(clock, 2 * HOUR)
    assert set(told("referral.reminder")) == {("decided", 1)}
    swept(clock, 2 * HOUR)

    assert set(told()) == {("decided", 2)}
    assert Timer.objects.get(kind="decided").breached_at == timezone.now()


def test_sweeping_twice_leaves_the_same_database(world, clock):
    make.at_state(world, "submitted", priority="emergency")
    make.at_state(world, "received", priority="urgent")
    swept(clock, 3 * HOUR)
    before = rows()

    assert sweeps.sweep() == 0
    assert rows() == before


def test_levels_missed_while_nobody_swept_are_made_up_once(world, clock):
    hospitals.member("network_admin", world.centre)
    make.at_state(world, "submitted", priority="emergency")

    assert swept(clock, 20 * MINUTE) == 1
    assert set(told()) == {("received", 1), ("received", 2), ("received", 3)}


def test_clock_whose_referral_moved_on_is_ignored(world, clock):
    referral = make.at_state(world, "received", priority="emergency")
    left = Timer.objects.filter(referral=referral, kind="received")
    Timer.objects.exclude(pk__in=left).update(next_at=None)
    left.update(ended_at=None, next_at=timezone.now())

    assert swept(clock, HOUR) == 0
    assert told() == {}
    assert not Timer.objects.to_sweep(timezone.now()).exists()


def test_sweep_is_bounded(world, clock):
    for _number in range(3):
        make.at_state(world, "received", priority="urgent")
    clock.shift(2 * HOUR)

    assert [sweeps.sweep(limit=2), sweeps.sweep(limit=2), sweeps.sweep(limit=2)] == [2, 1, 0]


def test_idle_sweep_is_one_query(world, clock, django_assert_num_queries):
    make.at_state(world, "submitted", priority="emergency")

    with django_assert_num_queries(1):
        sweeps.sweep()


def test_answer_that_nobody_acknowledged_closes_by_itself(world, clock):
    referral = make.at_state(world, "treated")
    make.move(world, referral, "reply", down_referral=True, down_reason="回当地康复")

    assert swept(clock, 5 * DAY) == 1
    assert set(told("referral.reminder")) == {("auto_close", 1)}
    assert swept(clock, 2 * DAY) == 1

    event = ReferralEvent.objects.get(referral=referral, action="acknowledge")
    assert (event.actor, event.to_state) == (None, "completed")
    assert swept(clock, DAY) == 0


def test_refused_system_move_is_tried_again_later(world, clock):
    referral = make.at_state(world, "treated")
    make.move(world, referral, "reply")
    Referral.objects.filter(pk=referral.pk).update(replied_at=None)

    assert swept(clock, 7 * DAY) == 1
    assert sweeps.sweep() == 0
    Referral.objects.filter(pk=referral.pk).update(replied_at=timezone.now())
    assert swept(clock, HOUR) == 1

    assert Referral.objects.get(pk=referral.pk).state == "completed"


def test_missed_arrival_is_proposed_to_both_sides(world, clock):
    make.at_state(world, "in_transit", priority="urgent")

    swept(clock, 48 * HOUR)

    assert told()["expected_arrival", 1] >= ids(world.receiver, world.coordinator, world.clinician)
    assert not ReferralEvent.objects.filter(action="mark_no_show").exists()


@pytest.mark.django_db(transaction=True)
def test_row_that_somebody_moves_is_left_to_the_next_sweep():
    world = make.World()
    referral = make.at_state(world, "submitted", priority="emergency")
    found = []

    def sweep():
        found.append(sweeps.sweep(now=timezone.now() + HOUR))
        connections.close_all()

    with transaction.atomic():
        Referral.objects.select_for_update().get(pk=referral.pk)
        worker = threading.Thread(target=sweep)
        worker.start()
        worker.join(timeout=20)

    assert found == [0]
    assert sweeps.sweep(now=timezone.now() + HOUR) == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_each_level_once():
    world = make.World()
    hospitals.member("network_admin", world.centre)
    for _number in range(6):
        make.at_state(world, "submitted", priority="emergency")
    found, later = [], timezone.now() + HOUR
    start = threading.Barrier(2)

    def sweep():
        start.wait()
        found.append(sweeps.sweep(now=later))
        connections.close_all()

    workers = [threading.Thread(target=sweep) for _number in range(2)]
    [worker.start() for worker in workers]
    [worker.join(timeout=60) for worker in workers]
    sweeps.sweep(now=later)

    assert OutboxMessage.objects.filter(kind="referral.late").count() == 6 * 4
    assert set(Timer.objects.filter(kind="received").values_list("level", flat=True)) == {3}
    assert Timer.objects.to_sweep(later).count() == 0


@pytest.mark.parametrize(
    ("state", "after", "verb", "ends"),
    [
        ("draft", 14 * DAY, "discard", "entered_in_error"),
        ("returned", 14 * DAY, "discard", "entered_in_error"),
        ("scheduled", DAY + HOUR, "release", "accepted"),
        ("cancel_requested", DAY, "confirm_cancel", "cancelled"),
        ("submitted", 30 * DAY, "expire", "expired"),
        ("waitlisted", 30 * DAY, "expire", "expired"),
        ("accepted", 7 * DAY + HOUR, "expire", "expired"),
    ],
)
def test_system_moves_when_the_last_level_is_reached(world, clock, state, after, verb, ends):
    referral = make.at_state(world, state, priority="routine")
    swept(clock, after - MINUTE)
    assert Referral.objects.get(pk=referral.pk).state == state

    swept(clock, MINUTE)

    event = ReferralEvent.objects.get(referral=referral, action=verb)
    assert (event.actor, event.side, event.to_state) == (None, "system", ends)
    assert sweeps.sweep() == 0


@pytest.mark.parametrize("priority", ["emergency", "urgent"])
def test_nothing_urgent_ever_expires(world, clock, priority):
    referral = make.at_state(world, "submitted", priority=priority)

    swept(clock, 400 * DAY)

    assert Referral.objects.get(pk=referral.pk).state == "submitted"


def test_people_hear_three_days_before_a_referral_expires(world, clock):
    make.at_state(world, "submitted", priority="routine")

    swept(clock, 27 * DAY)

    assert told("referral.reminder")["expiry", 1] == ids(world.coordinator, world.clinician)


def test_draft_in_which_somebody_writes_is_kept(world, clock):
    referral = make.draft(world)
    clock.shift(10 * DAY)
    referral.save()

    assert swept(clock, 4 * DAY) == 1
    assert Referral.objects.get(pk=referral.pk).state == "draft"
    assert swept(clock, 7 * DAY) == 1
    assert set(told("referral.reminder")) == {("draft_purge", 1)}
    swept(clock, 3 * DAY)

    assert Referral.objects.get(pk=referral.pk).state == "entered_in_error"


def test_slot_is_given_up_and_the_missed_arrival_waits_for_a_person(world, clock):
    referral = make.at_state(world, "scheduled", priority="routine")

    swept(clock, DAY + HOUR)
    assert Referral.objects.get(pk=referral.pk).state == "accepted"
    swept(clock, DAY - HOUR)

    assert told()["expected_arrival", 1] == ids(world.receiver, world.coordinator, world.clinician)
    assert not ReferralEvent.objects.filter(referral=referral, action="mark_no_show").exists()
