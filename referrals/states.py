"""The life of a referral as data: every state, every legal move, who may make it on which side.

Buttons, the API's available_actions, guards, documentation and tests all read these two tables.
The T numbers are those of the transition table that the product was specified with.
"""

import functools
from dataclasses import dataclass
from enum import StrEnum

from portal.roles import Permission, Role


def _(text: str) -> str:
    """Mark a Chinese label for the catalogue; it is translated where it is shown."""
    return text


class Side(StrEnum):
    """On whose behalf a move is made. The network's side is its lead hospital."""

    ORIGIN = "origin"
    DESTINATION = "destination"
    NETWORK = "network"
    SYSTEM = "system"


# Who acts on one of these does not act on the other.
TWO_SIDES = frozenset({Side.ORIGIN, Side.DESTINATION})


@dataclass(frozen=True)
class State:
    """One state: its label, the verb it waits for, and its FHIR R4 words.

    service_request, task, business: ServiceRequest.status, Task.status, Task.businessStatus.
    """

    code: str
    label: str
    waits_for: str | None
    service_request: str
    task: str
    business: str = ""

    @property
    def is_final(self) -> bool:
        return self.waits_for is None


Actors = tuple[tuple[Side, Role], ...]

# Two words that stand for a state in the table's targets.
SAME, BEFORE = "same", "before"


@dataclass(frozen=True)
class Move:
    """One legal move: which verb leads from where to where, and who may make it on which side.

    targets: state codes; SAME stays where it is, BEFORE goes back to the state that was left.
    by_system: the system itself may make it, when its clock has run out.
    """

    number: str
    verb: str
    label: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    who: Actors
    is_danger: bool = False
    by_system: bool = False

    @property
    def permission(self) -> Permission:
        return Permission(f"referrals.{self.verb}")

    @property
    def sides(self) -> frozenset[Side]:
        return frozenset(side for side, _role in self.who)

    def sides_for(self, role: Role | None) -> frozenset[Side]:
        """The sides on which a holder of this role may make the move."""
        return frozenset(side for side, who in self.who if role in (who, None))

    def roles_on(self, side: Side) -> frozenset[Role]:
        return frozenset(role for where, role in self.who if where == side)

    def edges(self) -> set[tuple[str, str]]:
        """Every (from, to) that the table allows for this move."""
        return {
            (source, end)
            for source in self.sources
            for target in self.targets
            for end in _ends(source, target)
        }


def _ends(source: str, target: str) -> set[str]:
    if target == SAME:
        return {source}
    if target == BEFORE:
        return states_left_for(source)
    return {target}


_STATES = (
    State("draft", _("草稿"), "submit_for_review", "draft", "draft"),
    State("pending_review", _("待本院审核"), "approve", "draft", "draft"),
    State("returned", _("退回修改"), "submit_for_review", "draft", "draft"),
    State("submitted", _("已提交待签收"), "receive", "active", "requested"),
    State("received", _("已签收评估中"), "accept", "active", "received"),
    State(
        "info_requested",
        _("待补充资料"),
        "supply_info",
        "active",
        "received",
        "info-requested",
    ),
    State("waitlisted", _("排队等待"), "accept", "active", "on-hold"),
    State("accepted", _("同意接收"), "schedule", "active", "accepted"),
    State("scheduled", _("已预约"), "arrive", "active", "in-progress", "5.1.1"),
    State("in_transit", _("转运途中"), "arrive", "active", "in-progress", "in-transit"),
    State("arrived", _("已到诊"), "admit", "active", "in-progress", "arrived"),
    State("no_show", _("未到诊"), "rebook", "active", "in-progress", "5.1.2"),
    State("admitted", _("已收治"), "finish_treatment", "active", "in-progress", "5.1.4"),
    State(
        "treated",
        _("诊疗完成待回执"),
        "reply",
        "active",
        "in-progress",
        "awaiting-reply",
    ),
    State("declined", _("被拒待改派"), "redirect", "active", "rejected"),
    State("cancel_requested", _("申请撤销中"), "confirm_cancel", "active", "in-progress", "5.2"),
    State("completed", _("已闭环"), None, "completed", "completed"),
    State("unplaced", _("未落实"), None, "revoked", "failed", "unplaced"),
    State("cancelled", _("已撤销"), None, "revoked", "cancelled"),
    State("expired", _("超时失效"), None, "revoked", "failed", "expired"),
    State("deceased", _("患者死亡"), None, "revoked", "failed", "deceased"),
    State("entered_in_error", _("录入错误"), None, "entered-in-error", "entered-in-error"),
)
STATES: dict[str, State] = {state.code: state for state in _STATES}
FINAL_STATES = [state.code for state in _STATES if state.is_final]

