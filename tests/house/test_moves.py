"""The move table is whole: no state is a dead end, unreachable, or without words and clock."""

import pytest

from portal.roles import GRANTS, Permission, Role
from referrals.enums import Priority, TimerKind
from referrals.sla import CLOCKS
from referrals.states import BEFORE, MOVES, SAME, STATES, moves_from

TASK_STATUSES = {
    "draft",
    "requested",
    "received",
    "accepted",
    "rejected",
    "ready",
    "cancelled",
    "in-progress",
    "on-hold",
    "failed",
    "completed",
    "entered-in-error",
}
REQUEST_STATUSES = {
    "draft",
    "active",
    "on-hold",
    "revoked",
    "completed",
    "entered-in-error",
    "unknown",
}
OPEN_STATES = [code for code, state in STATES.items() if not state.is_final]


def reachable(start):
    """Every state that some sequence of moves leads to from here."""
    found, waiting = set(), [start]
    while waiting:
        state = waiting.pop()
        if state not in found:
            found.add(state)
            waiting += [
                end for move in moves_from(state) for start, end in move.edges() if start == state
            ]
    return found


def test_table_names_known_states_only():
    named = {state for move in MOVES.values() for edge in move.edges() for state in edge}
    words = {word for move in MOVES.values() for word in (*move.sources, *move.targets)}

    assert named == set(STATES)
    assert words - set(STATES) == {SAME, BEFORE}


def test_table_is_whole():
    assert (len(STATES), len(MOVES)) == (22, 45)
    assert [move.number for move in MOVES.values()] == [f"T{n:02}" for n in range(1, 46)]


def test_every_state_is_reachable_from_creation():
    assert reachable("draft") == set(STATES)


@pytest.mark.parametrize("state", OPEN_STATES)
def test_open_state_has_a_way_to_an_end(state):
    assert any(STATES[after].is_final for after in reachable(state))


@pytest.mark.parametrize("state", OPEN_STATES)
def test_open_state_waits_for_a_move_that_leaves_it(state):
    assert state in MOVES[STATES[state].waits_for].sources


def test_final_states_are_left_only_by_the_network_administrator():
    ends = [code for code, state in STATES.items() if state.is_final]
    ways = {state: [move.verb for move in moves_from(state)] for state in ends}

    restricted = ["mark_error", "reopen"]
    assert ways == {
        "completed": restricted,
        "unplaced": restricted,
        "cancelled": restricted,
        "expired": restricted,
        "deceased": ["mark_error"],
        "entered_in_error": [],
    }


@pytest.mark.parametrize("state", OPEN_STATES)
def test_before_arrival_both_a_closed_loop_and_a_cancellation_can_be_reached(state):
    if state in {"arrived", "admitted", "treated", "in_transit"}:
        return
    assert {"completed", "cancelled"} <= reachable(state)


def test_nobody_of_the_commission_moves_anything():
    roles = {role for move in MOVES.values() for _side, role in move.who}

    assert Role.COMMISSION_VIEWER not in roles


@pytest.mark.parametrize("state", STATES.values(), ids=lambda state: state.code)
def test_state_has_a_label_and_its_fhir_words(state):
    assert state.label
    assert state.service_request in REQUEST_STATUSES
    assert state.task in TASK_STATUSES
    assert state.business not in TASK_STATUSES


def test_labels_and_numbers_are_unique():
    assert len({state.label for state in STATES.values()}) == len(STATES)
    assert len({move.label for move in MOVES.values()}) == len(MOVES)
    assert len({move.number for move in MOVES.values()}) == len(MOVES)


def test_every_clock_is_named_and_its_system_moves_are_moves():
    assert set(CLOCKS) == set(TimerKind.values)
    assert all(len(clock.limits) == len(Priority.values) for clock in CLOCKS.values())


@pytest.mark.parametrize("move", MOVES.values(), ids=lambda move: move.verb)
def test_move_is_granted_to_just_the_roles_of_the_table(move):
    assert move.permission == Permission(f"referrals.{move.verb}")
    held_by = {role for role, grants in GRANTS.items() if move.permission in grants}
    assert held_by == {role for _side, role in move.who}
    assert move.who or move.by_system
