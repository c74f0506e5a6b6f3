"""Referrals are made by the actions, so that none has an impossible history."""

import datetime as dt
import itertools
from functools import cached_property

from django.utils import timezone

from referrals.actions import attachments, filing, transfers
from referrals.identity import check_digit
from referrals.readers.lines import Result
from tests.factories import files, hospitals
from tests.factories.hospitals import LONG_AGO

__all__ = ["LONG_AGO", "hospitals", "transfers"]

BORN = "45030519900101"
# Of the districts of one city; the first is that of ID_NUMBER.
DISTRICTS = ("450305", "450304", "450303", "450302", "450311", "450312")
ID_NUMBER = f"{BORN}001" + check_digit(f"{BORN}001")


class World:
    """A county hospital, the hospital it refers to, and one person of each role at both."""

    def __init__(self):
        self._men = itertools.count()
        province = hospitals.region("模拟省")
        self.county = hospitals.hospital("模拟县医院", region=hospitals.county(province=province))
        self.centre = hospitals.hospital(
            "模拟中心医院", region=hospitals.county(province=province), level="3A"
        )
        self.ward = hospitals.department(self.county, "内科")
        self.unit = hospitals.department(self.centre, "心血管内科")
        self.beds = hospitals.bed_pool(self.unit, open_beds=20)
        hospitals.network(self.centre, self.county)
        self.clinician = hospitals.member("referring_clinician", self.county)
        self.coordinator = hospitals.member("referral_coordinator", self.county)
        self.reviewer = hospitals.member("reviewer", self.county, title="副主任医师")
        self.receiver = hospitals.member("referral_coordinator", self.centre)
        self.desk = hospitals.member("receiving_desk", self.centre)
        self.head = hospitals.member("department_head", self.centre)

    @cached_property
    def onward(self):
        """A third hospital of the network, for those who need one."""
        third = hospitals.hospital("模拟省医院", region=self.centre.region, level="3A")
        hospitals.network(self.centre, self.county, third)
        return third

    @cached_property
    def lead(self):
        return hospitals.member("network_admin", self.centre)

    @cached_property
    def transfer_centre(self):
        return hospitals.member("transfer_centre", self.centre)

    @cached_property
    def treating(self):
        return hospitals.member("referring_clinician", self.centre)

    def next_id_number(self):
        """Of another man born that day: one hospital asks for one person once at a time."""
        round_, number = divmod(next(self._men), 500)
        first17 = f"{DISTRICTS[round_]}{BORN[6:]}{2 * number + 1:03}"
        return first17 + check_digit(first17)


def content(world, **changes):
    """A complete up-referral as the filing form collects it."""
    return (
        {
            "patient_name": "覃测试",
            "sex": "1",
            "birth_date": dt.date(1990, 1, 1),
            "id_type": "resident",
            "id_number": ID_NUMBER,
            "phone": "13800001111",
            "residence": world.county.region,
            "address": "模拟街道 1 号",
            "insurance": "resident",
            "contact_name": "覃家属",
            "contact_relation": "配偶",
            "contact_phone": "13800002222",
            "priority": "routine",
            "encounter_class": "outpatient",
            "origin_department": world.ward,
            "destination": world.centre,
            "destination_department": world.unit,
            "reason": "beyond_capability",
            "purpose": "surgery",
            "main_diagnosis_code": "I21.9",
            "main_diagnosis": "急性心肌梗死",
            "summary": "胸痛两小时。",
            "allergies": "无已知",
            "vital_signs": "体温 36.5，血压 120/80",
            "not_local_reason": "technique",
            "wanted_from": timezone.localdate(),
            "wanted_until": timezone.localdate() + dt.timedelta(days=7),
            "transport_mode": "ambulance",
            "consent_method": "written",
            "patient_choice": "同意转诊",
        }
        | way_and_consent()
        | ({"green_channel": "chest_pain"} if changes.get("priority") == "emergency" else {})
        | changes
    )


