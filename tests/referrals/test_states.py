from portal.roles import Permission
from referrals.states import MOVES, moves_from, waiting_states


def test_moves_from_a_state_in_table_order():
    assert [move.verb for move in moves_from("received")] == ["request_info", "accept", "decline"]
    assert moves_from("completed") == []


def test_states_that_wait_for_a_permission():
    assert waiting_states(Permission.REFERRAL_ARRIVE) == ["scheduled", "in_transit"]
    assert waiting_states(Permission.REFERRAL_CANCEL) == []


def test_main_line_of_the_specification():
    assert [move.number for move in MOVES.values()] == [
        "T01", "T02", "T03", "T04", "T05", "T07", "T08", "T09", "T10", "T12",
        "T14", "T17", "T20", "T23", "T27", "T30", "T31", "T32", "T33",
    ]  # fmt: skip
