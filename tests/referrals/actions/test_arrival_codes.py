import datetime as dt
import threading
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from portal.errors import Incomplete, NotAllowed, Refusal
from portal.models import AuditEvent, OutboxMessage
from referrals.actions import arrival_codes, transfers
from referrals.models import ArrivalAttempt, ArrivalCode, TimerRule
from tests.factories import referrals as make

CHINA = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def booked(world):
    """A referral with an appointment, and its code."""
    return make.at_state(world, "scheduled")


def code_of(referral):
    return referral.arrival_codes.live().get().code


def test_code_is_six_characters_that_look_like_no_other(booked):
    code = code_of(booked)

    assert len(code) == 6
    assert set(code) <= set(arrival_codes.ALPHABET)
    assert not set("01258BILOSZ") & set(arrival_codes.ALPHABET)


def test_database_holds_no_code_in_clear(booked):
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, code_hash FROM referrals_arrivalcode")
        sealed, keyed = cursor.fetchone()

    assert code_of(booked) not in sealed + keyed


def test_code_is_good_for_the_day_of_the_appointment_not_of_the_acceptance(world):
    # Close to midnight the bed is kept beyond it, and the code with the bed.
    with time_machine.travel(dt.datetime(2026, 3, 11, 10, 0, tzinfo=CHINA), tick=False):
        booked = make.at_state(world, "scheduled")

    until = timezone.localtime(booked.arrival_codes.get().valid_until)
    appointment = timezone.localdate(booked.scheduled_for)

    assert until.date() == appointment + dt.timedelta(days=1)
    assert (until.hour, until.minute) == (0, 0)
    assert until.date() < booked.offers.get().valid_until


def test_code_is_good_while_the_bed_is_kept_longer(world):
    evening = dt.datetime(2026, 3, 11, 22, 0, tzinfo=CHINA)
    with time_machine.travel(evening, tick=False):
        accepted = make.at_state(world, "accepted", priority="urgent", green_channel="")
        tonight = evening + dt.timedelta(minutes=90)
        booked = make.move(world, accepted, "schedule", scheduled_for=tonight)

    kept = booked.reservations.get().expires_at
    assert booked.arrival_codes.get().valid_until == kept == evening + dt.timedelta(hours=24)


def test_bed_is_kept_as_long_as_the_network_says(world):
    network = world.centre.led_networks.get()
    TimerRule.objects.create(network=network, kind="hold", priority="routine", minutes=300)

    booked = make.at_state(world, "scheduled")

    hold = booked.timers.get(kind="hold", ended_at=None)
    kept = booked.reservations.get().expires_at
    assert kept == hold.due_at == booked.scheduled_for + dt.timedelta(hours=5)


def test_who_missed_the_appointment_gets_another_code(world, booked):
    first = code_of(booked)
    missed = make.move(world, booked, "mark_no_show")
    gone = ArrivalCode.objects.live().count()

    make.move(world, missed, "rebook", scheduled_for=timezone.now() + dt.timedelta(days=2))

    assert (gone, ArrivalCode.objects.live().count()) == (0, 1)
    assert code_of(booked) != first
    with pytest.raises(Incomplete):
        arrival_codes.find(code=first, by=world.desk)


@pytest.mark.parametrize("verb", ["withdraw_acceptance", "release", "close_unplaced"])
def test_code_of_a_promise_that_is_off_is_void(world, booked, verb):
    make.move(world, booked, verb)

    assert ArrivalCode.objects.live().count() == 0


def test_those_who_sent_the_patient_are_told_to_hand_it_over(world, booked):
    make.move(world, booked, "reschedule")

    told = OutboxMessage.objects.get(kind="arrival_code.issue")
    assert told.recipient_ids == sorted(
        str(user.pk) for user in (world.clinician, world.coordinator)
    )
    assert code_of(booked) not in str(told.payload) + told.url


def test_new_appointment_keeps_the_code_that_the_patient_holds(booked):
    before = code_of(booked)
    booked.scheduled_for += dt.timedelta(days=30)

    arrival_codes.issue(booked, at=timezone.now())

    assert (code_of(booked), ArrivalCode.objects.count()) == (before, 1)
    assert ArrivalCode.objects.get().valid_until > booked.scheduled_for


def test_withdrawn_code_is_found_no_more(world, booked):
    code = code_of(booked)
    arrival_codes.withdraw(booked, at=timezone.now())

    with pytest.raises(Incomplete):
        arrival_codes.find(code=code, by=world.desk)


