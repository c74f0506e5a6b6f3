"""Ways in which a referral ends early, is set right, or is opened again."""

import datetime as dt

import pytest
from django.utils import timezone

from portal.errors import Incomplete, NotAllowed, Refusal
from referrals.models import OutflowRecord, Referral, Timer
from tests.factories import referrals as make


@pytest.mark.parametrize("reason, leads", [("patient_left", 1), ("improved", 0)])
def test_patient_who_left_is_a_lead_of_the_outflow_list(world, reason, leads):
    make.move(world, make.at_state(world, "submitted"), "cancel", reason_code=reason)
    accepted = make.at_state(world, "accepted")
    asked = make.move(world, accepted, "request_cancel", reason_code=reason)
    make.move(world, asked, "confirm_cancel")

    found = OutflowRecord.objects.filter(outcome="left", state="candidate")
    assert found.count() == 2 * leads


def test_unplaced_names_where_the_patient_went(world):
    province = make.hospitals.region("外省")
    referral = make.move(
        world, make.at_state(world, "declined"), "close_unplaced", province=province
    )

    lead = OutflowRecord.objects.get()
    assert (referral.state, lead.referral, lead.province) == ("unplaced", referral, province)
    assert [offer.state for offer in referral.offers.all()] == ["declined"]


def test_placed_outside_says_where(world):
    referral = make.at_state(world, "declined")

    with pytest.raises(Incomplete) as refused:
        make.move(world, referral, "close_unplaced", outcome="elsewhere")
    assert list(refused.value.errors) == ["place_name"]

    make.move(world, referral, "close_unplaced", outcome="elsewhere", place_name="外省某医院")
    lead = OutflowRecord.objects.get()
    assert (lead.place, lead.place_name, lead.province) == (None, "外省某医院", None)


def test_known_hospital_brings_its_name_and_province(world):
    referral = make.at_state(world, "declined")

    make.move(world, referral, "close_unplaced", outcome="elsewhere", place=world.onward)

    lead = OutflowRecord.objects.get()
    assert (lead.place, lead.place_name) == (world.onward, world.onward.name)
    assert lead.province == world.onward.region.at("province")


def test_treated_at_home_is_no_outflow(world):
    make.move(world, make.at_state(world, "received"), "close_unplaced", outcome="treated_here")

    assert OutflowRecord.objects.count() == 0


def test_only_the_side_where_the_patient_is_closes_it_unplaced(world):
    arrived = make.at_state(world, "arrived")
    received = make.at_state(world, "received")

    assert "close_unplaced" in {move.verb for move in arrived.moves_for(world.receiver)}
    assert "close_unplaced" not in {move.verb for move in arrived.moves_for(world.coordinator)}
    assert "close_unplaced" not in {move.verb for move in received.moves_for(world.receiver)}
    with pytest.raises(NotAllowed) as refused:
        make.move(world, received, "close_unplaced", by=world.receiver)
    assert refused.value.code == "other_side"


@pytest.mark.parametrize("state", ["received", "waitlisted", "accepted", "scheduled", "no_show"])
def test_refused_cancellation_goes_back_to_where_it_was(world, state):
    referral = make.move(world, make.at_state(world, state), "request_cancel")
    assert referral.state == "cancel_requested"

    assert make.move(world, referral, "refuse_cancel").state == state


def test_refused_cancellation_of_a_patient_who_is_here(world):
    referral = make.at_state(world, "cancel_requested")

    referral = make.move(world, referral, "refuse_cancel", already_here=True)

    assert referral.state == "arrived"
    assert referral.offers.get().state == "accepted"


def test_silence_confirms_a_cancellation(world):
    referral = make.at_state(world, "cancel_requested")

    referral = make.move(world, referral, "confirm_cancel", by=None)

    assert referral.state == "cancelled"
    assert referral.events.last().side == "system"


def test_death_stops_every_clock(world):
    referral = make.move(world, make.at_state(world, "scheduled"), "record_death")

    assert (referral.state, referral.due_at) == ("deceased", None)
    assert not Timer.objects.running().filter(referral=referral).exists()