UNSENT = "draft returned pending_review"
ASKING = "submitted received info_requested waitlisted"
PROMISED = "accepted scheduled"
# Before these the destination is told nothing; from here on nothing vanishes without its word.
KNOWN_BEFORE_TRAVEL = f"received info_requested waitlisted {PROMISED} no_show"
BEFORE_TRAVEL = f"{UNSENT} {ASKING} {PROMISED} no_show declined cancel_requested"
BEFORE_ARRIVAL = f"{BEFORE_TRAVEL} in_transit"
BEFORE_ADMISSION = f"{BEFORE_ARRIVAL} arrived"
CLOSED = "completed unplaced expired cancelled"
NOT_IN_ERROR = " ".join(code for code in STATES if code != "entered_in_error")

# One hospital asks for one person once at a time: from filing until the patient is there.
ASKING_STATES = [*ASKING.split(), *PROMISED.split(), "in_transit"]
# These may end, or be ended, without ever having left their origin.
NEVER_SENT = [*UNSENT.split(), "cancelled", "entered_in_error", "deceased"]

# The actors of the table, by their short names there.
OA: Actors = ((Side.ORIGIN, Role.REFERRING_CLINICIAN),)
OC: Actors = ((Side.ORIGIN, Role.REFERRAL_COORDINATOR),)
OR: Actors = ((Side.ORIGIN, Role.REVIEWER), (Side.ORIGIN, Role.HOSPITAL_ADMIN))
DC: Actors = ((Side.DESTINATION, Role.REFERRAL_COORDINATOR),)
# Where the table says "DD (head)" it is the head alone; plain DD is every clinician.
HEAD: Actors = ((Side.DESTINATION, Role.DEPARTMENT_HEAD),)
DD: Actors = (*HEAD, (Side.DESTINATION, Role.REFERRING_CLINICIAN))
DF: Actors = ((Side.DESTINATION, Role.RECEIVING_DESK),)
TC_ASKING: Actors = ((Side.ORIGIN, Role.TRANSFER_CENTRE),)
TC_ASKED: Actors = ((Side.DESTINATION, Role.TRANSFER_CENTRE),)
NA: Actors = ((Side.NETWORK, Role.NETWORK_ADMIN),)
NOBODY: Actors = ()


def _row(
    number: str, verb: str, label: str, sources: str, targets: str, who: Actors, mark=""
) -> Move:
    """One line of the table. mark: ! for what cannot be taken back lightly, @ for the clock's."""
    return Move(
        number,
        verb,
        label,
        tuple(sources.split()),
        tuple(targets.split()),
        who,
        is_danger="!" in mark,
        by_system="@" in mark,
    )


