import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from referrals import sla
from referrals.sla import CLOCKS, DAY, HOUR, MINUTE, Audience, Breach, Facts
from referrals.states import Side

CHINA = ZoneInfo("Asia/Shanghai")
FRIDAY_EVENING = dt.datetime(2026, 11, 20, 22, 0, tzinfo=CHINA)

# Every row of the specified table, written down once more: kind, emergency, urgent, routine.
TABLE = [
    ("received", 5 * MINUTE, HOUR, 1),
    ("decided", 15 * MINUTE, 4 * HOUR, 48 * HOUR),
    ("accept_total", 30 * MINUTE, 8 * HOUR, 5),
    ("first_contact", None, 5 * DAY, 40 * DAY),
    ("scheduled", None, 4 * HOUR, 1),
    ("hold", 2 * HOUR, 24 * HOUR, HOUR),
    ("expected_arrival", 2 * HOUR, 24 * HOUR, 24 * HOUR),
    ("records", 2 * HOUR, 24 * HOUR, 24 * HOUR),
    ("replied", 3, 3, 3),
    ("auto_close", 7 * DAY, 7 * DAY, 7 * DAY),
    ("follow_up", 7 * DAY, 7 * DAY, 14 * DAY),
    ("draft_purge", 14 * DAY, 14 * DAY, 14 * DAY),
    ("cancel_silence", 24 * HOUR, 24 * HOUR, 24 * HOUR),
    ("confirmed", 24 * HOUR, None, None),
    ("break_glass", 3 * HOUR, 3 * HOUR, 3 * HOUR),
]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_default_is_that_of_the_table(row):
    kind, *limits = row

    assert list(CLOCKS[kind].limits) == limits


def due(kind, priority, start=FRIDAY_EVENING, calendar=None, **facts):
    clock = CLOCKS[kind]
    return sla.due_at(
        clock,
        clock.limit(sla.priority_of(clock, Facts(state="", priority=priority, **facts))),
        start,
        facts=Facts(state="", priority=priority, **facts),
        calendar=calendar,
    )


@pytest.mark.parametrize(
    ("kind", "priority", "hours"),
    [
        ("received", "emergency", 5 / 60),
        ("received", "routine", 72),
        ("decided", "routine", 48),
        ("replied", "emergency", 120),
        ("accept_total", "routine", 7 * 24),
    ],
)
def test_due_on_a_friday_evening(kind, priority, hours):
    assert due(kind, priority) - FRIDAY_EVENING == dt.timedelta(hours=hours)


def test_holiday_is_no_workday_and_a_make_up_saturday_is_one():
    monday, saturday = dt.date(2026, 11, 23), dt.date(2026, 11, 21)

    assert due("received", "routine", calendar={monday: False}).day == 24
    assert due("received", "routine", calendar={saturday: True}).day == 21


def test_emergency_does_not_wait_for_morning():
    night = dt.datetime(2026, 2, 16, 23, 50, tzinfo=CHINA)

    late = due("accept_total", "emergency", night, {dt.date(2026, 2, 17): False})

    assert late == night + 30 * MINUTE


def test_slot_and_arrival_put_the_limit_off():
    slot = FRIDAY_EVENING + 3 * DAY

    assert due("hold", "routine", slot=slot) == slot + HOUR
    assert due("expected_arrival", "emergency", eta=slot) == slot + 2 * HOUR
    assert due("expected_arrival", "urgent") == FRIDAY_EVENING + DAY


@pytest.mark.parametrize("away", [HOUR / 2, 3 * DAY])
def test_an_urgent_bed_is_held_from_its_reservation_and_a_seat_until_its_time(away):
    slot = FRIDAY_EVENING + away

    assert due("hold", "emergency", slot=slot) == FRIDAY_EVENING + 2 * HOUR
    assert due("hold", "urgent", slot=slot) == FRIDAY_EVENING + 24 * HOUR
    for priority in ("emergency", "urgent", "routine"):
        assert due("hold", priority, slot=slot, is_outpatient=True) == slot + HOUR


def test_nothing_expires_without_three_days_of_notice():
    soon, later = FRIDAY_EVENING + DAY, FRIDAY_EVENING + 9 * DAY

    assert due("expiry", "routine", valid_until=later) == later
    assert due("expiry", "routine", valid_until=soon) == FRIDAY_EVENING + 3 * DAY
    assert due("expiry", "routine") == FRIDAY_EVENING + 30 * DAY
    assert [CLOCKS["expiry"].limit(priority) for priority in ("emergency", "urgent")] == [None] * 2


def test_levels_stand_at_fractions_of_the_limit():
    start = FRIDAY_EVENING
    moments = [
        level.moment(start, start + 8 * HOUR)
        for kind in ("decided", "received", "expiry")
        for level in CLOCKS[kind].levels
    ]

    assert [(moment - start) / HOUR for moment in moments] == [4, 8, 8, 12, 16, 0, 8]


def test_receipt_is_told_to_desk_then_deputy_then_centre():
    told = [level.tells for level in CLOCKS["received"].levels]

    assert told == [Audience.SIDE, Audience.DEPUTY, Audience.CENTRE]


def test_several_clocks_run_in_one_state():
    kinds = [clock.kind for clock in sla.running(Facts(state="submitted", priority="routine"))]

    assert kinds == ["received", "accept_total", "expiry"]


def test_question_stops_the_destination_and_starts_the_origin():
    asked = sla.running(Facts(state="info_requested", priority="urgent"))

    assert [(clock.kind, clock.side) for clock in asked] == [
        ("supplied", Side.ORIGIN),
        ("accept_total", Side.DESTINATION),
    ]
    assert "info_requested" in CLOCKS["decided"].pauses


@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        ({"state": "treated"}, ["replied"]),
        ({"state": "treated", "is_answered": True}, ["auto_close"]),
        ({"state": "accepted"}, ["scheduled", "expiry"]),
        ({"state": "accepted", "is_outpatient": True}, ["first_contact", "scheduled", "expiry"]),
        ({"state": "admitted", "has_records": True}, []),
        ({"state": "admitted", "has_records": True, "is_down": True}, ["follow_up"]),
        ({"state": "completed"}, []),
    ],
)
def test_clock_runs_only_where_the_facts_say_so(facts, kinds):
    running = sla.running(Facts(**({"priority": "routine"} | facts)))

    assert [clock.kind for clock in running] == kinds


@pytest.mark.parametrize(
    ("kind", "priority", "limit", "sane"),
    [
        ("received", "emergency", 10 * MINUTE, True),
        ("received", "emergency", HOUR, False),
        ("received", "emergency", 1, False),
        ("received", "routine", 10, True),
        ("received", "routine", 11, False),
        ("replied", "emergency", 5, True),
        ("scheduled", "emergency", HOUR, False),
        ("decided", "urgent", dt.timedelta(seconds=30), False),
    ],
)
def test_network_may_set_sane_limits_only(kind, priority, limit, sane):
    assert sla.is_sane(kind, priority, limit) is sane


def test_every_system_move_waits_for_the_last_level():
    movers = [clock for clock in CLOCKS.values() if clock.breach == Breach.MOVE]

    assert {clock.verb for clock in movers} == {
        "release",
        "acknowledge",
        "discard",
        "confirm_cancel",
        "expire",
    }
    assert all(clock.levels[-1].at == 1 for clock in movers)
    assert not any(clock.is_alarm for clock in movers)
