"""What becomes of an invented referral: which moves, how long before each, what their forms say.

Most stories follow the main line; each side line of the move table is told by some.
"""

import datetime as dt
from contextlib import suppress

from django.utils import timezone

from hospitals.models import Accreditation
from portal.errors import Refusal
from portal.roles import Role
from referrals.actions import follow_ups, transfers
from referrals.models.authority import ABOVE
from referrals.reasons import reasons_of
from referrals.states import FINAL_STATES, MOVES, Side

HOUR = dt.timedelta(hours=1)
PRIORITIES = ("emergency", "urgent", "routine")

MAIN_LINE = (
    "approve",
    "receive",
    "accept",
    "schedule",
    "depart",
    "arrive",
    "admit",
    "finish_treatment",
    "reply",
    "acknowledge",
)
# Median hours before each move: emergency, urgent, routine.
PACE = {
    "submit_for_review": (0.1, 0.3, 1),
    "return": (0.2, 0.5, 4),
    "approve": (0.1, 0.5, 5),
    "send": (0.05, 0.1, 0.5),
    "receive": (0.06, 0.6, 6),
    "request_info": (0.1, 1, 12),
    "supply_info": (0.1, 1, 14),
    "accept": (0.15, 2, 18),
    "decline": (0.2, 2.5, 20),
    "redirect": (0.2, 2, 10),
    "schedule": (0.2, 2, 10),
    "depart": (0.4, 6, 36),
    "arrive": (1.8, 3, 5),
    "admit": (0.3, 0.8, 1.5),
    "finish_treatment": (200, 180, 160),
    "reply": (20, 24, 30),
    "acknowledge": (20, 24, 30),
}
USUAL_PACE = (0.5, 3, 12)
# Hours after which nobody who works there would believe that the next move still waits.
PATIENCE = (12, 72, 14 * 24)
PATIENCE_IN_TREATMENT = 45 * 24
# How such a case ends: whatever of these is possible where it stands.
ENDINGS = (
    "acknowledge",
    "reply",
    "finish_treatment",
    "admit",
    "arrive",
    "close_unplaced",
    "cancel",
    "confirm_cancel",
    "decline",
    "mark_no_show",
    "discard",
    "expire",
)
REST = MAIN_LINE[MAIN_LINE.index("arrive") :]
# (chance, what follows once the referral was sent and taken in); what is left is the main line.
SIDE_LINES = (
    (0.04, ("waitlist", "accept", "schedule", "depart", *REST)),
    (0.05, ("decline", "close_unplaced")),
    (0.04, ("decline", "redirect", "receive", *MAIN_LINE[2:])),
    (0.015, ("propose_onward", "redirect", "receive", *MAIN_LINE[2:])),
    (0.03, ("return_with_advice", "acknowledge")),
    (0.01, ("accept", "withdraw_acceptance", "redirect", "receive", *MAIN_LINE[2:])),
    (0.04, ("accept", "schedule", "reschedule", "depart", *REST)),
    (0.02, ("accept", "schedule", "release", "schedule", "depart", *REST)),
    (0.02, ("accept", "schedule", "mark_no_show", "rebook", "schedule", "depart", *REST)),
    (0.015, ("accept", "mark_no_show", "close_unplaced")),
    (0.015, ("accept", "request_cancel", "confirm_cancel")),
    (0.008, ("accept", "request_cancel", "refuse_cancel", "schedule", "depart", *REST)),
    (0.03, ("close_unplaced",)),
    (0.008, ("record_death",)),
    (0.01, ("accept", "depart", "turn_back", "depart", *REST)),
    (0.01, ("accept", "depart", "divert", *REST)),
    (0.005, ("accept", "depart", "arrive", "refuse_at_door", "redirect", "receive", "accept")),
    (0.02, ("change_priority", *MAIN_LINE[2:])),
    (0.004, ("mark_error",)),
    (0.004, ("close_unplaced", "reopen", *MAIN_LINE[2:])),
    (0.01, ("request_info", "return_with_advice", "acknowledge")),
)


def story(dice, referral):
    """The verbs of one referral, in order."""
    chance = dice.random()
    if chance < 0.02:
        return ["discard"]
    if referral.priority == "emergency" and dice.random() < 0.7:
        return _emergency(dice, referral)
    start = ["submit_for_review"]
    if chance < 0.06:
        return [*start, "cancel"]
    if chance < 0.1:
        start += ["return", "submit_for_review"]
    if chance < 0.11:
        return [*start, "approve", "expire"]
    return [*start, "approve", "receive", *_after_receipt(dice)]


def _emergency(dice, referral):
    if referral.green_channel and _is_centre(referral) and dice.random() < 0.6:
        return ["send", "emergency_bypass", *REST]
    if dice.random() < 0.06:
        return ["file_retrospective", "file_retrospective", *REST[1:]]
    return ["send", *MAIN_LINE[1:]]


