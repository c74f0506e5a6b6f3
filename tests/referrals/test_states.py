from portal.roles import Permission
from referrals.states import MOVES, moves_from, waiting_states


def test_moves_from_a_state_in_table_order():
    assert [move.verb for move in moves_from("completed")] == ["mark_error", "reopen"]
    assert moves_from("entered_in_error") == []


def test_states_that_wait_for_a_permission():
    assert waiting_states(Permission.REFERRAL_ARRIVE) == ("scheduled", "in_transit")
    assert waiting_states(Permission.REFERRAL_CANCEL) == ()


def test_edges_resolve_the_words_that_stand_for_a_state():
    assert MOVES["reply"].edges() == {("treated", "treated")}
    assert MOVES["turn_back"].edges() == {
        ("in_transit", state) for state in ("accepted", "scheduled", "submitted", "received")
    }
    assert ("cancelled", "cancel_requested") not in MOVES["reopen"].edges()