def test_desk_finds_by_code_however_it_is_typed(world, booked):
    code = code_of(booked)

    found, _ticket = arrival_codes.find(code=f" {code[:3].lower()} {code[3:]} ", by=world.desk)

    assert found == booked
    assert AuditEvent.objects.filter(verb="arrival_code.found").count() == 1


def test_another_hospital_and_late_patients_find_nothing(world, booked, coordinator_at):
    code = code_of(booked)

    with pytest.raises(Incomplete):
        arrival_codes.find(code=code, by=coordinator_at(world.county))
    with time_machine.travel(timezone.now() + dt.timedelta(days=9)), pytest.raises(Incomplete):
        arrival_codes.find(code=code, by=world.desk)
    with pytest.raises(NotAllowed):
        arrival_codes.find(code=code, by=world.clinician)


def test_five_wrong_tries_lock_the_account_for_ten_minutes(world, booked):
    code = code_of(booked)
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(Incomplete) as refusal:
            arrival_codes.find(code="AAAAAA", by=world.desk)
        assert f"还可再试{left}次" in refusal.value.errors["code"]

    with pytest.raises(Refusal) as refusal:
        arrival_codes.find(code=code, by=world.desk)
    assert refusal.value.code == "locked"
    assert arrival_codes.find(code=code, by=world.receiver)[0] == booked

    with time_machine.travel(timezone.now() + dt.timedelta(minutes=11)):
        assert arrival_codes.find(code=code, by=world.desk)[0] == booked
    assert ArrivalAttempt.objects.count() == 0


def test_ticket_spends_the_code_once_and_for_its_finder_only(world, booked):
    _found, ticket = arrival_codes.find(code=code_of(booked), by=world.desk)

    def spend(by, given=ticket):
        arrival_codes.use(booked, ticket=given, by=by, at=timezone.now())

    for by, given in ((world.receiver, ticket), (world.desk, "nonsense")):
        with pytest.raises(Refusal):
            spend(by, given)
    spend(world.desk)
    with pytest.raises(Refusal) as refusal:
        spend(world.desk)

    assert refusal.value.code == "ticket_expired"
    assert ArrivalCode.objects.get().used_by == world.desk


def test_ticket_lasts_ten_minutes(world, booked):
    _found, ticket = arrival_codes.find(code=code_of(booked), by=world.desk)

    with time_machine.travel(timezone.now() + dt.timedelta(minutes=11)), pytest.raises(Refusal):
        arrival_codes.use(booked, ticket=ticket, by=world.desk, at=timezone.now())


def test_only_the_origin_reads_the_code(world, booked, stranger):
    def seen(user):
        return ArrivalCode.objects.visible_to(user).count()

    people = (world.clinician, world.coordinator, world.desk, world.receiver, stranger)
    assert [seen(user) for user in people] == [1, 1, 0, 0, 0]


def test_arrival_by_code_needs_no_word_and_spends_it(world, booked):
    code = code_of(booked)
    _found, ticket = arrival_codes.find(code=code, by=world.desk)
    told = {"identity_checked": True, "ticket": ticket}

    came = transfers.arrive(referral=booked, by=world.desk, details=told)

    assert came.state == "arrived"
    assert came.events.last().payload["manual"] is False
    assert ArrivalCode.objects.get().used_by == world.desk
    with pytest.raises(Incomplete):
        arrival_codes.find(code=code, by=world.desk)


def test_arrival_without_a_code_needs_a_word_and_voids_it(world, booked):
    with pytest.raises(Incomplete):
        transfers.arrive(referral=booked, by=world.desk, details={"identity_checked": True})

    came = make.move(world, booked, "arrive")

    assert came.events.last().payload["manual"] is True
    assert ArrivalCode.objects.live().count() == 0


@pytest.mark.django_db(transaction=True)
def test_twenty_wrong_tries_at_once_count_as_five():
    world, outcomes = make.World(), []
    barrier = threading.Barrier(20)

    def guess():
        barrier.wait()
        try:
            arrival_codes.find(code="AAAAAA", by=world.desk)
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    racers = [threading.Thread(target=guess) for _number in range(20)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    assert sorted(outcomes) == ["locked"] * 15 + ["unknown_code"] * 5
    assert ArrivalAttempt.objects.count() == 5
