import datetime as dt
import random

import pytest
from django.db import connection

from portal.metrics import compute
from portal.metrics.indicators import channels
from portal.metrics.models import IndicatorValue, Job
from referrals.models import GreenMilestone, GreenTarget, Referral
from tests.factories import hospitals
from tests.factories import referrals as make

SENT = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)


def test_what_nobody_wrote_down_is_not_counted():
    results = [("reached", 30), ("late", 90), ("missing", 0), ("running", 5), ("reached", 10)]

    assert channels.in_time(results) == (2, 3)


@pytest.fixture
def world(db):
    """Its referrals get moments without the moves that lead to them."""
    made = make.World()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE referrals_referral DISABLE TRIGGER USER")
    return made


def stroke(world, door_to_needle, journey=30):
    """A stroke sent and arrived, with the needle so many minutes after the door."""
    row = make.draft(world, priority="emergency", green_channel="stroke")
    arrived = SENT + dt.timedelta(minutes=journey)
    Referral.objects.filter(pk=row.pk).update(
        submitted_at=SENT, arrived_at=arrived, state="arrived"
    )
    at = arrived + dt.timedelta(minutes=door_to_needle)
    GreenMilestone.objects.create(referral=row, code="thrombolysis", at=at)


def figures():
    run = compute.compute(Job.CHANNELS_OF_QUARTER, dt.date(2026, 1, 1))
    assert run.error == ""
    rows = IndicatorValue.objects.filter(run=run)
    return {
        row.code if row.item in ("", "stroke") else (row.code, row.item): (
            row.numerator,
            row.denominator,
            row.measure,
        )
        for row in rows
    }


def test_door_to_needle_and_the_way(world):
    for minutes, journey in ((40, 20), (60, 30), (61, 70)):
        stroke(world, minutes, journey)

    assert figures() == {
        "G01": (2, 3, None),
        "G01M": (None, 3, 60.0),
        "G04": (None, 3, 30.0),
        ("G04", "stroke:dnt"): (None, 3, 60.0),
        ("G04S", "stroke:dnt"): (2, 3, None),
    }
    way = IndicatorValue.objects.get(code="G04", item="stroke")
    assert (way.hospital, way.counterpart_hospital, way.item) == (
        world.county,
        world.centre,
        "stroke",
    )


def test_every_stage_of_every_pair_equals_the_count_by_hand(world):
    other = hospitals.hospital("另一县医院")
    chance = random.Random(1)
    told = []
    for _number in range(12):
        origin, minutes = chance.choice([world.county, other]), chance.randrange(30, 90)
        stroke(world, minutes)
        youngest = Referral.objects.latest("number")
        Referral.objects.filter(pk=youngest.pk).update(origin=origin)
        told.append((origin, minutes))

    figures()

    for origin in (world.county, other):
        own = sorted(minutes for place, minutes in told if place == origin)
        middle = (own[(len(own) - 1) // 2] + own[len(own) // 2]) / 2
        rows = IndicatorValue.objects.filter(hospital=origin, counterpart_hospital=world.centre)
        share, median = (rows.get(code=code, item="stroke:dnt") for code in ("G04S", "G04"))
        assert (share.numerator, share.denominator) == (sum(m <= 60 for m in own), len(own))
        assert (median.denominator, median.measure) == (len(own), middle)
        assert median.item_text == "卒中 到院至溶栓 DNT"


def test_limit_is_the_one_that_the_hospital_set(world):
    about = {"kind": "stroke", "code": "dnt", "since": dt.date(2026, 1, 1)}
    GreenTarget.objects.create(hospital=world.centre, minutes=45, **about)
    stroke(world, 40)
    stroke(world, 50)

    assert figures()["G01"] == (1, 2, None)


def test_quarters_without_cases_are_none(world):
    assert channels.inputs() == {}
