"""The move table is whole: no state is a dead end, unreachable, or without words and clock."""

import pytest

from portal.roles import GRANTS, Permission
from referrals.enums import Priority, TimerKind
from referrals.sla import CLOCKS
from referrals.states import MOVES, STATES, Side, moves_from

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
            waiting += [move.target for move in moves_from(state)]
    return found


def test_table_names_known_states_only():
    named = {state for move in MOVES.values() for state in (*move.sources, move.target)}

    assert named == set(STATES)


def test_every_state_is_reachable_from_creation():
    assert reachable(MOVES["create"].target) == set(STATES)


@pytest.mark.parametrize("state", OPEN_STATES)
def test_open_state_has_a_way_to_an_end(state):
    assert any(STATES[after].is_final for after in reachable(state))


@pytest.mark.parametrize("state", OPEN_STATES)
def test_open_state_waits_for_a_move_that_leaves_it(state):
    assert state in MOVES[STATES[state].waits_for].sources


def test_final_states_are_left_by_no_move():
    ends = [code for code, state in STATES.items() if state.is_final]

    assert [moves_from(state) for state in ends] == [[]] * len(ends)


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
def test_move_has_its_own_permission_that_some_role_holds(move):
    assert move.permission == Permission(f"referrals.{move.verb}")
    assert any(move.permission in grants for grants in GRANTS.values())
    assert move.side in Side