def way_and_consent():
    """What an ambulance, an emergency and a signature need."""
    now = timezone.now().replace(second=0, microsecond=0)
    return {
        "consciousness": "alert",
        "vital_signs_at": now - dt.timedelta(hours=1),
        "escort": "护士一名",
        "equipment": "监护仪",
        "oxygen": "none",
        "consent_given_by": "覃家属",
        "consent_relation": "spouse",
        "consent_given_at": now - dt.timedelta(hours=2),
    }


def crew():
    """Who takes a patient in an ambulance, and in which."""
    return {
        "vehicle": "桂C·00000",
        "driver": "韦司机",
        "escort": "护士一名",
        "phone": "13800000000",
    }


def across(world):
    """What a referral to another province needs beside."""
    return {
        "insurance_region": world.county.region,
        "key_results": [Result("心电图", "ST段抬高")],
        "treatment_so_far": "已予对症治疗。",
        "medicines": "阿司匹林。",
        "destination_coordinator": "对方专员",
    }


def draft(world, **changes):
    if changes.get("destination", world.centre) not in {None, world.centre}:
        changes = across(world) | changes
    changes = {"id_number": world.next_id_number()} | changes
    made = filing.create(origin=world.county, content=content(world, **changes), by=world.clinician)
    if made.cross_level == "province":
        attachments.attach(
            referral=made, content=files.pdf(), name="病历.pdf", kind="summary", by=world.clinician
        )
    return made


def details(world, verb):
    """What the form of a verb would collect on its way."""
    for part in (_asking, _travelling, _treating, _ending):
        if verb in (found := part(world, timezone.now())):
            return found[verb]
    if verb == "propose_onward":
        return {"onward_hospital": world.onward, "note": "需体外循环。"}
    if verb == "divert":
        agreed = {"confirmed_by": "总值班", "confirmed_at": timezone.now()}
        return agreed | {"destination": world.onward, "note": "途中病情变化。"}
    return {}


def _asking(world, now):
    tomorrow = now + dt.timedelta(days=1)
    return {
        "return": {"note": "请补充检查结果。"},
        "request_info": {"note": "请上传心电图。"},
        "supply_info": {"note": "心电图已附。"},
        "accept": {
            "department": world.unit,
            "admission_kind": "inpatient",
            "valid_until": timezone.localdate() + dt.timedelta(days=7),
        },
        "waitlist": {"note": "床位已满。", "expected_on": timezone.localdate(tomorrow)},
        "decline": {"reason_code": "no_bed"},
        "withdraw_acceptance": {"reason_code": "no_bed", "note": "急诊占用。"},
        "redirect": {"destination": world.centre, "note": "对方已腾出床位。"},
        "record_external_acceptance": {
            "contact_name": "值班医师",
            "agreed_at": now,
            "valid_until": timezone.localdate(tomorrow),
        },
    }


def _travelling(world, now):
    tomorrow = now + dt.timedelta(days=1)
    going = {"mode": "ambulance", "handover": "病历一份"} | crew()
    return {
        "schedule": {"scheduled_for": tomorrow},
        "reschedule": {
            "scheduled_for": tomorrow + dt.timedelta(hours=3),
            "caused_by": "patient",
            "note": "家属请求。",
        },
        "release": {"note": "设备检修。"},
        "depart": going,
        "emergency_bypass": going | {"vital_signs": "BP 100/60", "vital_signs_at": now},
        "turn_back": {"note": "道路中断。"},
        "arrive": {"identity_checked": True, "note": "家属陪同到诊。"},
        "file_retrospective": {
            "agreed_with": "值班主任",
            "agreed_at": now - dt.timedelta(hours=3),
            "arrived_at": now - dt.timedelta(hours=1),
            "note": "电话已同意。",
        },
        "mark_no_show": {"note": "两次电话未接。", "caused_by": "patient"},
        "rebook": {"note": "家属同意再来。"},
    }


def _treating(world, now):
    return {
        "admit": {"encounter_number": "ZY0001", "admission_kind": "inpatient"},
        "refuse_at_door": {"reason_code": "no_bed", "note": "抢救床位全满。"},
        "interim_reply": {"findings": "病情平稳。", "plan": "明日手术。"},
        "finish_treatment": {"discharge_mode": "1", "final_diagnosis": "急性心肌梗死"},
        "reply": {"findings": "造影见狭窄。", "treatment": "植入支架。", "plan": "三月后复查。"},
    }


