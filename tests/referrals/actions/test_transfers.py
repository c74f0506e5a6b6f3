import datetime as dt

import pytest
from django.utils import timezone

from hospitals.models import BedPool, Membership
from portal.errors import Incomplete, NotAllowed, Refusal, Stale
from portal.models import AuditEvent, OutboxMessage
from referrals.actions import transfers
from referrals.models import Referral, ReferralEvent
from referrals.states import MOVES, STATES
from tests.factories import hospitals
from tests.factories import referrals as make


def test_main_line_closes_the_loop(world):
    referral = make.at_state(world, "completed")

    events = ReferralEvent.objects.filter(referral=referral)
    assert [event.action for event in events] == ["create", *make.MAIN_LINE]
    assert [event.seq for event in events] == list(range(1, 13))
    assert referral.version == 12
    assert referral.closed_at is not None
    assert referral.due_at is None


def test_every_move_leaves_event_audit_and_notice(world):
    referral = make.at_state(world, "submitted")

    assert list(
        AuditEvent.objects.filter(target_id=str(referral.pk))
        .order_by("at")
        .values_list("verb", flat=True)
    ) == ["referral.create", "referral.submit_for_review", "referral.approve"]
    approved = OutboxMessage.objects.get(kind="referral.approve")
    assert set(approved.recipient_ids) == {
        str(user.pk) for user in (world.receiver, world.head, world.clinician)
    }


@pytest.mark.parametrize("state", STATES)
def test_no_other_move_leads_out_of_a_state(world, state):
    referral = make.at_state(world, state)
    others = [verb for verb, move in MOVES.items() if state not in move.sources]

    for verb in set(others) - {"create", "expire"}:
        with pytest.raises(Refusal):
            make.move(world, referral, verb)

    assert Referral.objects.get(pk=referral.pk).state == state


def test_nobody_and_not_even_the_clock_makes_a_move_that_is_not_theirs(world):
    referral = make.at_state(world, "submitted")

    for by in (None, world.coordinator):
        with pytest.raises(Refusal):
            make.move(world, referral, "receive", by=by)


def test_move_with_a_stale_version_changes_nothing(world):
    referral = make.at_state(world, "submitted")

    with pytest.raises(Stale):
        transfers.receive(referral=referral, by=world.receiver, version=referral.version - 1)

    assert Referral.objects.get(pk=referral.pk).state == "submitted"


def test_origin_cannot_make_a_destination_move(world):
    referral = make.at_state(world, "submitted")

    with pytest.raises(NotAllowed):
        transfers.receive(referral=referral, by=world.coordinator)


def test_stranger_cannot_move(world, stranger):
    referral = make.at_state(world, "submitted")

    with pytest.raises(NotAllowed):
        transfers.receive(referral=referral, by=stranger)


def test_author_cannot_approve_own_referral(world):
    Membership.objects.create(
        user=world.clinician, hospital=world.county, role="reviewer", since=hospitals.LONG_AGO
    )
    referral = make.at_state(world, "pending_review")

    with pytest.raises(NotAllowed):
        transfers.approve(referral=referral, by=world.clinician)


def test_two_hats_act_on_one_side_only(world):
    both = hospitals.member("referral_coordinator", world.county)
    Membership.objects.create(
        user=both, hospital=world.centre, role="referral_coordinator", since=hospitals.LONG_AGO
    )
    referral = make.at_state(world, "pending_review", priority="emergency")
    referral = make.move(world, referral, "return")
    referral = transfers.send(referral=referral, by=both)

    with pytest.raises(NotAllowed):
        transfers.receive(referral=referral, by=both)


def test_send_needs_no_review_policy_or_emergency(world):
    routine = make.draft(world)
    with pytest.raises(Refusal):
        transfers.send(referral=routine, by=world.coordinator)

    emergency = make.draft(world, priority="emergency")
    assert transfers.send(referral=emergency, by=world.coordinator).state == "submitted"


def test_submit_names_every_missing_field(world):
    referral = make.draft(world, summary="", allergies="", not_local_reason="")

    with pytest.raises(Incomplete) as refused:
        transfers.submit_for_review(referral=referral, by=world.clinician)

    assert list(refused.value.errors) == ["allergies", "summary", "not_local_reason"]


def test_decline_then_redirect_opens_a_second_offer(world):
    other = hospitals.hospital("模拟三院", region=world.centre.region, level="3")
    referral = make.at_state(world, "declined")

    again = make.move(world, referral, "redirect", destination=other)

    offers = [(offer.seq, offer.hospital, offer.state) for offer in again.offers.all()]
    assert offers == [(1, world.centre, "declined"), (2, other, "open")]
    assert (again.state, again.destination) == ("submitted", other)


def test_redirect_to_who_refused_today_needs_news(world):
    referral = make.at_state(world, "declined")

    with pytest.raises(Incomplete):
        make.move(world, referral, "redirect", note="")


def test_schedule_takes_a_bed_and_treatment_gives_it_back(world):
    referral = make.at_state(world, "scheduled")
    assert BedPool.objects.get(pk=world.beds.pk).held_beds == 1

    for verb in ("arrive", "admit", "finish_treatment"):
        referral = make.move(world, referral, verb)
    assert BedPool.objects.get(pk=world.beds.pk).free_beds == 20


def test_last_bed_is_not_given_twice(world):
    BedPool.objects.filter(pk=world.beds.pk).update(open_beds=1)
    second = make.at_state(world, "accepted")
    make.at_state(world, "scheduled")

    with pytest.raises(Refusal):
        make.move(world, second, "schedule")


def test_emergency_departs_with_fresh_vital_signs_only(world):
    referral = make.at_state(world, "scheduled", priority="emergency")
    old = timezone.now() - dt.timedelta(hours=3)

    with pytest.raises(Incomplete) as refused:
        make.move(world, referral, "depart", vital_signs="血压 90/60", vital_signs_at=old)

    assert list(refused.value.errors) == ["vital_signs_at"]


def test_acknowledge_needs_the_final_reply(world):
    referral = make.at_state(world, "treated")

    with pytest.raises(Refusal):
        make.move(world, referral, "acknowledge")


def test_nothing_happens_in_the_future(world):
    referral = make.at_state(world, "accepted")

    with pytest.raises(Refusal):
        transfers.arrive(
            referral=referral,
            by=world.desk,
            details={"identity_checked": True, "note": "到诊"},
            at=timezone.now() + dt.timedelta(hours=1),
        )


def test_leaving_the_province_takes_a_senior_reviewer(world):
    far = hospitals.hospital("模拟外省医院", level="3A")
    hospitals.network(far, world.county)
    referral = make.at_state(world, "pending_review", destination=far)
    world.reviewer.title = "主治医师"
    with pytest.raises(NotAllowed):
        transfers.approve(referral=referral, by=world.reviewer)

    world.reviewer.title = "主任医师"
    assert transfers.approve(referral=referral, by=world.reviewer).state == "submitted"


def test_accepting_into_a_full_ward_takes_a_word_why(world):
    BedPool.objects.update(occupied_beds=20)
    referral = make.at_state(world, "received")
    with pytest.raises(Incomplete):
        make.move(world, referral, "accept")

    assert make.move(world, referral, "accept", note="加床").state == "accepted"


def test_reviewers_hear_of_an_emergency_that_left_without_them(world):
    referral = make.draft(world, priority="emergency")

    transfers.send(referral=referral, by=world.coordinator)

    message = OutboxMessage.objects.get(kind="catch_up.review")
    assert message.recipient_ids == [str(world.reviewer.pk)]
    assert referral.catch_ups.get().kind == "review"
