"""The move table as a picture: where each state stands, and the lines between them. Pure.

A line is drawn for each pair of states that a move connects. A move of many lines is drawn as one
short arrow into its target, because forty lines would hide the others; a move that stays or goes
back is written above the states where it starts. What starts nearly everywhere stands in the
table only.
"""

import math
from collections import defaultdict
from dataclasses import dataclass

from referrals.states import BEFORE, MOVES, SAME, STATES

# Column and row of each state: the main line goes right, then back below; the ends are last.
PLACES = {
    "draft": (0, 0),
    "pending_review": (1, 0),
    "submitted": (2, 0),
    "received": (3, 0),
    "accepted": (4, 0),
    "scheduled": (5, 0),
    "in_transit": (6, 0),
    "returned": (0, 1),
    "declined": (2, 1),
    "info_requested": (3, 1),
    "waitlisted": (4, 1),
    "no_show": (5, 1),
    "arrived": (6, 2),
    "admitted": (5, 2),
    "treated": (4, 2),
    "completed": (3, 2),
    "cancel_requested": (1, 2),
    "entered_in_error": (0, 3),
    "cancelled": (1, 3),
    "unplaced": (2, 3),
    "expired": (3, 3),
    "deceased": (4, 3),
}
BOX = (112, 44)
STEP = (178, 136)
MARGIN = 48
# A move with more lines than this becomes one arrow.
MANY = 3
BEND = 0.16
# How far along its line a number stands: before the middle, where the way back has its own.
ALONG = 0.36


@dataclass(frozen=True)
class Box:
    """One state: its upper left corner, its words, and the moves that stay in it."""

    code: str
    label: str
    x: float
    y: float
    stays: str
    is_final: bool

    width, height = BOX

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class Arrow:
    """One line from border to border, and the numbers of its moves beside its middle."""

    path: str
    words: str
    x: float
    y: float
    is_danger: bool


def width() -> int:
    return max(column for column, _row in PLACES.values()) * STEP[0] + BOX[0] + 2 * MARGIN


def height() -> int:
    return max(row for _column, row in PLACES.values()) * STEP[1] + BOX[1] + 2 * MARGIN


def boxes() -> dict[str, Box]:
    return {
        code: Box(
            code,
            STATES[code].label,
            MARGIN + column * STEP[0],
            MARGIN + row * STEP[1],
            " ".join(move.number for move in MOVES.values() if _stays(move, code)),
            STATES[code].is_final,
        )
        for code, (column, row) in PLACES.items()
    }


def _stays(move, code):
    """Written above the box: it stays there, or goes back to where the referral came from."""
    if code not in move.sources or len(move.sources) > MANY:
        return False
    return bool({SAME, BEFORE, code} & set(move.targets))


def lines() -> dict[tuple[str, str], list[str]]:
    """The verbs of each drawn line, by its two states."""
    found = defaultdict(list)
    for move in MOVES.values():
        edges = _drawn(move)
        if len(edges) <= MANY:
            for edge in sorted(edges):
                found[edge].append(move.verb)
    return dict(found)


def many() -> list:
    """The moves that start in too many states for lines of their own."""
    return [move for move in MOVES.values() if len(_drawn(move)) > MANY]


def _drawn(move):
    """The pairs of states that it connects; the way back is one of many, and not drawn."""
    ends = set(move.targets) - {SAME, BEFORE}
    return {(source, end) for source, end in move.edges() if source != end and end in ends}


def arrows() -> list[Arrow]:
    place = boxes()
    found = [_arrow(place[start], place[end], verbs) for (start, end), verbs in lines().items()]
    return found + [stub for end, verbs in _into().items() for stub in [_stub(place[end], verbs)]]


def _into():
    """The moves with many sources, by the one state into which they lead."""
    found = defaultdict(list)
    for move in many():
        for end in sorted({end for _start, end in _drawn(move)}):
            found[end].append(move.verb)
    return found


def _arrow(start, end, verbs):
    (x1, y1), (x2, y2) = start.middle, end.middle
    # Bent to its left, so that the way there and the way back do not lie on each other.
    bend_x = (x1 + x2) / 2 - (y2 - y1) * BEND
    bend_y = (y1 + y2) / 2 + (x2 - x1) * BEND
    from_x, from_y = _border(start, bend_x, bend_y)
    to_x, to_y = _border(end, bend_x, bend_y)
    path = f"M{from_x:.0f} {from_y:.0f}Q{bend_x:.0f} {bend_y:.0f} {to_x:.0f} {to_y:.0f}"
    at_x = _along(from_x, bend_x, to_x)
    at_y = _along(from_y, bend_y, to_y)
    return Arrow(path, _numbers(verbs), round(at_x), round(at_y), _danger(verbs))


def _along(start, bend, end):
    """A point of the curve in one dimension."""
    left = 1 - ALONG
    return left * left * start + 2 * left * ALONG * bend + ALONG * ALONG * end


def _stub(end, verbs):
    x, y = end.x + end.width * 0.85, end.y + end.height
    path = f"M{x:.0f} {y + 28:.0f}L{x:.0f} {y:.0f}"
    return Arrow(path, _numbers(verbs), round(x), round(y + 36), _danger(verbs))


def _border(box, x, y):
    """Where the line from the middle of the box towards a point leaves the box."""
    middle_x, middle_y = box.middle
    angle_x, angle_y = x - middle_x, y - middle_y
    scale = min(
        box.width / 2 / abs(angle_x) if angle_x else math.inf,
        box.height / 2 / abs(angle_y) if angle_y else math.inf,
    )
    return middle_x + angle_x * scale, middle_y + angle_y * scale


def _numbers(verbs):
    return " ".join(MOVES[verb].number for verb in verbs)


def _danger(verbs):
    return all(MOVES[verb].is_danger for verb in verbs)
