"""1,600 referrals, each walked through the actions, so that none has an impossible history.

The dice of one referral depend on its number alone; a load that was interrupted goes on where it
stopped. A history that would reach into the future simply ends today: those are the open ones.
"""

import datetime as dt
import random
from dataclasses import dataclass, field
from functools import partial

from django.db import transaction
from django.utils import timezone

from hospitals.models import Department, HospitalRelation, Membership, NetworkMembership
from portal.demo.cases import CASES, DOWN_CASES
from portal.demo.people import invented_name
from portal.errors import Refusal
from portal.models import Notice, OutboxMessage
from portal.roles import Role
from referrals.actions import filing, transfers
from referrals.identity import check_digit
from referrals.models import Referral
from referrals.reasons import reasons_of
from referrals.states import Side

TOTAL = 1600
MONTHS = 18
HOUR = dt.timedelta(hours=1)
# No county has this number, so no living person has an identity number that begins with it.
NO_COUNTY = "459999"
NEWS_IS_OLD_AFTER = dt.timedelta(days=3)

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
ACTORS = {
    "submit_for_review": ("origin", Role.REFERRING_CLINICIAN),
    "return": ("origin", Role.REVIEWER),
    "approve": ("origin", Role.REVIEWER),
    "send": ("origin", Role.REFERRAL_COORDINATOR),
    "receive": ("destination", Role.REFERRAL_COORDINATOR),
    "request_info": ("destination", Role.REFERRAL_COORDINATOR),
    "supply_info": ("origin", Role.REFERRING_CLINICIAN),
    "accept": ("destination", Role.REFERRAL_COORDINATOR),
    "decline": ("destination", Role.REFERRAL_COORDINATOR),
    "redirect": ("origin", Role.REFERRAL_COORDINATOR),
    "schedule": ("destination", Role.REFERRAL_COORDINATOR),
    "depart": ("origin", Role.REFERRAL_COORDINATOR),
    "arrive": ("destination", Role.RECEIVING_DESK),
    "admit": ("destination", Role.DEPARTMENT_HEAD),
    "finish_treatment": ("destination", Role.DEPARTMENT_HEAD),
    "reply": ("destination", Role.DEPARTMENT_HEAD),
    "acknowledge": ("origin", Role.REFERRING_CLINICIAN),
    "cancel": ("origin", Role.REFERRING_CLINICIAN),
}
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
    "cancel": (2, 6, 20),
}
PRIORITIES = ("emergency", "urgent", "routine")


@dataclass
class Cast:
    """Who works where: everything the walk needs to know of the network, read once."""

    people: dict
    departments: dict
    routes: list
    counties: dict = field(default_factory=dict)

    @classmethod
    def read(cls):
        rows = Membership.objects.filter(is_synthetic=True, hospital__isnull=False)
        people = {
            (row.hospital_id, row.role): row.user
            for row in rows.select_related("user").order_by("user__username")
        }
        departments = {(row.hospital_id, row.name): row for row in Department.objects.all()}
        return cls(people, departments, _routes())

    def counties_around(self, hospital):
        """The counties that a hospital's patients come from: its own, or those of its city."""
        region = hospital.region
        if region.level == "county":
            return [region]
        if region.pk not in self.counties:
            self.counties[region.pk] = list(region.children.current().order_by("code"))
        return self.counties[region.pk]


def _routes():
    """(origin, destination, weight): members send up to leads and project hospitals."""
    members = NetworkMembership.objects.current().select_related(
        "hospital__region__parent__parent", "network__lead__region__parent__parent"
    )
    relations = list(
        HospitalRelation.objects.current().select_related(
            "source__region__parent__parent", "project__region__parent__parent"
        )
    )
    project_of = {relation.source_id: relation.project for relation in relations}
    projects = {relation.project_id for relation in relations}
    routes = []
    for member in members.order_by("network__name", "hospital__name"):
        lead = project_of.get(member.network.lead_id, member.network.lead)
        if member.hospital_id in {lead.pk, member.network.lead_id} | projects:
            continue
        routes.append((member.hospital, lead, 10))
        routes.append((lead, member.hospital, 1))
    routes += [(relation.project, relation.source, 3) for relation in relations]
    return routes


def load(progress, total=TOTAL):
    """Walk the referrals that are still missing."""
    have = Referral.objects.filter(is_synthetic=True).count()
    if have >= total:
        return
    cast = Cast.read()
    for number in range(have, total):
        walk(number, cast)
        if number % 100 == 99:
            progress(f"referrals {number + 1}/{TOTAL}")


