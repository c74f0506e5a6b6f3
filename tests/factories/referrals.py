"""Referrals are made by the actions, so that none has an impossible history."""

import datetime as dt

from django.utils import timezone

from referrals.actions import filing, transfers
from referrals.identity import check_digit
from tests.factories import hospitals

FIRST_17 = "45030519900101001"
ID_NUMBER = FIRST_17 + check_digit(FIRST_17)


class World:
    """A county hospital, the hospital it refers to, and one person of each role at both."""

    def __init__(self):
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


def content(world, **changes):
    """A complete up-referral as the filing form collects it."""
    return {
        "patient_name": "覃测试",
        "sex": "1",
        "birth_date": dt.date(1990, 1, 1),
        "id_type": "resident",
        "id_number": ID_NUMBER,
        "phone": "13800001111",
        "residence": world.county.region,
        "insurance": "resident",
        "contact_name": "覃家属",
        "contact_phone": "13800002222",
        "priority": "routine",
        "encounter_class": "outpatient",
        "origin_department": world.ward,
        "destination": world.centre,
        "reason": "beyond_capability",
        "purpose": "surgery",
        "main_diagnosis_code": "I21.9",
        "main_diagnosis": "急性心肌梗死",
        "summary": "胸痛两小时。",
        "allergies": "无已知",
        "vital_signs": "体温 36.5，血压 120/80",
        "not_local_reason": "technique",
        "wanted_from": timezone.localdate(),
        "transport_mode": "ambulance",
        "consent_method": "written",
        "patient_choice": "同意转诊",
    } | changes


def draft(world, **changes):
    return filing.create(origin=world.county, content=content(world, **changes), by=world.clinician)


def details(world, verb):
    """What the form of a verb would collect on the main line."""
    now = timezone.now()
    return {
        "return": {"note": "请补充检查结果。"},
        "request_info": {"note": "请上传心电图。"},
        "supply_info": {"note": "心电图已附。"},
        "accept": {
            "department": world.unit,
            "admission_kind": "inpatient",
            "valid_until": timezone.localdate() + dt.timedelta(days=7),
        },
        "decline": {"reason_code": "no_bed"},
        "redirect": {"destination": world.centre, "note": "对方已腾出床位。"},
        "schedule": {"scheduled_for": now + dt.timedelta(days=1)},
        "depart": {"mode": "ambulance", "handover": "病历一份"},
        "arrive": {"identity_checked": True, "note": "家属陪同到诊。"},
        "admit": {"encounter_number": "ZY0001", "admission_kind": "inpatient"},
        "finish_treatment": {"discharge_mode": "1", "final_diagnosis": "急性心肌梗死"},
        "reply": {"findings": "造影见狭窄。", "treatment": "植入支架。", "plan": "三月后复查。"},
        "cancel": {"reason_code": "improved"},
    }.get(verb, {})


ACTORS = {
    "submit_for_review": "clinician",
    "return": "reviewer",
    "approve": "reviewer",
    "send": "coordinator",
    "receive": "receiver",
    "request_info": "receiver",
    "supply_info": "clinician",
    "accept": "receiver",
    "decline": "receiver",
    "redirect": "coordinator",
    "schedule": "receiver",
    "depart": "coordinator",
    "arrive": "desk",
    "admit": "head",
    "finish_treatment": "head",
    "reply": "head",
    "acknowledge": "clinician",
    "cancel": "clinician",
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


def move(world, referral, verb, **changes):
    """Make one move by the person whose it is."""
    return transfers.ACTIONS[verb](
        referral=referral,
        by=getattr(world, ACTORS[verb]),
        details=details(world, verb) | changes,
    )


def at_state(world, state, **changes):
    """A referral walked along the main line (or a side line) until it is in the state."""
    referral = draft(world, **changes)
    side_lines = {
        "returned": ("submit_for_review", "return"),
        "info_requested": ("submit_for_review", "approve", "receive", "request_info"),
        "declined": ("submit_for_review", "approve", "receive", "decline"),
        "cancelled": ("cancel",),
    }
    for verb in side_lines.get(state, MAIN_LINE):
        if referral.state == state:
            break
        referral = move(world, referral, verb)
    return referral
