import pytest

from portal.roles import GRANTS
from referrals.enums import Priority, ServiceKind
from referrals.service_states import (
    MOVES,
    STATES,
    TURNAROUND,
    moves_from,
    waiting_states,
)


def test_table_names_known_states_only():
    named = {state for move in MOVES.values() for state in (*move.sources, move.target)}

    assert named == set(STATES)


@pytest.mark.parametrize("state", STATES.values(), ids=lambda state: state.code)
def test_open_state_waits_for_a_move_that_leaves_it_and_a_final_one_for_none(state):
    verbs = {move.verb for move in moves_from(state.code)}

    assert (state.waits_for in verbs) is not state.is_final
    assert bool(verbs) is not state.is_final


def test_every_kind_and_priority_has_a_turnaround_and_no_other():
    assert set(TURNAROUND) == {(kind, how) for kind in ServiceKind for how in Priority}


def test_turnaround_runs_until_the_report():
    timed = [code for code, state in STATES.items() if state.is_timed]

    assert timed == ["requested", "received", "in_progress"]


def test_somebody_holds_the_right_of_every_move():
    assert [
        move.verb
        for move in MOVES.values()
        if not any(move.permission in grants for grants in GRANTS.values())
    ] == []
    assert waiting_states(MOVES["report"].permission) == ["requested", "received", "in_progress"]
    assert waiting_states(MOVES["acknowledge"].permission) == ["reported"]
