"""Killing worker, beat or Redis loses no notice and doubles none.

Real processes on a real database: people file and move referrals while one process after the
other is killed with -9. The broker keeps nothing on disk, so each of its deaths loses all it held.
"""

import datetime as dt

import pytest
from django.utils import timezone

from portal.management import invariants
from portal.models import Notice, OutboxMessage
from referrals.actions import filing, transfers
from referrals.models import ReferralEvent, Timer
from tests.factories import referrals as make
from tests.processes import fleet as processes

pytestmark = pytest.mark.processes

FAULTS = ("pool process", "worker", "valkey", "beat", "valkey", "worker", "pool process", "beat")
FAULTS += ("valkey", "worker")
BURST = 6
SECONDS_TO_START = 20
# Longer than the tries of a message that is lost three times in a row take.
SECONDS_TO_SETTLE = 90


@pytest.fixture
def fleet(tmp_path, django_db_blocker, monkeypatch):
    with django_db_blocker.unblock(), processes.own_database() as database:
        for name, value in processes.environment(tmp_path, database).items():
            monkeypatch.setenv(name, value)
        found = processes.Fleet(tmp_path)
        try:
            found.start()
            yield found
        finally:
            found.stop()


def file_and_move(world, number):
    """One referral to the destination's inbox; every third was sent long ago and is late."""
    at = timezone.now() - dt.timedelta(hours=3 if number % 3 == 0 else 0)
    content = make.content(world, priority="emergency", id_number=world.next_id_number())
    row = filing.create(origin=world.county, content=content, by=world.clinician, at=at)
    for verb in ("submit_for_review", "approve"):
        actor = getattr(world, make.ACTORS[verb])
        row = transfers.ACTIONS[verb](referral=row, by=actor, at=at)
    return row if number % 3 == 0 else make.move(world, row, "receive")


def is_on_its_way():
    """A message is with the broker or the worker right now, so this is the moment to kill."""
    return OutboxMessage.objects.filter(tries__gt=0, delivered_at=None).exists()


def is_settled():
    now = timezone.now()
    due = Timer.objects.to_sweep(now)
    return not (due.exists() or OutboxMessage.objects.filter(delivered_at=None).exists())


def owed():
    """Each (message, person) that somebody must find in the inbox."""
    rows = OutboxMessage.objects.values_list("pk", "recipient_ids")
    return sorted((str(pk), person) for pk, people in rows for person in people)


def found():
    rows = Notice.objects.values_list("message_id", "recipient_id")
    return sorted((str(message), str(person)) for message, person in rows)


def test_no_notice_is_lost_and_none_is_doubled(fleet, record_property):
    world, filed = make.World(), []

    for name in FAULTS:
        fleet.wait_for(name)
        filed += [file_and_move(world, len(filed) + number) for number in range(BURST)]
        fleet.run_until(is_on_its_way, SECONDS_TO_START, every=0.01)
        fleet.kill(name)
    settled = fleet.run_until(is_settled, SECONDS_TO_SETTLE)

    assert settled, fleet.lines
    assert set(fleet.killed) == set(FAULTS)
    # Every referral tells the reviewer, then the destination and the author; a late one, once more.
    events = ReferralEvent.objects.filter(action__in=["submit_for_review", "approve", "receive"])
    keys = {f"referral-event:{pk}" for pk in events.values_list("pk", flat=True)}
    reached = Timer.objects.filter(level__gt=0).values_list("pk", "level")
    levels = {f"timer:{pk}:{level}" for pk, count in reached for level in range(count)}
    owing = set(OutboxMessage.objects.values_list("key", flat=True))
    # A level that reaches nobody here, because the world has no such people, owes nothing.
    assert owing - levels == keys
    assert owing & levels
    assert found() == owed()
    assert invariants.broken() == {}
    # Something was lost on the way and sent again, so this was no fair weather.
    assert queued_again() > 0
    record_property("messages", len(keys))
    record_property("queued_again", queued_again())


def queued_again():
    return sum(tries - 1 for tries in OutboxMessage.objects.values_list("tries", flat=True))
