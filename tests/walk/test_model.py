"""The model and the product's table, written by two hands, say the same."""

from referrals.states import MOVES
from referrals.states import STATES as TABLE_OF_STATES
from tests.walk.model import STATES, TABLE


def test_same_states():
    assert set(TABLE_OF_STATES) == STATES


def test_same_moves_from_the_same_states():
    assert {verb: set(move.sources) for verb, move in MOVES.items() if verb != "create"} == {
        verb: set(sources.split()) for verb, (sources, _who) in TABLE.items()
    }


def test_system_makes_the_same_moves():
    assert {verb for verb, move in MOVES.items() if move.by_system} == {
        verb for verb, (_sources, who) in TABLE.items() if "system" in who.split()
    }
