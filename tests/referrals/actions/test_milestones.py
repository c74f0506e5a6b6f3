import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from hospitals.models import Membership
from portal.errors import Incomplete, NotAllowed, Refusal
from portal.models import AuditEvent
from referrals.actions import milestones, transfers
from referrals.models import GreenMilestone, GreenTarget
from referrals.models.green import results_of, times_of
from tests.factories import hospitals
from tests.factories import referrals as make

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def case(world):
    """A stroke that has arrived."""
    return make.arrived_green(world)


def enter(case, code, at, by, **details):
    return milestones.record(referral=case, code=code, at=at, by=by, **details)


def test_each_side_enters_its_own_steps(world, case):
    now = timezone.now()
    enter(case, "onset", now - 300 * MINUTE, world.coordinator)
    enter(case, "imaging", now, world.head)

    with pytest.raises(NotAllowed):
        enter(case, "puncture", now, world.coordinator)
    with pytest.raises(NotAllowed):
        enter(case, "door_in", now - 200 * MINUTE, world.receiver)

    assert set(times_of(case)) == {"onset", "departed", "arrived", "imaging"}


def test_correcting_a_moment_keeps_the_old_one_in_the_audit(world, case):
    now = timezone.now()
    first = enter(case, "onset", now - 300 * MINUTE, world.coordinator)
    enter(case, "onset", now - 290 * MINUTE, world.coordinator, note="家属更正")

    row = GreenMilestone.objects.get()
    event = AuditEvent.objects.filter(verb="referral.milestone").order_by("at").last()
    assert (row.version, row.note) == (2, "家属更正")
    assert event.detail["instead_of"] == first.at.isoformat()


@pytest.mark.parametrize("shift", [1, -10_000])
def test_moments_are_not_in_the_future_nor_out_of_order(world, case, shift):
    with pytest.raises(Incomplete) as refusal:
        enter(case, "imaging", timezone.now() + shift * MINUTE, world.head)

    assert list(refusal.value.errors) == ["at"]


@pytest.mark.parametrize("code", ["arrived", "wire", "nonsense"])
def test_known_and_foreign_steps_are_not_entered(world, case, code):
    with pytest.raises(Refusal) as refusal:
        enter(case, code, timezone.now(), world.head)

    assert refusal.value.code == "no_step"


def test_who_wore_the_other_hat_enters_nothing_here(world):
    both = hospitals.member("referral_coordinator", world.centre)
    held = {"role": "referral_coordinator", "since": hospitals.LONG_AGO}
    Membership.objects.create(user=both, hospital=world.county, **held)
    case = make.draft(world, priority="emergency", green_channel="stroke")
    filed = transfers.send(referral=case, by=both)

    assert milestones.sides_of(filed, both) == {"origin"}


def test_target_holds_from_its_day_on(world, case):
    admin = hospitals.member("hospital_admin", world.centre)
    today = timezone.localdate()
    for since, minutes in ((today - dt.timedelta(days=9), 1), (today + MINUTE * 1440, 90)):
        details = {"kind": "stroke", "code": "dnt", "minutes": minutes, "since": since}
        milestones.set_target(hospital=world.centre, details=details, by=admin)
    versions = GreenTarget.objects.by_hospital([world.centre.pk])

    limits = {row.goal.code: row.limit for row in results_of(case, versions)}

    assert (limits["dnt"], limits["dpt"]) == (1, 90)


def test_target_twice_on_a_day_and_by_strangers_is_refused(world):
    admin = hospitals.member("hospital_admin", world.centre)
    details = {"kind": "stroke", "code": "dnt", "minutes": 45, "since": timezone.localdate()}
    milestones.set_target(hospital=world.centre, details=details, by=admin)

    with pytest.raises(Refusal) as refusal:
        milestones.set_target(hospital=world.centre, details=details, by=admin)
    assert refusal.value.code == "green_target_once_per_day"
    with pytest.raises(NotAllowed):
        milestones.set_target(hospital=world.centre, details=details, by=world.head)
    unknown = details | {"code": "wire"}
    with pytest.raises(Incomplete):
        milestones.set_target(hospital=world.centre, details=unknown, by=admin)


def test_database_refuses_doubles_and_senseless_limits(world, case):
    row = {"referral": case, "code": "onset", "at": timezone.now()}
    GreenMilestone.objects.create(**row)

    with pytest.raises(IntegrityError, match="green_milestone_once"), transaction.atomic():
        GreenMilestone.objects.create(**row)


def test_limit_is_between_a_minute_and_a_day(world):
    row = {"hospital": world.centre, "kind": "stroke", "code": "dnt", "since": "2026-01-01"}

    with pytest.raises(IntegrityError, match="green_target_in_a_day"), transaction.atomic():
        GreenTarget.objects.create(minutes=0, **row)