@transaction.atomic
def walk(number, cast):
    """One referral from its filing to where today finds it."""
    dice = random.Random(f"referral {number}")
    now = timezone.now()
    origin, destination, _weight = dice.choices(
        cast.routes, weights=[weight for *_ends, weight in cast.routes]
    )[0]
    # More of the later months, and the last few days well filled, so that desks have work.
    age = dt.timedelta(days=MONTHS * 30.4 * dice.random() ** 1.4)
    if number % 12 == 0:
        age = dt.timedelta(hours=dice.uniform(1, 60))
    author = cast.people[origin.pk, Role.REFERRING_CLINICIAN]
    content = _content(dice, origin, destination, cast, now - age)
    referral = filing.create(
        origin=origin, content=content, by=author, at=now - age, is_synthetic=True
    )
    at = now - age
    for verb in _story(dice, referral):
        at += _pause(dice, verb, referral.priority)
        if at > now or dice.random() < (0.03 if number % 12 == 0 else 0):
            break
        try:
            referral = _step(dice, cast, referral, verb, at)
        except Refusal:
            # No free bed on that day: the patient comes without one.
            continue
    _settle_old_news(referral, now)
    return referral


def _story(dice, referral):
    """The verbs of one referral, in order: mostly the main line, sometimes a side line."""
    start = ["submit_for_review"]
    if referral.priority == "emergency" and dice.random() < 0.7:
        return ["send", *MAIN_LINE[1:]]
    chance = dice.random()
    if chance < 0.04:
        return [*start, "cancel"]
    if chance < 0.08:
        start += ["return", "submit_for_review"]
    line = list(MAIN_LINE)
    if dice.random() < 0.08:
        line[2:2] = ["request_info", "supply_info"]
    if dice.random() < 0.09:
        return [*start, "approve", "receive", "decline"] + (
            ["redirect", *MAIN_LINE[1:]] if dice.random() < 0.6 else []
        )
    if dice.random() < 0.25:
        line.remove("schedule")
    if dice.random() < 0.2:
        line.remove("depart")
    return [*start, *line]


def _pause(dice, verb, priority):
    median = PACE[verb][PRIORITIES.index(priority)]
    return median * dice.lognormvariate(0, 0.7) * HOUR


def _step(dice, cast, referral, verb, at):
    place, role = ACTORS[verb]
    actor = cast.people[getattr(referral, f"{place}_id"), role]
    details = DETAILS.get(verb, lambda *_: {})(dice, cast, referral, at)
    return transfers.ACTIONS[verb](referral=referral, by=_fresh(actor), details=details, at=at)


def _fresh(actor):
    actor.working_hospital_id = None
    return actor


def _person(dice, case, today):
    born = today - dt.timedelta(
        days=dice.randrange(case.ages[0] * 365 + 1, case.ages[1] * 365 + 300)
    )
    sex = dice.choice("12") if case.department != "妇产科" else "2"
    return {
        "patient_name": invented_name(f"patient {dice.random()}"),
        "sex": sex,
        "birth_date": born,
        "id_type": "resident",
        "id_number": _id_number(dice, born, sex),
        "phone": f"1990000{dice.randrange(10000):04}",
        "insurance": dice.choice(["resident", "resident", "employee", "self_pay"]),
        "contact_name": invented_name(f"contact {dice.random()}"),
        "contact_relation": dice.choice(["子女", "配偶", "父母"]),
        "contact_phone": f"1990000{dice.randrange(10000):04}",
    }


def _content(dice, origin, destination, cast, at):
    goes_down = destination.rank < origin.rank
    case = dice.choice(DOWN_CASES if goes_down else CASES)
    department = partial(_department, dice, cast)
    return (
        _person(dice, case, timezone.localdate(at))
        | {
            "residence": dice.choice(cast.counties_around(origin)),
            "priority": dice.choices(PRIORITIES, weights=[14, 30, 56])[0],
            "encounter_class": dice.choice(["outpatient", "emergency", "inpatient"]),
            "origin_department": department(origin, case.department),
            "destination": destination,
            "destination_department": department(destination, case.department),
            "reason": "continued_care" if goes_down else dice.choice(UP_REASONS),
            "purpose": case.purpose,
            "main_diagnosis_code": case.code,
            "main_diagnosis": case.diagnosis,
            "summary": case.summary,
            "allergies": dice.choice(["无已知", "无已知", "青霉素"]),
            "vital_signs": _vital_signs(dice),
            "treatment_so_far": "已予对症支持治疗。",
            "medicines": "详见医嘱单。",
            "wanted_from": timezone.localdate(at),
            "transport_mode": dice.choice(["ambulance", "own", "own"]),
            "consent_method": "written",
            "patient_choice": "同意转诊",
            "not_local_reason": "" if goes_down else dice.choice(NOT_LOCAL),
        }
        | (GOING_HOME if destination.rank <= origin.rank else {})
    )


