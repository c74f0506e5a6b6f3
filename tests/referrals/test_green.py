import datetime as dt

import pytest

from hospitals.enums import AccreditationKind
from referrals import green
from referrals.enums import GreenChannel
from referrals.states import Side

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def ago(minutes):
    return NOW - dt.timedelta(minutes=minutes)


def outcome(kind, code, times, limits=None):
    rows = green.results(kind, times, limits or {}, NOW)
    return next((row.state, row.minutes, row.limit) for row in rows if row.goal.code == code)


def test_every_channel_has_steps_and_goals_and_a_centre():
    assert set(green.STEPS) == set(green.GOALS) == set(GreenChannel.values)
    assert set(GreenChannel.values) <= set(AccreditationKind.values)


@pytest.mark.parametrize("kind", green.STEPS)
def test_goals_run_between_steps_of_their_channel_forwards(kind):
    ranks = {step.code: step.rank for step in green.STEPS[kind]}

    assert len(ranks) == len(green.STEPS[kind])
    assert all(ranks[goal.start] < ranks[goal.end] for goal in green.GOALS[kind])
    assert {step.side for step in green.STEPS[kind]} == {Side.ORIGIN, Side.DESTINATION}


@pytest.mark.parametrize(
    "times, expected",
    [
        ({}, ("missing", None, 60)),
        ({"thrombolysis": NOW}, ("missing", None, 60)),
        ({"arrived": ago(59)}, ("running", 59, 60)),
        ({"arrived": ago(61)}, ("overdue", 61, 60)),
        ({"arrived": ago(60), "thrombolysis": NOW}, ("reached", 60, 60)),
        ({"arrived": ago(61), "thrombolysis": NOW}, ("late", 61, 60)),
    ],
)
def test_goal_of_a_stroke(times, expected):
    assert outcome("stroke", "dnt", times) == expected


def test_seconds_over_the_limit_are_late():
    times = {"arrived": ago(60) - dt.timedelta(seconds=1), "thrombolysis": NOW}

    assert outcome("stroke", "dnt", times)[0] == "late"


def test_limit_of_a_hospital_replaces_the_default():
    times = {"arrived": ago(50), "thrombolysis": NOW}

    assert outcome("stroke", "dnt", times, {"dnt": 45}) == ("late", 50, 45)


@pytest.mark.parametrize(
    "code, at, wrong",
    [
        ("imaging", ago(31), "arrived"),
        ("imaging", ago(29), None),
        ("imaging", ago(9), "thrombolysis"),
        ("puncture", ago(11), None),
        ("onset", ago(5), "arrived"),
    ],
)
def test_moments_stand_in_order(code, at, wrong):
    times = {"arrived": ago(30), "thrombolysis": ago(10)}
    step = green.step_of("stroke", code)

    found = green.out_of_order("stroke", step, at, times)

    assert (found and found.code) == wrong


def test_unknown_steps_and_goals_are_none():
    assert green.step_of("stroke", "wire") is None
    assert green.goal_of("", "dnt") is None


def test_what_nobody_wrote_down_of_a_case_that_is_over_is_missing():
    times = {"arrived": NOW - dt.timedelta(days=30)}

    rows = green.results("stroke", times, {}, NOW, is_over=True)

    assert [row.state for row in rows] == ["missing"] * 4
