import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from hospitals.models import BedPool, ClinicSlot
from portal.errors import Refusal
from referrals.actions import reservations
from referrals.models import BedReservation
from tests.factories import hospitals
from tests.factories import referrals as make

NOW = dt.datetime(2026, 3, 2, 10, 30, tzinfo=dt.UTC)


def hold(world, referral, **options):
    options = {"department": world.unit, "at": timezone.now()} | options
    return reservations.hold(referral=referral, by=world.receiver, **options)


def occupy(world, referral, **options):
    options = {"department": world.unit, "at": timezone.now()} | options
    return reservations.occupy(referral=referral, by=world.receiver, **options)


def book(world, referral, slot):
    return reservations.book(referral=referral, slot=slot, by=world.receiver, at=timezone.now())


def beds(world):
    pool = BedPool.objects.get(pk=world.beds.pk)
    return (pool.occupied_beds, pool.held_beds, pool.excess_beds)


def shrink(world, **fields):
    BedPool.objects.filter(pk=world.beds.pk).update(**fields)


def test_department_without_figures_is_not_limited(world):
    department = hospitals.department(world.centre, "门诊部")

    assert hold(world, make.draft(world), department=department) is None
    assert occupy(world, make.draft(world), department=department) is None


def test_bed_is_held_until_a_time_then_occupied_then_given_back_once(world):
    referral, until = make.draft(world), NOW + dt.timedelta(hours=2)
    held = hold(world, referral, until=until)
    seen = [beds(world)]
    occupy(world, referral)
    seen += [beds(world)]
    for _time in range(2):
        reservations.release(referral=referral, at=NOW, end="finished")
    seen += [beds(world)]

    held.refresh_from_db()
    assert seen == [(0, 1, 0), (1, 0, 0), (0, 0, 0)]
    assert (held.expires_at, held.released_at, held.end) == (until, NOW, "finished")


def test_holding_again_keeps_one_bed_longer(world):
    referral = make.draft(world)
    hold(world, referral, until=NOW)

    again = hold(world, referral, until=NOW + dt.timedelta(hours=1))

    assert (beds(world), BedReservation.objects.count()) == ((0, 1, 0), 1)
    assert again.expires_at == NOW + dt.timedelta(hours=1)


def test_other_department_moves_the_bed(world):
    other = hospitals.department(world.centre, "重症医学科")
    pool = hospitals.bed_pool(other)
    referral = make.draft(world)
    hold(world, referral)

    occupy(world, referral, department=other)

    pool.refresh_from_db()
    ends = BedReservation.objects.filter(referral=referral).values_list("end", flat=True)
    assert (beds(world), pool.occupied_beds, list(ends)) == ((0, 0, 0), 1, ["moved", ""])


def test_patient_without_a_hold_takes_a_bed_at_the_door(world):
    shrink(world, open_beds=1)
    occupy(world, make.draft(world))

    with pytest.raises(Refusal) as refusal:
        occupy(world, make.draft(world))

    assert (beds(world), refusal.value.code) == ((1, 0, 0), "no_bed")


def test_more_than_open_only_with_a_word_why(world):
    shrink(world, open_beds=1, occupied_beds=1)
    referral = make.draft(world)

    held = hold(world, referral, override="走廊加床，已请示")
    over = beds(world)
    occupy(world, referral)
    reservations.release(referral=referral, at=NOW)

    assert (over, held.override, beds(world)) == ((1, 1, 1), "走廊加床，已请示", (1, 0, 0))


def test_giving_back_never_goes_below_what_was_reported(world):
    referral = make.draft(world)
    occupy(world, referral)
    shrink(world, occupied_beds=0)

    reservations.release(referral=referral, at=NOW)

    assert beds(world) == (0, 0, 0)


def test_loser_hears_who_took_the_last_bed_for_whom_and_when(world):
    shrink(world, open_beds=1)
    hold(world, make.draft(world), at=NOW)

    with pytest.raises(Refusal) as refusal:
        hold(world, make.draft(world))

    assert refusal.value.message == (
        "该科室已无空床。最后一张床由模拟中心医院"
        f"{world.receiver.display_name}于03-02 18:30为模拟县医院转来的患者预留。"
    )


def test_full_by_report_names_nobody(world):
    shrink(world, occupied_beds=20)

    with pytest.raises(Refusal) as refusal:
        hold(world, make.draft(world))

    assert refusal.value.message == "该科室已无空床，请改约其他科室或稍后再试。"


