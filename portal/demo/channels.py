"""Green channel cases with their moments, and referrals that lie in a pool: made by the actions."""

import datetime as dt
import random

from django.db import transaction
from django.utils import timezone

from hospitals.models import NetworkMembership
from portal.demo import referrals as walker
from portal.demo.stories import step
from portal.errors import Refusal
from portal.roles import Role
from referrals import green
from referrals.actions import filing, milestones, transfers
from referrals.enums import GreenChannel
from referrals.models import Referral
from referrals.models.green import times_of
from referrals.states import Side

CASES, POOLED = 15, 6
MINUTE = dt.timedelta(minutes=1)
TO_THE_DOOR = ("send", "receive", "accept", "depart", "arrive")


def load(progress):
    """What is missing of them."""
    cast = walker.Cast.read()
    have = Referral.objects.filter(is_synthetic=True)
    told = have.filter(green_milestones__isnull=False).distinct()
    for number in range(told.count(), CASES):
        _attempt(_green_case, number, cast)
    for number in range(have.filter(pool__isnull=False).count(), POOLED):
        _attempt(_pooled, number, cast)
    progress(f"green {told.count()}")


def _attempt(make, number, cast):
    """One that the rules refuse is left out; the next one may do."""
    try:
        with transaction.atomic():
            make(number, cast)
    except Refusal:
        return


def _filed(number, cast, at, **changes):
    dice = random.Random(f"channel {number} {sorted(changes)}")
    upward = [route for route in cast.routes if route[2] == 10]
    origin, destination, _weight = dice.choice(upward)
    content = walker._content(dice, origin, destination, cast, at) | changes
    author = cast.people[origin.pk, Role.REFERRING_CLINICIAN]
    made = filing.create(origin=origin, content=content, by=author, at=at, is_synthetic=True)
    return dice, made


def _green_case(number, cast):
    """From the call to the door, then the moments that each side enters; some are late."""
    kind = GreenChannel.values[number % len(GreenChannel.values)]
    at = timezone.now() - dt.timedelta(hours=6 + 20 * number)
    dice, row = _filed(number, cast, at, priority="emergency", green_channel=kind)
    for verb in TO_THE_DOOR:
        at += dice.uniform(3, 15) * MINUTE
        row = step(dice, cast, row, verb, at)
    _enter_moments(dice, cast, row)


def _enter_moments(dice, cast, row):
    roles = {Side.ORIGIN: row.origin_id, Side.DESTINATION: row.destination_id}
    known = times_of(row)
    for one in green.STEPS[row.green_channel]:
        if one.known or dice.random() < 0.1:
            continue
        earlier = one.rank < 5
        start = known["departed"] if earlier else known["arrived"]
        away = (one.rank - 5) * dice.uniform(12, 30) * MINUTE
        by = _coordinator(cast, roles[one.side])
        try:
            moment = start + away
            milestones.record(referral=row, code=one.code, at=moment, by=by)
        except Refusal:
            continue


def _coordinator(cast, hospital_id):
    person = cast.people[hospital_id, Role.REFERRAL_COORDINATOR]
    person.working_hospital_id = None
    return person


def _pooled(number, cast):
    """Filed with a whole network, and nobody has claimed it yet."""
    at = timezone.now() - dt.timedelta(minutes=7 * (number + 1))
    _dice, row = _filed(
        number,
        cast,
        at,
        destination=None,
        destination_department=None,
        priority="emergency",
    )
    members = NetworkMembership.objects.current().filter(hospital=row.origin)
    row.pool = members.select_related("network").order_by("network__name")[0].network
    row.save(update_fields=["pool"])
    by = _coordinator(cast, row.origin_id)
    transfers.send(referral=row, by=by, at=at + 2 * MINUTE)
