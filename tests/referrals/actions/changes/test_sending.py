"""Before the other side is asked, and whenever it is asked anew."""

import datetime as dt

import pytest
from django.utils import timezone

from portal.errors import Incomplete, NotAllowed, Refusal
from portal.models import OutboxMessage
from referrals.actions import filing, supersession
from referrals.models import Referral
from tests.factories import referrals as make


def test_discarded_draft_is_an_error_and_never_comes_back(world):
    referral = make.move(world, make.draft(world), "discard")

    assert (referral.state, referral.submitted_at) == ("entered_in_error", None)


def test_several_are_asked_and_the_first_to_accept_takes_the_patient(world):
    referral = make.at_state(world, "pending_review")
    other = _member(world)

    referral = make.move(world, referral, "approve", also_ask=[world.onward])
    seen = Referral.objects.visible_to(other).filter(pk=referral.pk).exists()
    referral = make.move(world, referral, "receive", by=other)
    ward = make.hospitals.department(world.onward, "心血管内科")
    referral = make.move(world, referral, "accept", by=other, department=ward)

    assert seen
    assert (referral.state, referral.destination) == ("accepted", world.onward)
    assert referral.also_asked == []
    offers = [(offer.hospital, offer.state) for offer in referral.offers.all()]
    assert offers == [(world.centre, "withdrawn"), (world.onward, "accepted")]


def test_one_refusal_leaves_the_others_asked(world):
    referral = make.at_state(world, "pending_review")
    other = _member(world)
    referral = make.move(world, referral, "approve", also_ask=[world.onward])
    referral = make.move(world, referral, "receive")

    referral = make.move(world, referral, "decline")

    assert (referral.state, referral.destination) == ("submitted", world.onward)
    assert make.move(world, referral, "receive", by=other).state == "received"


def _member(world):
    return make.hospitals.member("referral_coordinator", world.onward)


def test_other_hospital_that_still_asks_for_the_person_is_told_to_look(world):
    older = make.at_state(world, "received", id_number=make.ID_NUMBER)
    make.at_state(world, "received")
    third = make.hospitals.hospital("模拟三院", region=world.centre.region)
    doctor = make.hospitals.member("referring_clinician", third)
    content = make.content(world, id_number=make.ID_NUMBER)

    supersession.tell_others(filing.create(origin=third, content=content, by=doctor))

    told = OutboxMessage.objects.get(kind="referral.moved_on")

    assert told.recipient_ids == [str(world.coordinator.pk)]
    assert told.payload["number"] == older.number


def test_one_hospital_asks_for_one_person_once_at_a_time(world):
    first = make.at_state(world, "received", id_number=make.ID_NUMBER)
    second = make.draft(world, id_number=make.ID_NUMBER)
    second = make.move(world, second, "submit_for_review")

    with pytest.raises(Refusal) as refused:
        make.move(world, second, "approve")
    assert refused.value.code == "open_request"

    second = make.move(world, second, "approve", replaces=True)
    first.refresh_from_db()
    assert (first.state, first.superseded_by) == ("cancelled", second)
    assert second.state == "submitted"


def test_a_patient_on_the_road_is_not_asked_for_again(world):
    make.at_state(world, "in_transit", id_number=make.ID_NUMBER)
    second = make.at_state(world, "pending_review", id_number=make.ID_NUMBER)

    with pytest.raises(Refusal) as refused:
        make.move(world, second, "approve", replaces=True)

    assert refused.value.code == "on_the_way"


def test_retrospective_filing_takes_both_sides(world):
    referral = make.draft(world, priority="emergency")
    assert not Referral.objects.visible_to(world.desk).filter(pk=referral.pk).exists()

    referral = make.move(world, referral, "file_retrospective")
    assert (referral.state, referral.is_retrospective) == ("draft", True)
    assert Referral.objects.visible_to(world.desk).filter(pk=referral.pk).exists()

    referral = make.move(world, referral, "file_retrospective", by=world.desk)
    assert referral.state == "arrived"
    assert referral.arrived_at < referral.submitted_at
    assert [offer.state for offer in referral.offers.all()] == ["accepted"]


def test_retrospective_filing_has_its_limits(world):
    routine = make.draft(world)
    with pytest.raises(Refusal):
        make.move(world, routine, "file_retrospective")

    emergency = make.draft(world, priority="emergency")
    long_ago = timezone.now() - dt.timedelta(hours=25)
    with pytest.raises(Incomplete) as refused:
        make.move(world, emergency, "file_retrospective", arrived_at=long_ago, agreed_at=long_ago)
    assert list(refused.value.errors) == ["arrived_at"]
    with pytest.raises(NotAllowed):
        make.move(world, emergency, "file_retrospective", by=world.desk)


def test_whoever_wrote_it_does_not_review_it(world):
    referral = make.at_state(world, "pending_review")
    make.hospitals.Membership.objects.create(
        user=world.clinician, hospital=world.county, role="reviewer", since=make.LONG_AGO
    )
    del world.clinician._held

    with pytest.raises(NotAllowed) as refused:
        make.move(world, referral, "approve", by=world.clinician)

    assert refused.value.code == "own_referral"


def test_redirect_across_the_province_asks_for_what_that_takes(world):
    far = make.hospitals.hospital("外省医院", region=make.hospitals.county())
    referral = make.at_state(world, "declined")
    referral.patient.contact_phone = ""
    referral.patient.save()

    with pytest.raises(Incomplete) as refused:
        make.move(world, referral, "redirect", destination=far)

    assert "contact_phone" in refused.value.errors
