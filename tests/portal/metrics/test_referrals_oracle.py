"""Referral timeliness equals its naive twin, on referrals made by the actions."""

import datetime as dt
import random

import pytest
import time_machine
from django.db import connection

from hospitals.models import CalendarDay
from portal.metrics import compute
from portal.metrics.models import IndicatorValue
from referrals.models import Patient, Referral, TimerRule
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


@pytest.mark.parametrize("seed", [1, 2])
def test_arrivals_of_each_pair_equal_the_oracle(world, seed):
    """Another hospital sends to the same one; one that nobody came from is told of, too."""
    chance = random.Random(seed)
    far = hospitals.hospital("另一县医院")
    told = {world.county: [], far: []}
    for origin in (world.county, far, world.county, far, world.county):
        told[origin].append(answer(world, chance))
    numbers = list(Referral.objects.order_by("number").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE referrals_referral DISABLE TRIGGER USER")
    rows = Referral.objects.filter(pk__in=numbers[1:4:2])
    rows.update(origin=far)
    Patient.objects.filter(pk__in=rows.values("patient")).update(hospital=far)

    compute.compute_stale()

    pairs = IndicatorValue.objects.filter(
        counterpart_hospital=world.centre, code__in=["R04", "R04M"]
    )
    for origin, answers in told.items():
        wanted = timeliness.figures(answers)
        wanted = {code: wanted[code] for code in ("R04", "R04M") if wanted[code][1]}
        own = pairs.filter(hospital=origin)
        found = {row.code: (row.numerator, row.denominator, row.measure) for row in own}
        assert found.keys() == wanted.keys()
        for code, (count, whole, measure) in wanted.items():
            assert found[code][:2] == (count, whole)
            assert found[code][2] == (None if measure is None else pytest.approx(measure))


def rule(priority, network=None, **limit):
    TimerRule.objects.create(
        network=network, kind="decided", priority=priority, since=START.date(), **limit
    )


def in_time():
    compute.compute_stale()
    row = IndicatorValue.objects.get(code="R03")
    return row.numerator, row.denominator


@pytest.mark.parametrize("seed", [1, 2])
def test_time_to_answer_is_the_networks_own(world, seed):
    chance = random.Random(seed)
    network = world.centre.led_networks.get()
    rule("emergency", network, minutes=30)
    rule("urgent", network, minutes=20)
    rule("urgent", minutes=9999)
    rule("routine", minutes=100)
    told = [answer(world, chance) for _ in range(8)]

    wanted = timeliness.figures(told, {"emergency": 30, "urgent": 20, "routine": 100})

    assert in_time() == wanted["R03"][:2]


def test_rule_set_later_is_found_stale_and_binds_no_earlier_referral(world):
    answer_after(world, dt.timedelta(hours=30))
    before = in_time()

    rule("routine", minutes=60)
    during = in_time()
    later = TimerRule.objects.get()
    later.since, later.version = START.date() + dt.timedelta(days=1), 2
    later.save()

    assert (before, during, in_time()) == ((1, 1), (0, 1), (1, 1))


def answer_after(world, wait):
    with time_machine.travel(START, tick=False) as clock:
        referral = make_received(world)
        clock.shift(wait)
        move(world, referral, "accept")


def make_received(world):
    referral = draft(world)
    for verb in ("submit_for_review", "approve", "receive"):
        referral = move(world, referral, verb)
    return referral


# START is a Monday; the destination works on the Tuesday or not.
@pytest.mark.parametrize(
    ("days_off", "hours", "is_in_time"),
    [
        ([], 24, True),
        ([], 25, False),
        ([("nation", False)], 25, True),
        ([("nation", False)], 49, False),
        ([("nation", False), ("own", True)], 25, False),
        ([("origin", False)], 25, False),
    ],
)
def test_workdays_of_a_rule_are_the_destinations(world, days_off, hours, is_in_time):
    rule("routine", world.centre.led_networks.get(), workdays=1)
    whose = {"nation": None, "own": world.centre, "origin": world.county}
    for name, is_workday in days_off:
        CalendarDay.objects.create(
            day=START.date() + dt.timedelta(days=1), is_workday=is_workday, hospital=whose[name]
        )

    answer_after(world, dt.timedelta(hours=hours))

    assert in_time() == (int(is_in_time), 1)


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
    row = IndicatorValue.objects.get(code="R04", counterpart_hospital=None)
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
