import pytest

from hospitals.models import Membership
from referrals.models import Referral
from tests.factories import hospitals
from tests.factories import referrals as make


def seen_by(user):
    return list(Referral.objects.visible_to(user))


def test_never_filed_stays_with_its_origin_even_when_cancelled(world, commission_of):
    cancelled = make.at_state(world, "cancelled")
    filed = make.move(world, make.at_state(world, "submitted"), "cancel")
    commission = commission_of(world.county.region)
    lead = hospitals.member("network_admin", world.centre)

    assert cancelled.submitted_at is None
    assert [seen_by(user) for user in (commission, lead)] == [[], [filed]]
    assert set(seen_by(world.clinician)) == {filed, cancelled}


@pytest.mark.parametrize("role", ["it_admin", "auditor"])
@pytest.mark.parametrize("place", ["hospital", "region"])
def test_a_role_without_the_right_opens_nothing_beside_one_that_has_it(world, role, place):
    """Their clinical role is elsewhere: it does not reach into where they keep the computers."""
    make.at_state(world, "submitted")
    doctor = hospitals.member("referring_clinician", hospitals.hospital("别处医院"))
    where = {"hospital": world.county} if place == "hospital" else {"region": world.county.region}
    Membership.objects.create(user=doctor, role=role, **where)

    assert seen_by(doctor) == []


def test_search_by_name_finds_only_where_the_name_may_be_seen(world):
    referral = make.at_state(world, "submitted")

    found = {
        who: list(Referral.objects.visible_to(user).found_by("覃测", user))
        for who, user in {
            "origin": world.clinician,
            "destination": world.receiver,
            "lead": world.lead,
        }.items()
    }

    assert found == {"origin": [referral], "destination": [referral], "lead": []}


def verbs(referral, user):
    return [move.verb for move in referral.moves_for(user)]


def test_nobody_is_offered_to_approve_their_own_referral(world):
    Membership.objects.create(user=world.clinician, role="reviewer", hospital=world.county)
    referral = make.at_state(world, "pending_review")

    assert verbs(referral, world.clinician) == ["return", "cancel"]
    assert verbs(referral, world.reviewer) == ["return", "approve"]


def test_who_acted_for_one_side_is_offered_nothing_of_the_other(world):
    Membership.objects.create(
        user=world.clinician, role="referral_coordinator", hospital=world.centre
    )
    referral = make.at_state(world, "submitted")

    assert verbs(referral, world.clinician) == ["cancel"]
    assert verbs(referral, world.receiver) == ["receive", "change_priority"]


def test_who_declined_sees_it_until_somebody_else_is_asked(world):
    other = hospitals.hospital("模拟三院", region=world.centre.region, level="3")
    referral = make.at_state(world, "declined")
    seen = [list(Referral.objects.visible_to(world.receiver))]

    make.move(world, referral, "redirect", destination=other)

    seen.append(list(Referral.objects.visible_to(world.receiver)))
    assert seen == [[referral], []]
