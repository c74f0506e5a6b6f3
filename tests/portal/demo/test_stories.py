"""The stories of the demo are histories that the move table allows."""

import datetime as dt
import random
from types import SimpleNamespace

import pytest
from django.utils import timezone

from portal.demo import base, referrals, stories
from referrals.models import Referral, ReferralEvent
from referrals.states import MOVES

TREATED = {start for start, _end in MOVES["finish_treatment"].edges()}
STARTS = ["submit_for_review", "approve", "receive"]


def ends(states, verb):
    """Where a verb may lead from any of the states."""
    return {end for start, end in MOVES[verb].edges() if start in states}


@pytest.mark.parametrize("line", [line for _chance, line in stories.SIDE_LINES])
def test_side_line_is_a_way_through_the_table(line):
    states = {"draft"}
    for verb in [*STARTS, *line]:
        states = ends(states, verb)
        assert states, verb


def test_dice_tell_every_kind_of_story():
    told = set()
    for number in range(4000):
        dice = random.Random(number)
        priority = dice.choice(stories.PRIORITIES)
        told |= set(stories.story(dice, SimpleNamespace(priority=priority, green_channel="")))

    # Sent straight only to an accredited centre; nobody asks outside the network or twice.
    assert set(MOVES) - told == {
        "create",
        "emergency_bypass",
        "record_external_acceptance",
        "supersede",
    }


@pytest.mark.django_db
def test_walk_leaves_each_referral_where_its_last_event_led():
    """Thirty referrals of the demo network, walked through the actions."""
    base.load()
    cast = referrals.Cast.read()
    walked = [referrals.walk(number, cast).pk for number in range(30)]

    rows = Referral.objects.filter(pk__in=walked)
    last = {row.pk: ReferralEvent.objects.filter(referral=row).last() for row in rows}
    assert {row.pk: row.state for row in rows} == {pk: event.to_state for pk, event in last.items()}
    assert sum(event.seq > 1 for event in last.values()) > 20
    now = timezone.now()
    open_urgent = rows.open().exclude(priority="routine").exclude(state__in=TREATED)
    assert [row.number for row in open_urgent if now - row.state_since > dt.timedelta(days=4)] == []
