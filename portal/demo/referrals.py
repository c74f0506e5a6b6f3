"""1,600 referrals, each walked through the actions, so that none has an impossible history.

The dice of one referral depend on its number alone; a load that was interrupted goes on where it
stopped. A history that would reach into the future simply ends today: those are the open ones.
"""

import datetime as dt
import random
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from hospitals.models import Department, HospitalRelation, Membership, NetworkMembership
from portal.demo.answers import attach_documents, rest_of_the_data_set
from portal.demo.cases import CASES, DOWN_CASES
from portal.demo.people import invented_name
from portal.demo.stories import PRIORITIES, pause, step, story, wind_up
from portal.errors import Refusal
from portal.models import Notice, OutboxMessage
from portal.roles import Role
from referrals.actions import filing
from referrals.identity import check_digit
from referrals.models import Referral

TOTAL = 1600
MONTHS = 18
HOUR = dt.timedelta(hours=1)
# No county has this number, so no living person has an identity number that begins with it.
NO_COUNTY = "459999"
NEWS_IS_OLD_AFTER = dt.timedelta(days=3)


@dataclass
class Cast:
    """Who works where: everything the walk needs to know of the network, read once."""

    people: dict
    departments: dict
    routes: list
    counties: dict = field(default_factory=dict)
    leads: dict = field(default_factory=dict)

    @classmethod
    def read(cls):
        rows = Membership.objects.filter(is_synthetic=True, hospital__isnull=False)
        people = {
            (row.hospital_id, row.role): row.user
            for row in rows.select_related("user").order_by("user__username")
        }
        departments = {(row.hospital_id, row.name): row for row in Department.objects.all()}
        return cls(people, departments, _routes())

    def department(self, hospital, name):
        own = self.departments.get((hospital.pk, name))
        return own or self.departments[hospital.pk, "康复医学科"]

    def leads_above(self, hospital_id):
        """The lead hospitals of the networks of one hospital."""
        if hospital_id not in self.leads:
            self.leads[hospital_id] = sorted(
                NetworkMembership.objects.lead_ids_above({hospital_id})
            )
        return self.leads[hospital_id]

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
    attach_documents(referral, author, number)
    at = now - age
    for verb in story(dice, referral):
        at += pause(dice, verb, referral.priority)
        if at > now or dice.random() < (0.03 if number % 12 == 0 else 0):
            break
        try:
            referral = step(dice, cast, referral, verb, at)
        except Refusal:
            # No free bed on that day, or nobody of that role: the story goes on without this step.
            continue
    referral = wind_up(dice, cast, referral, now)
    _settle_old_news(referral, now)
    return referral


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
    department = cast.department
    return (
        _person(dice, case, timezone.localdate(at))
        | {
            "residence": dice.choice(cast.counties_around(origin)),
            "priority": dice.choices(PRIORITIES, weights=[14, 30, 56])[0],
            "green_channel": GREEN.get(case.code, ""),
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
            "treatment_so_far": "已予对症支持治疗。",
            "medicines": "详见医嘱单。",
            "wanted_from": timezone.localdate(at),
            "wanted_until": timezone.localdate(at) + dt.timedelta(days=14),
            "transport_mode": dice.choice(["ambulance", "own", "own"]),
            "consent_method": "written",
            "patient_choice": "同意转诊",
            "not_local_reason": "" if goes_down else dice.choice(NOT_LOCAL),
        }
        | (GOING_HOME if goes_down else {})
        | rest_of_the_data_set(dice, case, origin, at)
    )


GOING_HOME = {
    "care_instructions": "按时服药，定期复查。",
    "down_condition": "生命体征平稳。",
}
# Diagnoses for which an emergency has a channel of its own.
GREEN = {"I63.9": "stroke", "I61.9": "stroke", "I21.9": "chest_pain", "T07": "trauma"}
NOT_LOCAL = ("technique", "technique", "equipment", "bed", "patient")
UP_REASONS = ("beyond_capability", "specialist_care", "diagnosis_unclear", "patient_wish")


def _id_number(dice, born, sex):
    serial = dice.randrange(0, 499) * 2 + (1 if sex == "1" else 0)
    first17 = f"{NO_COUNTY}{born:%Y%m%d}{serial:03}"
    return first17 + check_digit(first17)


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
