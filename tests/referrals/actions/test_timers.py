import datetime as dt

from django.utils import timezone

from portal.models import OutboxMessage
from referrals.actions import timers
from referrals.models import Referral, Timer
from tests.factories import referrals as make


def test_moves_start_and_end_the_three_clocks(world):
    referral = make.at_state(world, "completed", priority="urgent")

    clocks = Timer.objects.filter(referral=referral).order_by("started_at")
    assert [(clock.kind, clock.attempt) for clock in clocks] == [
        ("received", 1),
        ("decided", 1),
        ("replied", 1),
    ]
    assert all(clock.ended_at and not clock.breached_at for clock in clocks)


def test_alarm_stands_on_the_row(world):
    referral = make.at_state(world, "submitted", priority="urgent")

    clock = Timer.objects.get(referral=referral)
    assert referral.due_at == clock.due_at == referral.submitted_at + dt.timedelta(hours=1)


def test_sweep_tells_once_who_keeps_others_waiting(world):
    referral = make.at_state(world, "submitted", priority="emergency")
    later = timezone.now() + dt.timedelta(minutes=6)

    found = [timers.sweep(now=later), timers.sweep(now=later)]

    assert found == [1, 0]
    message = OutboxMessage.objects.get(kind="referral.late")
    assert set(message.recipient_ids) == {str(world.receiver.pk), str(world.head.pk)}
    assert message.payload["number"] == referral.number
    assert Timer.objects.get(referral=referral).breached_at == referral.due_at


def test_sweep_leaves_what_is_in_time(world):
    make.at_state(world, "submitted", priority="urgent")

    assert timers.sweep() == 0


def test_late_answer_is_marked_even_if_nobody_swept(world):
    referral = make.at_state(world, "submitted", priority="urgent")
    Timer.objects.filter(referral=referral).update(due_at=timezone.now() - dt.timedelta(hours=1))

    make.move(world, referral, "receive")

    clock = Timer.objects.get(referral=referral, kind="received")
    assert clock.breached_at == clock.due_at
    assert list(Referral.objects.late()) == []
