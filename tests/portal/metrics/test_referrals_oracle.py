"""Referral timeliness equals its naive twin, on referrals made by the actions."""

import datetime as dt
import random

import pytest
import time_machine

from portal.metrics import compute
from portal.metrics.models import IndicatorValue
from tests.factories import hospitals
from tests.factories.referrals import World, draft, move
from tests.oracles import timeliness

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)


def answer(world, chance):
    """One referral, answered after a while; perhaps the patient arrives. What was done."""
    priority = chance.choice(["emergency", "urgent", "routine"])
    accepted, arrives = chance.random() < 0.7, chance.random() < 0.6
    minutes, hours = chance.choice([5, 30, 300, 3000]), chance.choice([1, 7, 20])
    with time_machine.travel(START, tick=False) as clock:
        referral = draft(world, priority=priority)
        move(world, referral, "submit_for_review")
        referral = move(world, referral, "approve")
        move(world, referral, "receive")
        clock.shift(dt.timedelta(minutes=minutes))
        move(world, referral, "accept" if accepted else "decline")
        if accepted and arrives:
            clock.shift(dt.timedelta(hours=hours))
            move(world, referral, "arrive")
    came = accepted and arrives
    return {
        "accepted": accepted,
        "minutes": minutes,
        "priority": priority,
        "due": True,
        "hours": hours if came else None,
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_equals_the_oracle(world, seed):
    chance = random.Random(seed)
    told = [answer(world, chance) for _ in range(8)]

    compute.compute_stale()

    found = {
        row.code: (row.numerator, row.denominator, row.measure)
        for row in IndicatorValue.objects.filter(hospital=world.centre)
    }
    wanted = timeliness.figures(told)
    assert {code: row[:2] for code, row in found.items()} == {
        code: row[:2] for code, row in wanted.items()
    }
    for code, (_n, _d, measure) in wanted.items():
        assert found[code][2] == (None if measure is None else pytest.approx(measure, abs=1e-9))


def test_acceptance_is_due_once_it_ran_out(world):
    with time_machine.travel(START, tick=False) as clock:
        referral = draft(world)
        for verb in ("submit_for_review", "approve", "receive", "accept"):
            referral = move(world, referral, verb)
        compute.compute_stale()
        soon = arrivals()
        clock.shift(dt.timedelta(days=8))
        compute.compute_stale()

    assert (soon, arrivals()) == ((0, 0), (0, 1))


def arrivals():
    row = IndicatorValue.objects.get(code="R04")
    return row.numerator, row.denominator


def test_referrals_to_another_province_are_the_outflow_we_know(db):
    world = World()
    far = hospitals.hospital("外省医院")
    hospitals.network(far, world.county)
    referral = draft(world, destination=far)
    move(world, referral, "submit_for_review")
    move(world, referral, "approve")

    compute.compute_stale()

    rows = IndicatorValue.objects.filter(code="K01").select_related("region")
    levels = {row.region.level: (row.numerator, row.layer) for row in rows}
    assert levels == {level: (1, "known") for level in ("county", "city", "province")}
