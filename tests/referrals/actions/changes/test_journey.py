"""From the promise to the door, and what may go wrong between."""

import datetime as dt

import pytest
from django.utils import timezone

from hospitals.models import BedPool
from portal.errors import Incomplete, Refusal
from portal.models import OutboxMessage
from referrals.models import Referral, Transport
from tests.factories import referrals as make


def free_beds(world):
    pool = BedPool.objects.get(pk=world.beds.pk)
    return pool.open_beds - pool.occupied_beds - pool.held_beds


def test_reschedule_counts_and_keeps_the_bed(world):
    referral = make.at_state(world, "scheduled")
    before = free_beds(world)

    referral = make.move(world, referral, "reschedule")

    assert (referral.state, referral.reschedule_count) == ("scheduled", 1)
    assert referral.events.last().payload["caused_by"] == "patient"
    assert free_beds(world) == before


@pytest.mark.parametrize("by", ["receiver", None])
def test_release_frees_the_bed(world, by):
    referral = make.at_state(world, "scheduled")
    before = free_beds(world)

    referral = make.move(world, referral, "release", by=by and getattr(world, by))

    assert (referral.state, referral.scheduled_for) == ("accepted", None)
    assert free_beds(world) == before + 1


@pytest.fixture
def green(world):
    """An emergency of the chest-pain channel, filed with an accredited centre."""
    make.hospitals.accreditation(world.centre, "chest_pain")
    return make.at_state(world, "submitted", priority="emergency", green_channel="chest_pain")


def test_green_channel_goes_straight_and_is_accepted_at_the_door(world, green):
    referral = make.move(world, green, "emergency_bypass")
    assert referral.state == "in_transit"
    told = OutboxMessage.objects.get(kind="referral.emergency_bypass").recipient_ids
    assert {str(world.desk.pk), str(world.head.pk)} <= set(told)

    referral = make.move(world, referral, "arrive")

    assert [offer.state for offer in referral.offers.all()] == ["accepted"]
    assert referral.decided_at == referral.arrived_at


def test_green_channel_needs_an_accredited_centre(world):
    referral = make.at_state(world, "submitted", priority="emergency", green_channel="stroke")

    with pytest.raises(Refusal) as refused:
        make.move(world, referral, "emergency_bypass")

    assert refused.value.code == "not_accredited"


def test_only_a_green_emergency_goes_straight(world):
    with pytest.raises(Refusal) as refused:
        make.move(world, make.at_state(world, "submitted"), "emergency_bypass")

    assert refused.value.code == "not_green"


def test_turning_back_leads_to_where_it_set_out(world, green):
    straight = make.move(world, make.move(world, green, "emergency_bypass"), "turn_back")
    usual = make.move(world, make.at_state(world, "in_transit"), "turn_back")

    assert (straight.state, usual.state) == ("submitted", "scheduled")
    assert Transport.objects.filter(turned_back_at__isnull=True).count() == 0
    assert make.move(world, usual, "depart").state == "in_transit"


def test_diverted_patient_turns_back_to_the_promise_of_the_new_door(world):
    diverted = make.move(world, make.at_state(world, "in_transit"), "divert")
    assert diverted.state_before == "scheduled"

    assert make.move(world, diverted, "turn_back").state == "accepted"


def test_ambulance_leaves_with_plate_driver_crew_and_phone(world):
    referral = make.at_state(world, "scheduled")
    unknown = dict.fromkeys(("vehicle", "driver", "phone", "escort"), "")

    with pytest.raises(Incomplete) as refused:
        make.move(world, referral, "depart", **unknown)
    assert list(refused.value.errors) == ["vehicle", "driver", "phone", "escort"]

    assert make.move(world, referral, "depart").transport.driver == "韦司机"


def test_only_ambulances_tell_who_drives(world):
    unknown = dict.fromkeys(("vehicle", "driver", "phone", "escort"), "")
    referral = make.at_state(world, "scheduled")

    assert make.move(world, referral, "depart", mode="own", **unknown).state == "in_transit"


def test_patient_taken_home_asks_nothing_of_the_ambulance(world):
    unknown = dict.fromkeys(("vehicle", "driver", "phone", "escort"), "")
    referral = make.at_state(world, "scheduled")
    Referral.objects.filter(pk=referral.pk).update(direction="down")

    assert make.move(world, referral, "depart", **unknown).state == "in_transit"


def test_diverted_patient_has_a_new_door_and_both_desks_know(world):
    referral = make.at_state(world, "in_transit")
    desk = make.hospitals.member("receiving_desk", world.onward)

    referral = make.move(world, referral, "divert")

    assert (referral.state, referral.destination) == ("in_transit", world.onward)
    offers = [(offer.hospital, offer.state) for offer in referral.offers.all()]
    assert offers == [(world.centre, "withdrawn"), (world.onward, "accepted")]
    told = OutboxMessage.objects.get(kind="referral.divert").recipient_ids
    assert {str(world.desk.pk), str(desk.pk)} <= set(told)
    assert make.move(world, referral, "arrive", by=desk).state == "arrived"


def test_divert_needs_a_word_by_phone_or_a_centre(world, green):
    referral = make.move(world, green, "emergency_bypass")
    unsaid = {"confirmed_by": "", "confirmed_at": None}
    with pytest.raises(Refusal):
        make.move(world, referral, "divert", **unsaid)

    make.hospitals.accreditation(world.onward, "chest_pain")
    assert make.move(world, referral, "divert", **unsaid).destination == world.onward


def test_no_show_frees_the_bed_and_is_rebooked_three_times_at_most(world):
    referral = make.at_state(world, "scheduled")
    before = free_beds(world)
    for _time in range(3):
        referral = make.move(world, referral, "mark_no_show")
        referral = make.move(world, referral, "rebook")
    referral = make.move(world, referral, "mark_no_show")

    assert free_beds(world) == before + 1
    with pytest.raises(Refusal) as refused:
        make.move(world, referral, "rebook")
    assert refused.value.code == "rebooked_too_often"
    assert "rebook" not in {move.verb for move in referral.moves_for(world.coordinator)}


def test_rebook_with_a_time_is_an_appointment_again(world):
    referral = make.at_state(world, "no_show")
    slot = timezone.now() + dt.timedelta(days=2)

    referral = make.move(world, referral, "rebook", scheduled_for=slot)

    assert (referral.state, referral.scheduled_for) == ("scheduled", slot)


def test_what_happened_is_not_in_the_future_nor_before_it_was_sent(world):
    referral = make.at_state(world, "scheduled")
    for at in (timezone.now() + dt.timedelta(hours=1), timezone.now() - dt.timedelta(days=1)):
        with pytest.raises(Refusal):
            make.transfers.arrive(
                referral=referral, by=world.desk, details=make.details(world, "arrive"), at=at
            )


def test_appointment_lies_within_the_promise(world):
    referral = make.at_state(world, "accepted")
    late = timezone.now() + dt.timedelta(days=8)

    with pytest.raises(Incomplete) as refused:
        make.move(world, referral, "schedule", scheduled_for=late)

    assert list(refused.value.errors) == ["scheduled_for"]
