"""What the asked side answers."""

import datetime as dt

import pytest
from django.utils import timezone

from hospitals.models import BedPool
from portal.errors import Incomplete, NotAllowed, Refusal
from referrals.actions import attachments
from referrals.models import Referral, Reply
from tests.factories import files
from tests.factories import referrals as make


def test_waitlisted_patient_is_accepted_later(world):
    referral = make.at_state(world, "waitlisted")
    expected = referral.offers.get().expected_on

    referral = make.move(world, referral, "accept")

    assert expected == timezone.localdate() + dt.timedelta(days=1)
    assert referral.state == "accepted"


def test_onward_proposal_declines_and_names_the_better_place(world):
    referral = make.at_state(world, "received")

    referral = make.move(world, referral, "propose_onward")

    assert referral.state == "declined"
    assert referral.events.last().payload["onward"] == str(world.onward.pk)
    assert referral.offers.get().reason_code == "needs_higher_level"
    assert make.move(world, referral, "redirect", destination=world.onward).state == "submitted"


@pytest.mark.parametrize("caused_by, broken", [("patient", False), ("provider", True)])
def test_withdrawn_promise_is_broken_unless_the_patient_stayed_away(world, caused_by, broken):
    referral = make.at_state(world, "scheduled")
    referral = make.move(world, referral, "mark_no_show", caused_by=caused_by)

    referral = make.move(world, referral, "withdraw_acceptance")

    assert referral.state == "declined"
    assert referral.events.last().payload["broken_promise"] is broken


def test_withdrawn_promise_gives_the_bed_back(world):
    referral = make.at_state(world, "scheduled")
    taken = BedPool.objects.get(pk=world.beds.pk).held_beds

    make.move(world, referral, "withdraw_acceptance")

    assert BedPool.objects.get(pk=world.beds.pk).held_beds == taken - 1


def test_advice_ends_without_a_visit_and_is_acknowledged(world):
    referral = make.at_state(world, "received")

    referral = make.move(world, referral, "return_with_advice")

    assert (referral.state, referral.is_advice, referral.arrived_at) == ("treated", True, None)
    assert Reply.objects.get(referral=referral).kind == "advice"
    with pytest.raises(Refusal):
        make.move(world, referral, "reply")
    assert make.move(world, referral, "acknowledge").state == "completed"


def _external(world, **changes):
    province = world.county.region.at("province")
    return make.draft(
        world,
        destination=None,
        external_name="省外某医院",
        external_province=make.hospitals.region("外省") if "away" in changes else province,
    )


def test_external_hospital_is_spoken_for_by_the_origin(world):
    referral = _external(world)
    referral = make.move(world, referral, "submit_for_review")
    referral = make.move(world, referral, "approve")
    with pytest.raises(NotAllowed):
        make.move(world, referral, "receive")

    referral = make.move(world, referral, "record_external_acceptance")
    referral = make.move(world, referral, "depart")
    referral = make.move(world, referral, "arrive", by=world.coordinator)
    referral = make.move(world, referral, "admit", by=world.clinician)

    assert referral.state == "admitted"
    assert {event.side for event in referral.events.all()} == {"origin"}
    verbs = {move.verb for move in referral.moves_for(world.coordinator)}
    assert "schedule" not in verbs


def test_external_hospital_of_another_province_counts_as_cross_province(world):
    assert _external(world, away=True).cross_level == "province"
    assert _external(world).cross_level == "unknown"


def test_only_external_acceptance_is_recorded_by_the_origin(world):
    with pytest.raises(Refusal) as refused:
        make.move(world, make.at_state(world, "submitted"), "record_external_acceptance")

    assert refused.value.code == "not_external"


def _pooled(world):
    network = world.county.network_memberships.get().network
    referral = make.draft(world, destination=None, pool=network)
    referral = make.move(world, referral, "submit_for_review")
    return make.move(world, referral, "approve")


def test_pool_is_seen_by_its_members_and_claimed_by_one(world, stranger):
    referral = _pooled(world)
    visible = Referral.objects.filter(pk=referral.pk)
    assert visible.visible_to(world.receiver).exists()
    assert visible.pooled(world.receiver).exists()
    assert not visible.visible_to(stranger).exists()

    referral = make.move(world, referral, "receive")

    assert (referral.state, referral.destination) == ("received", world.centre)
    assert not visible.pooled(world.receiver).exists()


def test_pool_is_claimed_once(world):
    referral = _pooled(world)
    make.move(world, referral, "receive")

    with pytest.raises(Refusal):
        make.move(world, referral, "receive", by=world.head)


def test_transfer_centre_claims_for_a_member(world):
    referral = _pooled(world)

    with pytest.raises(Incomplete):
        make.move(world, referral, "receive", by=world.transfer_centre, hospital=world.county)
    referral = make.move(
        world, referral, "receive", by=world.transfer_centre, hospital=world.centre
    )

    assert referral.destination == world.centre


def test_a_file_answers_as_well_as_a_word(world):
    asked = make.at_state(world, "info_requested")
    with pytest.raises(Incomplete):
        make.move(world, asked, "supply_info", note="")
    attachments.attach(
        referral=asked, content=files.pdf(), name="a.pdf", kind="summary", by=world.clinician
    )

    supplied = make.move(world, asked, "supply_info", note="")

    assert (supplied.state, supplied.events.last().payload) == ("received", {"files": 1})
