"""Green channels: which moments count, who enters them, and how long may pass between two.

The limits are defaults (默认值) after what the Chinese centre standards are commonly quoted with: a
hospital may set its own from a day on (models/green.py). In the words of those standards

卒中中心, 到院至影像 (DIT) ≤ 25 分钟, 到院至溶栓 (DNT) ≤ 60 分钟, 到院至股动脉穿刺 (DPT) ≤ 90 分钟,
转出医院门入至门出 (DIDO) ≤ 120 分钟. 胸痛中心, 首次医疗接触至首份心电图 ≤ 10 分钟, DIDO ≤ 30 分钟,
到院至导丝通过 (D2W) ≤ 90 分钟, 首次医疗接触至导丝通过 (FMC2W) ≤ 120 分钟. 创伤中心, 到院至 CT
≤ 30 分钟, 到院至急诊手术 ≤ 60 分钟. 危重孕产妇救治中心, 决定手术至胎儿娩出 (DDI) ≤ 30 分钟.
危重新生儿救治中心, 接到转运电话至转运队出发 ≤ 30 分钟.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from referrals.states import Side


def _(text: str) -> str:
    """Mark a Chinese label for the catalogue; it is translated where it is shown."""
    return text


@dataclass(frozen=True)
class Step:
    """A moment of a kind of case. Those of a lower rank come first; a known one is not entered.

    known names the moment of the referral's own life that it is taken from.
    """

    code: str
    label: str
    side: Side
    rank: int
    known: str = ""


@dataclass(frozen=True)
class Goal:
    """At most so many minutes from one step to another."""

    code: str
    label: str
    start: str
    end: str
    minutes: int


@dataclass(frozen=True)
class Result:
    """A goal of one case: how long it took, or has been running, against the limit."""

    goal: Goal
    limit: int
    minutes: int | None
    state: str  # reached, late, running, overdue or missing


O, D = Side.ORIGIN, Side.DESTINATION  # noqa: E741 - the two sides, as in states.py
_ONSET = Step("onset", _("发病"), O, 0)
_CONTACT = Step("contact", _("首次医疗接触"), O, 1)
_DOOR_IN = Step("door_in", _("到达转出医院"), O, 2)
_DEPARTED = Step("departed", _("离开转出医院"), O, 4, known="departed_at")
_ARRIVED = Step("arrived", _("到达接收医院"), D, 5, known="arrived_at")

STEPS: dict[str, tuple[Step, ...]] = {
    "stroke": (
        _ONSET,
        _DOOR_IN,
        _DEPARTED,
        _ARRIVED,
        Step("imaging", _("影像检查"), D, 6),
        Step("thrombolysis", _("静脉溶栓"), D, 7),
        Step("puncture", _("股动脉穿刺"), D, 7),
    ),
    "chest_pain": (
        _ONSET,
        _CONTACT,
        Step("door_in", _("到达转出医院"), O, 1),
        Step("ecg", _("首份心电图"), O, 3),
        _DEPARTED,
        _ARRIVED,
        Step("wire", _("导丝通过"), D, 7),
    ),
    "trauma": (
        Step("onset", _("受伤"), O, 0),
        _DOOR_IN,
        _DEPARTED,
        _ARRIVED,
        Step("ct", _("CT 检查"), D, 6),
        Step("surgery", _("急诊手术开始"), D, 6),
    ),
    "maternal": (
        _DOOR_IN,
        _DEPARTED,
        _ARRIVED,
        Step("decision", _("决定手术"), D, 6),
        Step("delivery", _("胎儿娩出"), D, 7),
    ),
    "neonatal": (
        Step("birth", _("出生"), O, 0),
        Step("call", _("接到转运电话"), D, 1),
        Step("team_departed", _("转运队出发"), D, 2),
        Step("team_arrived", _("转运队到达转出医院"), D, 3),
        _DEPARTED,
        _ARRIVED,
        Step("nicu", _("收入新生儿重症监护"), D, 6),
    ),
}

GOALS: dict[str, tuple[Goal, ...]] = {
    "stroke": (
        Goal("dido", _("门入至门出 DIDO"), "door_in", "departed", 120),
        Goal("dit", _("到院至影像 DIT"), "arrived", "imaging", 25),
        Goal("dnt", _("到院至溶栓 DNT"), "arrived", "thrombolysis", 60),
        Goal("dpt", _("到院至穿刺 DPT"), "arrived", "puncture", 90),
    ),
    "chest_pain": (
        Goal("ecg", _("首次医疗接触至心电图"), "contact", "ecg", 10),
        Goal("dido", _("门入至门出 DIDO"), "door_in", "departed", 30),
        Goal("d2w", _("到院至导丝通过 D2W"), "arrived", "wire", 90),
        Goal("fmc2w", _("首次医疗接触至导丝通过 FMC2W"), "contact", "wire", 120),
    ),
    "trauma": (
        Goal("ct", _("到院至 CT"), "arrived", "ct", 30),
        Goal("surgery", _("到院至急诊手术"), "arrived", "surgery", 60),
    ),
    "maternal": (Goal("ddi", _("决定手术至胎儿娩出 DDI"), "decision", "delivery", 30),),
    "neonatal": (Goal("set_out", _("接电话至转运队出发"), "call", "team_departed", 30),),
}


def step_of(kind: str, code: str) -> Step | None:
    return next((step for step in STEPS.get(kind, ()) if step.code == code), None)


def goal_of(kind: str, code: str) -> Goal | None:
    return next((goal for goal in GOALS.get(kind, ()) if goal.code == code), None)


def out_of_order(kind: str, step: Step, at: dt.datetime, times: Mapping[str, dt.datetime]):
    """The first step that would then lie on the wrong side of this moment, or None."""
    for other in STEPS[kind]:
        moment = times.get(other.code)
        if moment is None or other.code == step.code:
            continue
        if (other.rank < step.rank and moment > at) or (other.rank > step.rank and moment < at):
            return other
    return None


def results(
    kind: str,
    times: Mapping[str, dt.datetime],
    limits: Mapping[str, int],
    now: dt.datetime,
    *,
    is_over: bool = False,
) -> list[Result]:
    """Every goal of a case. limits: what replaces the defaults, by the goal's code.

    is_over: the case has ended, so that what nobody wrote down is missing, not running late.
    """
    found = []
    for goal in GOALS.get(kind, ()):
        limit = limits.get(goal.code, goal.minutes)
        start, end = times.get(goal.start), times.get(goal.end)
        if start is None or (end is None and is_over):
            found.append(Result(goal, limit, None, "missing"))
            continue
        seconds = ((end or now) - start).total_seconds()
        minutes, in_time = int(seconds // 60), seconds <= limit * 60
        if end is None:
            state = "running" if in_time else "overdue"
        else:
            state = "reached" if in_time else "late"
        found.append(Result(goal, limit, minutes, state))
    return found
