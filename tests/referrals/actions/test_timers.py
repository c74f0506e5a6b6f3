import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from hospitals.models import CalendarDay
from referrals.actions import attachments, timers, transfers
from referrals.models import Referral, Timer, TimerRule
from tests.factories import files, hospitals
from tests.factories import referrals as make

# A Thursday at nine in the morning in China.
MORNING = dt.datetime(2026, 11, 19, 1, 0, tzinfo=dt.UTC)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def clock():
    with time_machine.travel(MORNING, tick=False) as moving:
        yield moving


def running(referral):
    return {timer.kind: timer for timer in Timer.objects.running().filter(referral=referral)}


def rule(world, **fields):
    network = world.centre.led_networks.get()
    return TimerRule.objects.create(
        **{"network": network, "kind": "received", "priority": "urgent", "since": "2026-01-01"}
        | fields
    )


def test_main_line_runs_every_clock_once_and_leaves_none(world):
    referral = make.at_state(world, "completed", priority="urgent")

    ended = Timer.objects.filter(referral=referral)
    assert set(ended.values_list("attempt", flat=True)) == {1}
    assert set(ended.values_list("kind", flat=True)) >= {
        "received",
        "decided",
        "accept_total",
        "scheduled",
        "hold",
        "expected_arrival",
        "records",
        "replied",
        "auto_close",
    }
    assert running(referral) == {}
    assert referral.due_at is None


def test_alarm_on_the_row_is_the_nearest_due(world):
    referral = make.at_state(world, "submitted", priority="urgent")

    assert set(running(referral)) == {"received", "accept_total"}
    assert referral.due_at == running(referral)["received"].due_at
    assert referral.due_at == referral.submitted_at + HOUR


def test_what_only_the_system_waits_for_is_no_alarm(world):
    referral = make.at_state(world, "treated")
    replied = make.move(world, referral, "reply")

    assert set(running(replied)) == {"auto_close"}
    assert replied.due_at is None


def test_question_stops_one_clock_and_starts_the_other(world, clock):
    referral = make.at_state(world, "received", priority="urgent")
    clock.shift(HOUR)

    asked = make.move(world, referral, "request_info")

    assert set(running(asked)) == {"supplied", "accept_total"}
    stopped = Timer.objects.get(referral=referral, kind="decided")
    assert (stopped.ended_at, stopped.stopped) == (timezone.now(), True)
    assert asked.due_at == timezone.now() + 4 * HOUR


def test_stopped_clock_resumes_with_what_was_left(world, clock):
    referral = make.at_state(world, "received", priority="urgent")
    clock.shift(HOUR)
    asked = make.move(world, referral, "request_info")
    clock.shift(2 * HOUR)

    make.move(world, asked, "supply_info")

    second = running(referral)["decided"]
    assert second.attempt == 2
    assert second.due_at == timezone.now() + 3 * HOUR
    assert second.length == 4 * HOUR
    assert second.next_at == timezone.now() + HOUR


def test_answer_of_another_round_begins_a_whole_clock(world, clock):
    other = hospitals.hospital("模拟三院", region=world.centre.region, level="3")
    head = hospitals.member("department_head", other)
    asked = make.at_state(world, "info_requested", priority="urgent")
    declined = make.move(world, asked, "decline")
    again = make.move(world, declined, "redirect", destination=other)
    clock.shift(HOUR)

    received = transfers.receive(referral=again, by=head)

    assert running(received)["decided"].due_at == timezone.now() + 4 * HOUR


def test_rule_of_the_origins_network_goes_before_the_default(world, clock):
    rule(world, network=None, minutes=50)
    mine = rule(world, minutes=30)

    referral = make.at_state(world, "submitted", priority="urgent")

    received = running(referral)["received"]
    assert received.due_at == timezone.now() + HOUR / 2
    assert received.rule == mine


def test_seat_of_a_clinic_is_kept_by_the_routine_rule_of_the_network(world, clock):
    rule(world, kind="hold", minutes=30)
    routine = rule(world, kind="hold", priority="routine", minutes=90)
    referral = make.at_state(world, "scheduled", priority="urgent")
    referral.admission_kind = "outpatient"

    due_at = timers.due_of(referral, "hold", at=timezone.now(), state="scheduled")
    timers.turn(referral, at=timezone.now())

    assert due_at == referral.scheduled_for + 1.5 * HOUR
    assert (running(referral)["hold"].due_at, running(referral)["hold"].rule) == (due_at, routine)


@pytest.mark.parametrize(
    "fields",
    [
        {"since": "2026-11-20"},
        {"until": "2026-11-18"},
        {"is_active": False},
        {"priority": "routine"},
    ],
)
def test_rule_that_is_not_in_force_changes_nothing(world, clock, fields):
    rule(world, minutes=30, **fields)

    referral = make.at_state(world, "submitted", priority="urgent")

    assert running(referral)["received"].due_at == timezone.now() + HOUR


def test_strictest_of_several_networks_counts(world, clock):
    second = hospitals.network(hospitals.hospital(), world.county)
    rule(world, minutes=40)
    strict = rule(world, network=second, minutes=20)

    referral = make.at_state(world, "submitted", priority="urgent")

    assert running(referral)["received"].rule == strict


