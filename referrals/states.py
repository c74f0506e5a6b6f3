"""The life of a referral as data: every state, every legal move, who may make it on which side.

Buttons, the API's available_actions, guards, documentation and tests all read these two tables.
The T numbers are those of the transition table that the product was specified with.
"""

from dataclasses import dataclass
from enum import StrEnum

from portal.roles import Permission


def _(text: str) -> str:
    """Mark a Chinese label for the catalogue; it is translated where it is shown."""
    return text


class Side(StrEnum):
    ORIGIN = "origin"
    DESTINATION = "destination"


@dataclass(frozen=True)
class State:
    """One state: its label, the verb it waits for, and its FHIR R4 words.

    clock: the timer that runs while the referral is in this state, if any (sla.py).
    service_request, task, business: ServiceRequest.status, Task.status, Task.businessStatus.
    """

    code: str
    label: str
    waits_for: str | None
    clock: str | None
    service_request: str
    task: str
    business: str = ""

    @property
    def is_final(self) -> bool:
        return self.waits_for is None


@dataclass(frozen=True)
class Move:
    """One legal move: which verb leads from where to where, on which side, with which right."""

    number: str
    verb: str
    label: str
    sources: tuple[str, ...]
    target: str
    side: Side
    permission: Permission
    is_danger: bool = False


STATES: dict[str, State] = {
    state.code: state
    for state in (
        State("draft", _("草稿"), "submit_for_review", None, "draft", "draft"),
        State("pending_review", _("待本院审核"), "approve", None, "draft", "draft"),
        State("returned", _("退回修改"), "submit_for_review", None, "draft", "draft"),
        State("submitted", _("已提交待签收"), "receive", "received", "active", "requested"),
        State("received", _("已签收评估中"), "accept", "decided", "active", "received"),
        State(
            "info_requested",
            _("待补充资料"),
            "supply_info",
            None,
            "active",
            "received",
            "info-requested",
        ),
        State("accepted", _("同意接收"), "schedule", None, "active", "accepted"),
        State("scheduled", _("已预约"), "arrive", None, "active", "in-progress", "5.1.1"),
        State("in_transit", _("转运途中"), "arrive", None, "active", "in-progress", "in-transit"),
        State("arrived", _("已到诊"), "admit", None, "active", "in-progress", "arrived"),
        State("admitted", _("已收治"), "finish_treatment", None, "active", "in-progress", "5.1.4"),
        State(
            "treated",
            _("诊疗完成待回执"),
            "reply",
            "replied",
            "active",
            "in-progress",
            "awaiting-reply",
        ),
        State("declined", _("被拒待改派"), "redirect", None, "active", "rejected"),
        State("completed", _("已闭环"), None, None, "completed", "completed"),
        State("cancelled", _("已撤销"), None, None, "revoked", "cancelled"),
    )
}

_O, _D = Side.ORIGIN, Side.DESTINATION

MOVES: dict[str, Move] = {
    move.verb: move
    for move in (
        Move("T01", "create", _("新建转诊单"), (), "draft", _O, Permission.REFERRAL_CREATE),
        Move(
            "T02",
            "submit_for_review",
            _("提交本院审核"),
            ("draft", "returned"),
            "pending_review",
            _O,
            Permission.REFERRAL_SUBMIT_FOR_REVIEW,
        ),
        Move(
            "T03",
            "return",
            _("退回修改"),
            ("pending_review",),
            "returned",
            _O,
            Permission.REFERRAL_RETURN,
            is_danger=True,
        ),
        Move(
            "T04",
            "approve",
            _("审核通过"),
            ("pending_review",),
            "submitted",
            _O,
            Permission.REFERRAL_APPROVE,
        ),
        Move(
            "T05",
            "send",
            _("直接发出"),
            ("draft", "returned"),
            "submitted",
            _O,
            Permission.REFERRAL_SEND,
        ),
        Move(
            "T07", "receive", _("签收"), ("submitted",), "received", _D, Permission.REFERRAL_RECEIVE
        ),
        Move(
            "T08",
            "request_info",
            _("要求补充资料"),
            ("received",),
            "info_requested",
            _D,
            Permission.REFERRAL_REQUEST_INFO,
        ),
        Move(
            "T09",
            "supply_info",
            _("补充资料"),
            ("info_requested",),
            "received",
            _O,
            Permission.REFERRAL_SUPPLY_INFO,
        ),
        Move(
            "T10",
            "accept",
            _("同意接收"),
            ("received",),
            "accepted",
            _D,
            Permission.REFERRAL_ACCEPT,
        ),
        Move(
            "T12",
            "decline",
            _("不予接收"),
            ("received", "info_requested"),
            "declined",
            _D,
            Permission.REFERRAL_DECLINE,
            is_danger=True,
        ),
        Move(
            "T14",
            "redirect",
            _("改派"),
            ("declined",),
            "submitted",
            _O,
            Permission.REFERRAL_REDIRECT,
        ),
        Move(
            "T17",
            "schedule",
            _("预约"),
            ("accepted",),
            "scheduled",
            _D,
            Permission.REFERRAL_SCHEDULE,
        ),
        Move(
            "T20",
            "depart",
            _("登记出发"),
            ("accepted", "scheduled"),
            "in_transit",
            _O,
            Permission.REFERRAL_DEPART,
        ),
        Move(
            "T23",
            "arrive",
            _("登记到诊"),
            ("accepted", "scheduled", "in_transit"),
            "arrived",
            _D,
            Permission.REFERRAL_ARRIVE,
        ),
        Move("T27", "admit", _("收治"), ("arrived",), "admitted", _D, Permission.REFERRAL_ADMIT),
        Move(
            "T30",
            "finish_treatment",
            _("诊疗完成"),
            ("admitted",),
            "treated",
            _D,
            Permission.REFERRAL_FINISH_TREATMENT,
        ),
        Move("T31", "reply", _("发送回执"), ("treated",), "treated", _D, Permission.REFERRAL_REPLY),
        Move(
            "T32",
            "acknowledge",
            _("确认回执并闭环"),
            ("treated",),
            "completed",
            _O,
            Permission.REFERRAL_ACKNOWLEDGE,
        ),
        Move(
            "T33",
            "cancel",
            _("撤销"),
            ("draft", "returned", "pending_review", "submitted"),
            "cancelled",
            _O,
            Permission.REFERRAL_CANCEL,
            is_danger=True,
        ),
    )
}

SIDE_OF: dict[Permission, Side] = {move.permission: move.side for move in MOVES.values()}


def moves_from(state: str) -> list[Move]:
    """The moves that the table allows from a state, in table order."""
    return [move for move in MOVES.values() if state in move.sources]


def waiting_states(permission: Permission) -> list[str]:
    """The states that wait for the move which this permission allows."""
    return [
        state.code
        for state in STATES.values()
        if state.waits_for and MOVES[state.waits_for].permission == permission
    ]