def _is_centre(referral):
    return Accreditation.objects.green_channel(
        referral.destination_id, referral.green_channel, timezone.localdate()
    )


def _after_receipt(dice):
    chance = dice.random()
    for share, line in SIDE_LINES:
        if chance < share:
            return line
        chance -= share
    line = list(MAIN_LINE[2:])
    if dice.random() < 0.08:
        line[:0] = ["request_info", "supply_info"]
    if dice.random() < 0.25:
        line.remove("schedule")
    if dice.random() < 0.2:
        line.remove("depart")
    if dice.random() < 0.1:
        line.insert(line.index("finish_treatment"), "interim_reply")
    return line


def wind_up(dice, cast, referral, now):
    """End what a missing bed or person stopped long ago: no desk leaves that lying about."""
    for _move in MAIN_LINE:
        if referral.state in FINAL_STATES or now - referral.state_since < _patience(referral):
            break
        ended = _ended(dice, cast, referral, now)
        if ended is None:
            break
        referral = ended
    return referral


def _patience(referral):
    if referral.state in {start for start, _end in MOVES["finish_treatment"].edges()}:
        return PATIENCE_IN_TREATMENT * HOUR
    return PATIENCE[PRIORITIES.index(referral.priority)] * HOUR


def _ended(dice, cast, referral, now):
    for verb in ENDINGS:
        at = min(referral.state_since + pause(dice, verb, referral.priority), now)
        with suppress(Refusal):
            return step(dice, cast, referral, verb, at)
    return None


def pause(dice, verb, priority):
    median = PACE.get(verb, USUAL_PACE)[PRIORITIES.index(priority)]
    return median * dice.lognormvariate(0, 0.7) * HOUR


def step(dice, cast, referral, verb, at):
    """One move by the person whose it is; a Refusal when nobody of that role works there."""
    actor = None if verb == "expire" else _actor(cast, referral, verb)
    details = DETAILS.get(verb, _nothing)(dice, cast, referral, at)
    if verb == "finish_treatment":
        _look_after(cast, referral, at)
    return transfers.ACTIONS[verb](referral=referral, by=actor, details=details, at=at)


def _look_after(cast, referral, at):
    """Who was sent down is followed up once before their story ends."""
    clinician = cast.people.get((referral.destination_id, Role.REFERRING_CLINICIAN))
    task = referral.follow_ups.open().order_by("seq").first()
    if clinician and task:
        clinician.working_hospital_id = None
        found = {"findings": "恢复良好，按时服药。", "readmitted": False}
        follow_ups.record(task=task, details=found, by=clinician, at=at)


def _actor(cast, referral, verb):
    side, role = MOVES[verb].who[0]
    if verb == "file_retrospective" and referral.is_retrospective:
        side, role = MOVES[verb].who[1]
    hospital = referral.destination_id if side == Side.DESTINATION else referral.origin_id
    places = cast.leads_above(hospital) if role in ABOVE else [hospital]
    for place in places:
        if actor := cast.people.get((place, role)):
            actor.working_hospital_id = None
            return actor
    raise Refusal("nobody", code="nobody")


def _nothing(*_facts):
    return {}


def says(text):
    return lambda *_facts: {"note": text}


def vital_signs(dice):
    return (
        f"T {dice.uniform(36.2, 38.6):.1f}℃，P {dice.randrange(62, 118)}次/分，"
        f"R {dice.randrange(15, 26)}次/分，"
        f"BP {dice.randrange(98, 178)}/{dice.randrange(58, 102)}mmHg"
    )


def _accept(dice, cast, referral, at):
    wanted = referral.destination_department
    if wanted is None or wanted.hospital_id != referral.destination_id:
        wanted = cast.department(referral.destination, "内科")
    return {
        "department": wanted,
        "admission_kind": dice.choice(["inpatient", "inpatient", "outpatient"]),
        "valid_until": timezone.localdate(at) + dt.timedelta(days=14),
        "note": "按计划收治。",
    }


def _elsewhere(cast, referral):
    """Another hospital that the origin refers to; its own destination when there is no other."""
    others = [
        end
        for start, end, _weight in cast.routes
        if start.pk == referral.origin_id and end.pk != referral.destination_id
    ]
    if not others:
        raise Refusal("nowhere else", code="nowhere")
    return others[0]


def _redirect(dice, cast, referral, at):
    return {"destination": _elsewhere(cast, referral), "note": "已电话沟通。"}


def _onward(dice, cast, referral, at):
    return {"onward_hospital": _elsewhere(cast, referral), "note": "该院此项技术更成熟。"}


def _divert(dice, cast, referral, at):
    said = {"confirmed_by": "总值班", "confirmed_at": at, "note": "途中病情变化，就近救治。"}
    return said | {"destination": _elsewhere(cast, referral)}