def test_workdays_are_those_of_the_hospital_whose_clock_it_is(world, clock):
    CalendarDay.objects.create(day="2026-11-20", name="校庆", hospital=world.centre)
    CalendarDay.objects.create(day="2026-11-21", name="补班", is_workday=True)
    CalendarDay.objects.create(day="2026-11-23", name="别处", hospital=world.county)

    referral = make.at_state(world, "submitted")

    assert running(referral)["received"].due_at == timezone.now() + 2 * DAY


def test_hospitals_own_day_goes_before_the_nations(world):
    CalendarDay.objects.create(
        day="2026-11-20", name="上班", hospital=world.centre, is_workday=True
    )
    CalendarDay.objects.create(day="2026-11-20", name="假日")
    since = dt.date(2026, 11, 1)

    assert CalendarDay.objects.deviations(world.centre.pk, since) == {dt.date(2026, 11, 20): True}
    assert CalendarDay.objects.deviations(world.county.pk, since) == {dt.date(2026, 11, 20): False}


def test_new_priority_counts_from_the_change(world, clock):
    referral = make.at_state(world, "received", priority="routine")
    clock.shift(10 * HOUR)
    referral.priority = "urgent"

    timers.restart(referral, at=timezone.now())

    assert running(referral)["decided"].due_at == timezone.now() + 4 * HOUR
    assert running(referral)["accept_total"].due_at == timezone.now() + 8 * HOUR
    assert running(referral)["decided"].attempt == 2
    assert referral.due_at == timezone.now() + 4 * HOUR


def test_turning_twice_changes_nothing(world, clock):
    referral = make.at_state(world, "scheduled", priority="urgent")
    before = list(Timer.objects.order_by("pk").values())
    clock.shift(HOUR)

    timers.turn(referral, at=timezone.now())

    assert list(Timer.objects.order_by("pk").values()) == before


def test_moved_slot_moves_what_counts_from_it(world, clock):
    referral = make.at_state(world, "scheduled", priority="routine")
    referral.scheduled_for += DAY

    timers.turn(referral, at=timezone.now())

    assert running(referral)["hold"].due_at == referral.scheduled_for + HOUR
    assert running(referral)["expected_arrival"].due_at == referral.scheduled_for + DAY


def test_acceptance_is_valid_to_the_end_of_its_last_day(world, clock):
    referral = make.at_state(world, "accepted")

    last = timezone.localdate() + 7 * DAY
    expiry = timezone.localtime(running(referral)["expiry"].due_at)
    assert (expiry.date(), expiry.hour) == (last + DAY, 0)


def test_what_came_without_a_move_ends_its_clock(world, clock):
    referral = make.at_state(world, "arrived", priority="urgent")
    assert set(running(referral)) == {"records"}

    timers.settle(referral, "records", at=timezone.now())

    assert running(referral) == {}


def test_wait_for_records_makes_the_referral_itself_not_late(world, clock):
    referral = make.at_state(world, "arrived", priority="urgent")
    clock.shift(2 * DAY)

    assert [timer.kind for timer in Timer.objects.late(timezone.now())] == ["records"]
    assert Referral.objects.get(pk=referral.pk).due_at is None


def test_late_answer_is_marked_even_if_nobody_swept(world, clock):
    referral = make.at_state(world, "submitted", priority="urgent")
    clock.shift(2 * HOUR)

    make.move(world, referral, "receive")

    received = Timer.objects.get(referral=referral, kind="received")
    assert received.breached_at == received.due_at
    assert list(Referral.objects.late()) == []


def test_summary_of_the_origin_ends_the_wait_for_records(world, clock):
    referral = make.at_state(world, "arrived", priority="urgent")
    content = files.pdf()

    attachments.attach(
        referral=referral, content=content, name="病历.pdf", kind="summary", by=world.clinician
    )

    assert "records" not in running(referral)


def test_desk_has_a_day_to_confirm_what_was_agreed_by_phone(world, clock):
    referral = make.move(world, make.draft(world, priority="emergency"), "file_retrospective")

    assert running(referral)["confirmed"].due_at == MORNING + DAY
    assert referral in Referral.objects.waiting_for(world.desk)
    clock.shift(DAY + HOUR)
    late = Referral.objects.visible_to(world.desk).open().late().get()
    assert late == referral

    late = make.move(world, late, "file_retrospective", by=world.desk)
    assert "confirmed" not in running(late)
    assert late.state == "arrived"


def test_urgent_bed_is_held_a_day_and_anew_after_rescheduling(world, clock):
    referral = make.at_state(world, "accepted", priority="urgent")
    soon = MORNING + HOUR
    referral = make.move(world, referral, "schedule", scheduled_for=soon)
    assert running(referral)["hold"].due_at == MORNING + DAY

    clock.shift(HOUR / 2)
    referral = make.move(world, referral, "reschedule", scheduled_for=soon + HOUR)
    assert running(referral)["hold"].due_at == MORNING + HOUR / 2 + DAY

    referral = make.move(world, referral, "reschedule", scheduled_for=soon + 3 * DAY)
    assert running(referral)["hold"].due_at == MORNING + HOUR / 2 + DAY
