"""The life of a service request as data: states, moves, and how long an answer may take.

A service request asks for an opinion, not for a place: the patient stays where they are. The
tables are read as those of a referral are (states.py), by buttons, guards, API and tests.
"""

import datetime as dt
from dataclasses import dataclass

from portal.roles import Permission
from referrals.states import Side


def _(text: str) -> str:
    """Mark a Chinese label for the catalogue; it is translated where it is shown."""
    return text


@dataclass(frozen=True)
class ServiceState:
    """One state: its label, the verb it waits for, and whether the turnaround still runs."""

    code: str
    label: str
    waits_for: str | None
    is_timed: bool = False

    @property
    def is_final(self) -> bool:
        return self.waits_for is None


@dataclass(frozen=True)
class ServiceMove:
    """One legal move: which verb leads from where to where, on which side, with which right."""

    verb: str
    label: str
    sources: tuple[str, ...]
    target: str
    side: Side
    permission: Permission
    is_danger: bool = False


STATES: dict[str, ServiceState] = {
    state.code: state
    for state in (
        ServiceState("requested", _("已申请待签收"), "receive", is_timed=True),
        ServiceState("received", _("已签收"), "start", is_timed=True),
        ServiceState("in_progress", _("处理中"), "report", is_timed=True),
        ServiceState("reported", _("已出报告待确认"), "acknowledge"),
        ServiceState("acknowledged", _("已确认"), None),
        ServiceState("declined", _("不予受理"), None),
        ServiceState("cancelled", _("已撤销"), None),
    )
}

_O, _D = Side.ORIGIN, Side.DESTINATION
_ASK, _ANSWER = Permission.SERVICE_ASK, Permission.SERVICE_ANSWER

MOVES: dict[str, ServiceMove] = {
    move.verb: move
    for move in (
        ServiceMove("request", _("提交申请"), (), "requested", _O, _ASK),
        ServiceMove("receive", _("签收"), ("requested",), "received", _D, _ANSWER),
        ServiceMove("start", _("开始处理"), ("received",), "in_progress", _D, _ANSWER),
        ServiceMove("report", _("发出报告"), ("received", "in_progress"), "reported", _D, _ANSWER),
        ServiceMove("acknowledge", _("确认报告"), ("reported",), "acknowledged", _O, _ASK),
        ServiceMove(
            "decline",
            _("不予受理"),
            ("requested", "received"),
            "declined",
            _D,
            _ANSWER,
            is_danger=True,
        ),
        ServiceMove(
            "cancel",
            _("撤销申请"),
            ("requested", "received"),
            "cancelled",
            _O,
            _ASK,
            is_danger=True,
        ),
    )
}

SIDE_OF: dict[Permission, Side] = {move.permission: move.side for move in MOVES.values()}

Limit = dt.timedelta | int
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)

# kind × priority: from the request to the report. Defaults to start from, not a regulation. A span
# is clock time and never stops at night; a number is workdays of those who answer.
TURNAROUND: dict[tuple[str, str], Limit] = {
    ("consultation", "emergency"): 30 * MINUTE,
    ("consultation", "urgent"): 4 * HOUR,
    ("consultation", "routine"): 2,
    ("pathology", "emergency"): 30 * MINUTE,
    ("pathology", "urgent"): 24 * HOUR,
    ("pathology", "routine"): 3,
    ("imaging", "emergency"): 30 * MINUTE,
    ("imaging", "urgent"): 2 * HOUR,
    ("imaging", "routine"): 1,
}


def moves_from(state: str) -> list[ServiceMove]:
    """The moves that the table allows from a state, in table order."""
    return [move for move in MOVES.values() if state in move.sources]


def waiting_states(permission: Permission) -> list[str]:
    """The states that wait for a move which this permission allows."""
    return [
        state.code
        for state in STATES.values()
        if state.waits_for and MOVES[state.waits_for].permission == permission
    ]
