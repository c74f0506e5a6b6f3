from itertools import combinations

from portal.handbook import diagram
from referrals.states import BEFORE, MOVES, SAME, STATES


def test_every_state_has_a_place_of_its_own():
    assert set(diagram.PLACES) == set(STATES)
    assert len(set(diagram.PLACES.values())) == len(STATES)


def test_every_move_is_in_the_picture():
    drawn = {verb for verbs in diagram.lines().values() for verb in verbs}
    drawn |= {move.verb for move in diagram.many()}
    written = {number for box in diagram.boxes().values() for number in box.stays.split()}

    left = [verb for verb in MOVES if verb not in drawn and MOVES[verb].number not in written]
    # The beginning, and what starts nearly everywhere and stays or goes back.
    assert left == ["create", "change_priority", "reopen"]


def test_lines_are_those_of_the_table_and_no_others():
    edges = {(verb, edge) for edge, verbs in diagram.lines().items() for verb in verbs}

    assert [(verb, edge) for verb, edge in edges if edge not in MOVES[verb].edges()] == []


def test_moves_from_many_states_point_at_their_target():
    shown = " ".join(arrow.words for arrow in diagram.arrows()).split()

    expected = [move.number for move in diagram.many() if set(move.targets) - {SAME, BEFORE}]
    assert [number for number in expected if number not in shown] == []


def test_boxes_do_not_overlap_and_stay_inside():
    boxes = list(diagram.boxes().values())

    assert [
        (one.code, other.code)
        for one, other in combinations(boxes, 2)
        if abs(one.x - other.x) < one.width and abs(one.y - other.y) < one.height
    ] == []
    assert max(box.x + box.width for box in boxes) < diagram.width()
    assert max(box.y + box.height for box in boxes) < diagram.height()
