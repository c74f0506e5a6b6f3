"""The life of a referral for readers: the page in the portal and docs/referral-states.md."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.handbook import diagram
from portal.roles import ROLE_NAMES
from referrals.enums import SideChoice
from referrals.mappings import CN_PH_FORBIDDEN, ELSEWHERE
from referrals.states import BEFORE, MOVES, SAME, STATES

SYSTEMS = {
    "appointment": "CN-PH-Core Appointment",
    "cn_event": "CN-PH-Core",
    "care_shifting": "CARE shifting",
    "care": "CARE v3",
    "bser": "BSeR TaskBusinessStatus",
    "ers": "e-RS",
    "cvehrs": "CVeHRS",
    "medplat": "medplat",
}
HEAD = """# The life of a referral

Printed by `manage.py print_states` from `referrals/states.py` and `referrals/mappings.py`; a test
fails when it is stale. The same tables drive guards, buttons, `available_actions` and tests.
In the portal this page is 帮助 → 转诊状态与动作, with a picture of the moves.
"""


@dataclass(frozen=True)
class StateRow:
    """One state in words."""

    code: str
    label: str
    waits_for: str
    is_final: bool
    service_request: str
    task: str
    business: str


@dataclass(frozen=True)
class MoveRow:
    """One move in words. who: one text per side."""

    number: str
    verb: str
    label: str
    sources: list[str]
    targets: list[str]
    who: list[str]
    is_danger: bool


def state_rows() -> list[StateRow]:
    return [
        StateRow(
            state.code,
            _(state.label),
            _(MOVES[state.waits_for].label) if state.waits_for else "",
            state.is_final,
            state.service_request,
            state.task,
            state.business,
        )
        for state in STATES.values()
    ]


def move_rows() -> list[MoveRow]:
    return [
        MoveRow(
            move.number,
            move.verb,
            _(move.label),
            [_(STATES[code].label) for code in move.sources],
            [_target(code) for code in move.targets],
            _actors(move),
            move.is_danger,
        )
        for move in MOVES.values()
    ]


def elsewhere_rows() -> list[tuple[str, list[str]]]:
    return [
        (_(state.label), [getattr(ELSEWHERE[code], name) for name in SYSTEMS])
        for code, state in STATES.items()
    ]


def _target(code):
    words = {SAME: _("状态不变"), BEFORE: _("离开前的状态")}
    return words[code] if code in words else _(STATES[code].label)


def _actors(move):
    """转出方 临床医师、转诊专员, one text per side; the clock is the last."""
    sides = {}
    for side, role in move.who:
        sides.setdefault(side, []).append(_(ROLE_NAMES[role]))
    texts = [f"{SideChoice(side).label} {'、'.join(roles)}" for side, roles in sides.items()]
    return [*texts, _("系统到时自动")] if move.by_system else texts


def as_markdown() -> str:
    """The tables for readers of the repository."""
    parts = [HEAD, _states(), _moves(), _mermaid(), _elsewhere()]
    return "\n".join(parts)


def _states():
    head = ["code", "中文", "waits for", "ServiceRequest", "Task", "businessStatus"]
    rows = [
        [
            f"`{row.code}`",
            row.label,
            row.waits_for or "■",
            row.service_request,
            row.task,
            row.business or "—",
        ]
        for row in state_rows()
    ]
    return f"## {len(rows)} states\n\nA final state (■) waits for nothing.\n\n{_table(head, rows)}"


def _moves():
    head = ["no.", "action", "中文", "from", "to", "who"]
    rows = [
        [
            row.number,
            f"`{row.verb}`",
            row.label,
            "、".join(row.sources) or "∅",
            "、".join(row.targets),
            "；".join(row.who),
        ]
        for row in move_rows()
    ]
    edges = sum(len(move.edges()) for move in MOVES.values())
    return f"## {len(rows)} moves\n\n{edges} pairs of from and to.\n\n{_table(head, rows)}"


def _mermaid():
    """The drawn lines; moves of many lines are in the table above."""
    drawn = [
        f"    {start} --> {end}: {' '.join(MOVES[verb].number for verb in verbs)}"
        for (start, end), verbs in diagram.lines().items()
    ]
    left_out = ", ".join(move.number for move in diagram.many())
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> draft: T01", *drawn, "```"]
    text = "\n".join(lines)
    return f"## Diagram\n\nWithout the moves of many lines ({left_out}).\n\n{text}\n"


def _elsewhere():
    rows = [[label, *(word or "—" for word in words)] for label, words in elsewhere_rows()]
    forbidden = ", ".join(f"`{name}`" for name in CN_PH_FORBIDDEN)
    return (
        "## What others call it\n\n"
        f"{_table(['ours', *SYSTEMS.values()], rows)}\n"
        f"The profile HospitalReferral of CN-PH-Core forbids {forbidden}:\n"
        "a cancellation carries no reason there.\n"
    )


def _table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