def _depart(dice, cast, referral, at):
    return {
        "mode": referral.transport_mode or "own",
        "vehicle": f"模拟·A{dice.randrange(10000, 99999)}",
        "driver": "模拟司机",
        "escort": referral.escort or "护士一名",
        "phone": "13800000000",
        "handover": "病历摘要、检查结果各一份",
        "vital_signs": vital_signs(dice),
        "vital_signs_at": at - dt.timedelta(minutes=dice.randrange(5, 60)),
        "expected_at": at + 3 * HOUR,
    }


def _decline(dice, cast, referral, at):
    reason = dice.choice(reasons_of(Side.DESTINATION))
    return {"reason_code": reason.code, "note": "建议联系其他机构。"}


def _slot(dice, cast, referral, at):
    return {"scheduled_for": at + dice.uniform(4, 96) * HOUR, "override": "模拟数据，加床"}


def _reply(dice, cast, referral, at):
    goes_down = dice.random() < 0.2
    return {
        "findings": "入院检查与转诊诊断相符。",
        "treatment": "已按专科规范治疗，恢复平稳。",
        "plan": "三个月后门诊复查。",
        "down_referral": goes_down,
        "down_reason": "病情稳定，回当地继续康复。" if goes_down else "",
    }


def _cancel(dice, cast, referral, at):
    return {"reason_code": dice.choice(["improved", "patient_left", "patient_chose_other"])}


def _retrospective(dice, cast, referral, at):
    agreed = {"agreed_with": "急诊科值班主任", "note": "电话已同意，先行转送。"}
    return agreed | {"agreed_at": at - 5 * HOUR, "arrived_at": at - 3 * HOUR}


def _priority(dice, cast, referral, at):
    up = {"routine": "urgent", "urgent": "emergency"}
    return {"priority": up.get(referral.priority, "urgent"), "note": "病情有变化。"}


def _finished(dice, cast, referral, at):
    mode = dice.choices(["1", "4", "5"], weights=[93, 5, 2])[0]
    return {
        "discharge_mode": mode,
        "final_diagnosis": referral.main_diagnosis,
        "diagnosis_match": "1",
        "treatment_result": {"5": "4", "4": "5"}.get(mode, "2"),
        "cost_yuan": len(referral.summary) * 137,
    }


DETAILS = {
    "return": says("请补充检查结果。"),
    "request_info": says("请补充影像资料。"),
    "supply_info": says("资料已补充。"),
    "accept": _accept,
    "decline": _decline,
    "withdraw_acceptance": _decline,
    "redirect": _redirect,
    "propose_onward": _onward,
    "waitlist": lambda dice, cast, referral, at: {
        "note": "床位已满。",
        "expected_on": timezone.localdate(at) + dt.timedelta(days=dice.randrange(2, 15)),
    },
    "return_with_advice": lambda *_: {
        "findings": "目前可在当地继续治疗。",
        "plan": "按建议调整用药，两周后复查。",
    },
    "schedule": _slot,
    "reschedule": lambda dice, cast, referral, at: (
        _slot(dice, cast, referral, at)
        | {"caused_by": dice.choice(["patient", "provider"]), "note": "双方商定改期。"}
    ),
    "release": says("手术安排调整。"),
    "depart": _depart,
    "emergency_bypass": _depart,
    "turn_back": says("途中病情变化，就近返回。"),
    "divert": _divert,
    "arrive": lambda *_: {"identity_checked": True, "note": "人工登记"},
    "file_retrospective": _retrospective,
    "mark_no_show": lambda dice, *_: {
        "caused_by": dice.choice(["patient", "patient", "provider"]),
        "note": "两次电话联系，家属称暂不前往。",
    },
    "rebook": says("家属同意另约时间。"),
    "admit": lambda dice, cast, referral, at: {
        "override": "模拟数据，加床",
        "encounter_number": f"ZY{dice.randrange(10**6):06}",
        "admission_kind": referral.admission_kind or "inpatient",
    },
    "refuse_at_door": _decline,
    "interim_reply": lambda *_: {"findings": "病情平稳。", "plan": "继续专科治疗。"},
    "finish_treatment": _finished,
    "reply": _reply,
    "acknowledge": says("已收到回执，由本院随访。"),
    "cancel": _cancel,
    "request_cancel": _cancel,
    "refuse_cancel": says("患者已在来院途中。"),
    "close_unplaced": lambda dice, *_: {
        "outcome": dice.choice(["left", "left", "elsewhere", "treated_here", "gave_up"]),
        "place_name": "外省某医院（模拟）",
    },
    "record_death": lambda *_: {"place": "转出医院"},
    "change_priority": _priority,
    "mark_error": says("与同名患者混淆，整单作废。"),
    "reopen": says("患者改变主意，愿意转诊。"),
}