def _ending(world, now):
    return {
        "cancel": {"reason_code": "improved"},
        "request_cancel": {"reason_code": "improved"},
        "refuse_cancel": {"note": "患者已在途。"},
        "close_unplaced": {"outcome": "left"},
        "record_death": {"place": "转出医院急诊科"},
        "change_priority": {"priority": "urgent", "note": "病情变化。"},
        "mark_error": {"note": "患者信息与他人混淆，整单作废。"},
        "reopen": {"note": "患者改变主意。"},
        "return_with_advice": {"findings": "可在当地治疗。", "plan": "抗凝三个月。"},
    }


ACTORS = {
    "submit_for_review": "clinician",
    "return": "reviewer",
    "approve": "reviewer",
    "send": "coordinator",
    "discard": "clinician",
    "receive": "receiver",
    "request_info": "receiver",
    "supply_info": "clinician",
    "accept": "receiver",
    "waitlist": "receiver",
    "decline": "receiver",
    "withdraw_acceptance": "head",
    "redirect": "coordinator",
    "propose_onward": "receiver",
    "record_external_acceptance": "coordinator",
    "schedule": "receiver",
    "reschedule": "receiver",
    "release": "receiver",
    "depart": "coordinator",
    "emergency_bypass": "clinician",
    "turn_back": "coordinator",
    "arrive": "desk",
    "file_retrospective": "coordinator",
    "mark_no_show": "receiver",
    "rebook": "coordinator",
    "admit": "head",
    "refuse_at_door": "head",
    "interim_reply": "head",
    "finish_treatment": "head",
    "reply": "head",
    "acknowledge": "clinician",
    "cancel": "clinician",
    "request_cancel": "coordinator",
    "confirm_cancel": "receiver",
    "refuse_cancel": "receiver",
    "close_unplaced": "coordinator",
    "record_death": "coordinator",
    "supersede": "coordinator",
    "change_priority": "coordinator",
    "mark_error": "lead",
    "reopen": "lead",
    "divert": "coordinator",
    "return_with_advice": "head",
}

MAIN_LINE = (
    "submit_for_review",
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


ASKED = ("submit_for_review", "approve", "receive")
SIDE_LINES = {
    "returned": ("submit_for_review", "return"),
    "info_requested": (*ASKED, "request_info"),
    "waitlisted": (*ASKED, "waitlist"),
    "declined": (*ASKED, "decline"),
    "no_show": (*ASKED, "accept", "mark_no_show"),
    "cancel_requested": (*ASKED, "request_cancel"),
    "cancelled": ("cancel",),
    "unplaced": (*ASKED, "close_unplaced"),
    "deceased": (*ASKED, "record_death"),
    "entered_in_error": ("discard",),
}
WHOSE_IT_IS = "whose it is"


def move(world, referral, verb, by=WHOSE_IT_IS, **changes):
    """Make one move by the person whose it is, or by whom is named."""
    return transfers.ACTIONS[verb](
        referral=referral,
        by=getattr(world, ACTORS[verb]) if by == WHOSE_IT_IS else by,
        details=details(world, verb) | changes,
    )


def at_state(world, state, **changes):
    """A referral walked along the main line (or a side line) until it is in the state."""
    referral = draft(world, **changes)
    if state == "expired":
        referral = move(world, at_state(world, "submitted", **changes), "expire", by=None)
        return referral
    for verb in SIDE_LINES.get(state, MAIN_LINE):
        if referral.state == state:
            break
        referral = move(world, referral, verb)
    return referral


def arrived_green(world, kind="stroke", **changes):
    """An emergency of a green channel that has come through the door."""
    row = at_state(world, "scheduled", priority="emergency", green_channel=kind, **changes)
    fresh = {"vital_signs": "血压 150/90", "vital_signs_at": timezone.now()}
    return move(world, move(world, row, "depart", **fresh), "arrive")