# T22 after T44: the appointment was kept at the first door and left with it, so a diverted patient
# turns back to "accepted" (the new door's promise by phone), not to an appointment that is gone.
# fmt: off
_MOVES = (
    _row("T01", "create", _("新建转诊单"), "", "draft", OA + OC),
    _row("T02", "submit_for_review", _("提交本院审核"), "draft returned", "pending_review",
         OA + OC),
    _row("T03", "return", _("退回修改"), "pending_review", "returned", OR, "!"),
    _row("T04", "approve", _("审核通过"), "pending_review", "submitted", OR),
    _row("T05", "send", _("直接发出"), "draft returned", "submitted", OC),
    _row("T06", "discard", _("删除草稿"), "draft returned", "entered_in_error", OA + OC, "!@"),
    _row("T07", "receive", _("签收"), "submitted", "received", DC + DD + TC_ASKED),
    _row("T08", "request_info", _("要求补充资料"), "received waitlisted", "info_requested",
         DC + DD),
    _row("T09", "supply_info", _("补充资料"), "info_requested", "received", OA + OC),
    _row("T10", "accept", _("同意接收"), "received waitlisted", "accepted", DC + DD),
    _row("T11", "waitlist", _("列入等待"), "received", "waitlisted", DC),
    _row("T12", "decline", _("不予接收"), "received waitlisted info_requested",
         "declined submitted received", DC + DD, "!"),
    _row("T13", "withdraw_acceptance", _("收回接收承诺"), f"{PROMISED} no_show", "declined",
         HEAD, "!"),
    _row("T14", "redirect", _("改派"), "declined", "submitted", OC + TC_ASKING),
    _row("T15", "propose_onward", _("建议转往他院"), "received", "declined submitted received", DC),
    _row("T16", "record_external_acceptance", _("登记网络外接收"), "submitted", "accepted", OC),
    _row("T17", "schedule", _("预约"), "accepted", "scheduled", DC),
    _row("T18", "reschedule", _("改约"), "scheduled", "scheduled", DC + OC),
    _row("T19", "release", _("取消预约"), "scheduled", "accepted", DC + OC, "@"),
    _row("T20", "depart", _("登记出发"), PROMISED, "in_transit", OC),
    _row("T21", "emergency_bypass", _("绿色通道直送"), "submitted received", "in_transit", OC + OA),
    _row("T22", "turn_back", _("中途返回"), "in_transit", BEFORE, OC),
    _row("T23", "arrive", _("登记到诊"), f"{PROMISED} in_transit", "arrived", DF + DC),
    _row("T24", "file_retrospective", _("补录"), "draft", f"arrived {SAME}", OC + DF),
    _row("T25", "mark_no_show", _("登记未到诊"), f"{PROMISED} in_transit", "no_show", DC),
    _row("T26", "rebook", _("重新约定"), "no_show", "accepted scheduled", DC + OC),
    _row("T27", "admit", _("收治"), "arrived", "admitted", DD),
    _row("T28", "refuse_at_door", _("到院拒收"), "arrived", "declined", HEAD, "!"),
    _row("T29", "interim_reply", _("发送阶段回复"), "admitted", SAME, DD),
    _row("T30", "finish_treatment", _("诊疗完成"), "admitted", "treated", DD),
    _row("T31", "reply", _("发送回执"), "treated", SAME, DD),
    _row("T32", "acknowledge", _("确认回执并闭环"), "treated", "completed", OA + OC, "@"),
    _row("T33", "cancel", _("撤销"), f"{UNSENT} submitted", "cancelled", OA + OC, "!"),
    _row("T34", "request_cancel", _("申请撤销"), KNOWN_BEFORE_TRAVEL, "cancel_requested", OC, "!"),
    _row("T35", "confirm_cancel", _("同意撤销"), "cancel_requested", "cancelled", DC, "@"),
    _row("T36", "refuse_cancel", _("不同意撤销"), "cancel_requested", f"{BEFORE} arrived", DC, "!"),
    _row("T37", "close_unplaced", _("按未落实结束"),
         f"{ASKING} {PROMISED} declined no_show arrived", "unplaced", OC + DC, "!"),
    _row("T38", "record_death", _("登记死亡"), BEFORE_ADMISSION, "deceased", DD + OC, "!"),
    _row("T39", "expire", _("逾期失效"), "submitted accepted waitlisted", "expired", NOBODY, "@"),
    _row("T40", "supersede", _("由新单替代"), BEFORE_TRAVEL, "cancelled", OC, "!@"),
    _row("T41", "change_priority", _("调整紧急程度"), BEFORE_ARRIVAL, SAME, OC + DC),
    _row("T42", "mark_error", _("标为录入错误"), NOT_IN_ERROR, f"entered_in_error {SAME}", NA, "!"),
    _row("T43", "reopen", _("重新打开"), CLOSED, BEFORE, NA),
    _row("T44", "divert", _("途中改送"), "in_transit", SAME, OC + TC_ASKING),
    _row("T45", "return_with_advice", _("给出建议，无需转诊"), "received info_requested", "treated",
         DD),
)
# fmt: on
MOVES: dict[str, Move] = {move.verb: move for move in _MOVES}

MOVE_OF: dict[Permission, Move] = {move.permission: move for move in _MOVES}


def moves_from(state: str) -> list[Move]:
    """The moves that the table allows from a state, in table order."""
    return list(_moves_from(state))


@functools.cache
def _moves_from(state):
    return tuple(move for move in _MOVES if state in move.sources)


def states_left_for(state: str) -> set[str]:
    """The states from which some move leads here; a request to cancel remembers what it left."""
    left = {
        source
        for move in _MOVES
        for source in move.sources
        if state in move.targets and source != state
    }
    if "cancel_requested" in left:
        left = (left - {"cancel_requested"}) | states_left_for("cancel_requested")
    return left


@functools.cache
def waiting_states(permission: Permission) -> tuple[str, ...]:
    """The states that wait for the move which this permission allows."""
    return tuple(
        state.code
        for state in _STATES
        if state.waits_for and MOVES[state.waits_for].permission == permission
    )