def test_only_routine_referrals_expire_and_only_by_the_clock(world):
    routine = make.at_state(world, "submitted")
    urgent = make.at_state(world, "submitted", priority="urgent")

    assert make.move(world, routine, "expire", by=None).state == "expired"
    with pytest.raises(Refusal):
        make.move(world, urgent, "expire", by=None)
    with pytest.raises(NotAllowed):
        make.move(world, urgent, "expire", by=world.coordinator)


def test_supersede_names_a_newer_referral_of_the_same_person(world):
    older = make.at_state(world, "submitted", id_number=make.ID_NUMBER)
    other = make.draft(world)
    newer = make.draft(world, id_number=make.ID_NUMBER)

    with pytest.raises(Incomplete):
        make.move(world, older, "supersede", by_referral=other)
    older = make.move(world, older, "supersede", by_referral=newer)

    assert (older.state, older.superseded_by) == ("cancelled", newer)


def test_destination_may_only_raise_the_priority(world):
    referral = make.at_state(world, "received", priority="urgent")

    with pytest.raises(Refusal) as refused:
        make.move(world, referral, "change_priority", by=world.receiver, priority="routine")
    assert refused.value.code == "only_raise"
    raised = make.move(world, referral, "change_priority", by=world.receiver, priority="emergency")
    assert (raised.state, raised.priority) == ("received", "emergency")
    assert raised.due_at < referral.due_at


def test_error_after_arrival_takes_two_people(world):
    referral = make.at_state(world, "arrived")
    second = make.hospitals.member("network_admin", world.centre)

    referral = make.move(world, referral, "mark_error")
    assert referral.state == "arrived"
    with pytest.raises(Refusal) as refused:
        make.move(world, referral, "mark_error")
    assert refused.value.code == "second_person"

    assert make.move(world, referral, "mark_error", by=second).state == "entered_in_error"


def test_error_needs_ten_characters(world):
    with pytest.raises(Incomplete):
        make.move(world, make.at_state(world, "submitted"), "mark_error", note="错了")


@pytest.mark.parametrize(
    "state, again",
    [("completed", "treated"), ("unplaced", "received"), ("expired", "submitted")],
)
def test_reopened_referral_is_where_it_was(world, state, again):
    referral = make.move(world, make.at_state(world, state), "reopen")

    assert (referral.state, referral.closed_at) == (again, None)


@pytest.mark.parametrize("verb", ["reopen", "mark_error"])
def test_who_did_not_leave_after_all_is_no_outflow(world, verb):
    referral = make.move(world, make.at_state(world, "declined"), "close_unplaced")
    OutflowRecord.objects.update(state="confirmed", reviewed_by=world.reviewer)

    make.move(world, referral, verb)

    lead = OutflowRecord.objects.get()
    assert (lead.state, lead.reviewed_by, lead.version) == ("dismissed", world.lead, 2)


def test_who_leaves_once_more_is_looked_into_once_more(world):
    referral = make.move(world, make.at_state(world, "declined"), "close_unplaced")
    referral = make.move(world, referral, "reopen")

    make.move(world, referral, "close_unplaced")

    lead = OutflowRecord.objects.get()
    assert (lead.state, lead.reviewed_by, lead.reviewed_at) == ("candidate", None, None)


def test_reopened_cancellation_of_an_appointment_holds_no_bed(world):
    referral = make.move(world, make.at_state(world, "scheduled"), "request_cancel")
    referral = make.move(world, referral, "confirm_cancel")

    referral = make.move(world, referral, "reopen")

    assert (referral.state, referral.offers.get().state) == ("accepted", "accepted")


def test_reopening_ends_after_thirty_days(world):
    referral = make.at_state(world, "unplaced")
    long_ago = timezone.now() - dt.timedelta(days=31)
    Referral.objects.filter(pk=referral.pk).update(closed_at=long_ago)

    with pytest.raises(Refusal) as refused:
        make.move(world, referral, "reopen")

    assert refused.value.code == "too_old"


def test_reopening_makes_no_second_request_for_one_person(world):
    closed = make.at_state(world, "unplaced", id_number=make.ID_NUMBER)
    make.at_state(world, "submitted", id_number=make.ID_NUMBER)

    with pytest.raises(Refusal) as refused:
        make.move(world, closed, "reopen")

    assert refused.value.code == "newer_open"