GOING_HOME = {
    "care_instructions": "按时服药，定期复查。",
    "down_condition": "生命体征平稳。",
}
NOT_LOCAL = ("technique", "technique", "equipment", "bed", "patient")
UP_REASONS = ("beyond_capability", "specialist_care", "diagnosis_unclear", "patient_wish")


def _department(dice, cast, hospital, name):
    own = cast.departments.get((hospital.pk, name))
    return own or cast.departments[hospital.pk, "康复医学科"]


def _id_number(dice, born, sex):
    serial = dice.randrange(0, 499) * 2 + (1 if sex == "1" else 0)
    first17 = f"{NO_COUNTY}{born:%Y%m%d}{serial:03}"
    return first17 + check_digit(first17)


def _vital_signs(dice):
    return (
        f"T {dice.uniform(36.2, 38.6):.1f}℃，P {dice.randrange(62, 118)}次/分，"
        f"R {dice.randrange(15, 26)}次/分，"
        f"BP {dice.randrange(98, 178)}/{dice.randrange(58, 102)}mmHg"
    )


def _accept(dice, cast, referral, at):
    wanted = referral.destination_department
    if wanted is None or wanted.hospital_id != referral.destination_id:
        wanted = _department(dice, cast, referral.destination, "内科")
    return {
        "department": wanted,
        "admission_kind": dice.choice(["inpatient", "inpatient", "outpatient"]),
        "valid_until": timezone.localdate(at) + dt.timedelta(days=14),
        "note": "按计划收治。",
    }


def _redirect(dice, cast, referral, at):
    others = [
        end
        for start, end, _weight in cast.routes
        if start.pk == referral.origin_id and end.pk != referral.destination_id
    ]
    return {"destination": others[0] if others else referral.destination, "note": "已电话沟通。"}


def _depart(dice, cast, referral, at):
    return {
        "mode": referral.transport_mode or "own",
        "handover": "病历摘要、检查结果各一份",
        "vital_signs": _vital_signs(dice),
        "vital_signs_at": at - dt.timedelta(minutes=dice.randrange(5, 60)),
        "expected_at": at + 3 * HOUR,
    }


def _decline(dice, cast, referral, at):
    reason = dice.choice(reasons_of(Side.DESTINATION))
    return {"reason_code": reason.code, "note": "建议联系其他机构。"}


DETAILS = {
    "return": lambda *_: {"note": "请补充检查结果。"},
    "request_info": lambda *_: {"note": "请补充影像资料。"},
    "supply_info": lambda *_: {"note": "资料已补充。"},
    "accept": _accept,
    "decline": _decline,
    "redirect": _redirect,
    "schedule": lambda dice, cast, referral, at: {"scheduled_for": at + dice.uniform(4, 96) * HOUR},
    "depart": _depart,
    "arrive": lambda *_: {"identity_checked": True, "note": "人工登记"},
    "admit": lambda dice, cast, referral, at: {
        "override": "模拟数据，加床",
        "encounter_number": f"ZY{dice.randrange(10**6):06}",
        "admission_kind": referral.admission_kind or "inpatient",
    },
    "finish_treatment": lambda dice, cast, referral, at: {
        "discharge_mode": dice.choices(["1", "4", "5"], weights=[93, 5, 2])[0],
        "final_diagnosis": referral.main_diagnosis,
    },
    "reply": lambda dice, cast, referral, at: {
        "findings": "入院检查与转诊诊断相符。",
        "treatment": "已按专科规范治疗，恢复平稳。",
        "plan": "三个月后门诊复查。",
        "down_referral": dice.random() < 0.2,
        "down_reason": "回当地继续康复。",
    },
    "acknowledge": lambda *_: {"note": "已收到回执，由本院随访。"},
    "cancel": lambda dice, cast, referral, at: {
        "reason_code": dice.choice(["improved", "patient_left", "patient_chose_other"])
    },
}


def _settle_old_news(referral, now):
    """What happened days ago was read days ago: only recent news is left to the relay."""
    if now - referral.state_since < NEWS_IS_OLD_AFTER:
        return
    happened = {f"referral-event:{event.pk}": event.at for event in referral.events.all()}
    messages = list(OutboxMessage.objects.filter(key__in=happened))
    for message in messages:
        message.created_at = message.delivered_at = happened[message.key]
    OutboxMessage.objects.bulk_update(messages, ["created_at", "delivered_at"])
    Notice.objects.bulk_create(
        [
            Notice(
                message=message,
                recipient_id=user_id,
                created_at=message.created_at,
                read_at=message.created_at + HOUR,
            )
            for message in messages
            for user_id in message.recipient_ids
        ],
        ignore_conflicts=True,
    )