def test_expired_are_held_past_their_time_for_who_has_not_left(world):
    referral = make.at_state(world, "scheduled")
    kept = BedReservation.objects.filter(referral=referral)
    kept.update(expires_at=NOW)
    later = NOW + dt.timedelta(minutes=1)

    before = [BedReservation.objects.expired(NOW).count()]
    before += [BedReservation.objects.expired(later).count()]
    make.move(world, referral, "depart")

    assert before == [0, 1]
    assert not BedReservation.objects.expired(later).exists()


def test_referral_of_the_network_takes_its_share_first(world):
    slot = hospitals.slot(world.unit, capacity=3, quota=1)
    for _number in range(2):
        book(world, make.draft(world), slot)

    slot.refresh_from_db()

    assert (slot.booked_quota, slot.booked_outside, slot.free_seats) == (1, 1, 1)


def test_others_do_not_take_the_share_of_the_network(world):
    slot = hospitals.slot(world.unit, capacity=1, quota=1)
    world.county.network_memberships.update(until=timezone.localdate() - dt.timedelta(days=1))

    with pytest.raises(Refusal) as refusal:
        book(world, make.draft(world), slot)

    assert refusal.value.message == "该号源已约满或已停诊。"


def test_seat_is_given_back_to_the_share_it_came_from_or_used_up(world):
    slot = hospitals.slot(world.unit, capacity=2, quota=1)
    first, second = make.draft(world), make.draft(world)
    book(world, first, slot)
    book(world, second, slot)

    reservations.release(referral=first, at=NOW)
    reservations.attend(referral=second, at=NOW)

    slot.refresh_from_db()
    assert (slot.booked_quota, slot.booked_outside) == (0, 1)
    assert BedReservation.objects.get(referral=second).end == "attended"


def test_seat_changes_into_a_bed_when_the_patient_is_kept(world):
    slot, referral = hospitals.slot(world.unit), make.draft(world)
    book(world, referral, slot)

    occupy(world, referral)

    slot.refresh_from_db()
    assert (slot.booked, beds(world)) == (1, (1, 0, 0))


def test_closed_or_past_slot_is_not_booked(world):
    closed = hospitals.slot(world.unit, closed_at=NOW)
    past = hospitals.slot(world.unit, -dt.timedelta(hours=1), label="早")

    for slot in (closed, past):
        with pytest.raises(Refusal):
            book(world, make.draft(world), slot)


@pytest.mark.parametrize(
    "fields, constraint",
    [
        ({"end": "released"}, "reservation_ends_somehow"),
        ({"released_at": NOW}, "reservation_ends_somehow"),
        ({"pool": None}, "reservation_of_bed_or_slot"),
    ],
)
def test_database_refuses_half_a_reservation(world, fields, constraint):
    held = hold(world, make.draft(world))

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        BedReservation.objects.filter(pk=held.pk).update(**fields)


def test_database_refuses_a_second_active_reservation(world):
    referral = make.draft(world)
    hold(world, referral)
    again = {"referral": referral, "pool": world.beds, "held_at": NOW}

    with pytest.raises(IntegrityError, match="one_active_reservation"), transaction.atomic():
        BedReservation.objects.create(**again)


def race(acts):
    """Run all at the same moment, each in a transaction of its own; what each came to."""
    barrier, outcomes = threading.Barrier(len(acts)), []

    def run(act):
        barrier.wait()
        try:
            with transaction.atomic():
                act()
            outcomes.append("won")
        except Refusal as refusal:
            outcomes.append(refusal.message)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_race_for_the_last_bed_has_one_winner_and_the_others_hear_of_him(world):
    shrink(world, open_beds=1)
    six = [make.draft(world) for _number in range(6)]

    outcomes = race([lambda one=one: hold(world, one) for one in six])

    told = [words for words in outcomes if words != "won"]
    assert (outcomes.count("won"), beds(world)) == (1, (0, 1, 0))
    assert all(world.receiver.display_name in words for words in told)
    assert BedReservation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_race_for_the_last_seat_has_one_winner(world):
    slot = hospitals.slot(world.unit, capacity=1, quota=1)
    six = [make.draft(world) for _number in range(6)]

    outcomes = race([lambda one=one: book(world, one, slot) for one in six])

    assert outcomes.count("won") == 1
    assert ClinicSlot.objects.get().booked == 1


@pytest.mark.django_db(transaction=True)
def test_moves_that_cross_do_not_lock_each_other_out(world):
    other = hospitals.department(world.centre, "重症医学科")
    hospitals.bed_pool(other)
    there, back = make.draft(world), make.draft(world)
    for _round in range(5):
        with transaction.atomic():
            hold(world, there, department=world.unit)
            hold(world, back, department=other)
        acts = [
            lambda: hold(world, there, department=other),
            lambda: hold(world, back, department=world.unit),
        ]

        assert race(acts) == ["won", "won"]
