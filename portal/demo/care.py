"""What follows a referral, in the demo: remote services, recognition, ways down, follow-up.

Everything is made by the actions, at times in the past, and marked as invented.
"""

import datetime as dt
import random

from django.db import transaction
from django.utils import timezone

from portal.demo.answers import SUMMARY
from portal.demo.referrals import Cast
from portal.errors import Refusal
from portal.roles import Role
from referrals.actions import (
    attachments,
    children,
    consents,
    follow_ups,
    recognitions,
    service_requests,
    transfers,
)
from referrals.enums import RepeatReason, ServiceKind
from referrals.models import Referral, ServiceRequest

SERVICES, RECOGNISED, SENT_DOWN, LOST, TAKEN_BACK = 48, 60, 24, 2, 3
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
QUESTIONS = {
    "consultation": ("是否需要转上级医院手术？", ""),
    "pathology": ("请协助明确病理类型。", "石蜡切片两张，已寄出。"),
    "imaging": ("请协助判读影像。", "胸部CT平扫一套，检查号已附。"),
}
ITEMS = ("血常规", "头颅CT", "胸部CT", "心电图", "肝肾功能", "凝血功能")
LINE = (
    ("receive", Role.REFERRAL_COORDINATOR, {}),
    ("start", Role.DEPARTMENT_HEAD, {}),
    (
        "report",
        Role.DEPARTMENT_HEAD,
        {
            "report": "已审阅所附资料，未见明显矛盾。",
            "conclusion": "同意当地处理，必要时转上级医院。",
        },
    ),
    ("acknowledge", Role.REFERRING_CLINICIAN, {"note": "已知悉。"}),
)
WAY_DOWN = (
    ("submit_for_review", "origin", Role.REFERRING_CLINICIAN),
    ("approve", "origin", Role.REVIEWER),
    ("receive", "destination", Role.REFERRAL_COORDINATOR),
    ("accept", "destination", Role.REFERRAL_COORDINATOR),
    ("arrive", "destination", Role.RECEIVING_DESK),
    ("admit", "destination", Role.DEPARTMENT_HEAD),
)


def load(progress):
    """Make what is missing; a second load changes nothing."""
    if ServiceRequest.objects.filter(is_synthetic=True).exists():
        return
    cast = Cast.read()
    treated = Referral.objects.filter(is_synthetic=True, admitted_at__isnull=False)
    for number in range(SERVICES):
        _service(number, cast)
    for referral in treated.order_by("-admitted_at")[:RECOGNISED]:
        _recognise(referral, cast)
    ended = treated.filter(state__in=children.DOWN_FROM, treated_at__isnull=False)
    for referral in ended.exclude(direction="down").order_by("-treated_at")[:SENT_DOWN]:
        _send_down(referral, cast)
    _lose(cast)
    _take_consent_back(cast)
    progress("after the journey")


def _look(cast, task, at):
    details = {"findings": "恢复良好，按时服药。", "readmitted": False, "kind": "phone"}
    clinician = _at(cast, task.referral.destination_id, Role.REFERRING_CLINICIAN)
    follow_ups.record(task=task, details=details, by=clinician, at=at)


def _at(cast, hospital_id, role):
    person = cast.people.get((hospital_id, role))
    if person is None:
        raise Refusal("nobody", code="nobody")
    person.working_hospital_id = None
    return person


@transaction.atomic
def _service(number, cast):
    dice = random.Random(f"service {number}")
    upward = [route for route in cast.routes if route[0].rank < route[1].rank]
    origin, destination, _weight = dice.choice(upward)
    kind = ServiceKind.values[number % 3]
    question, materials = QUESTIONS[kind]
    at = timezone.now() - dice.uniform(2, 24 * 30) * HOUR
    service = service_requests.request(
        origin=origin,
        content={
            "kind": kind,
            "priority": dice.choice(["urgent", "routine", "routine"]),
            "destination": destination,
            "patient_name": dice.choice(["模拟甲", "模拟乙", "模拟丙"]),
            "sex": dice.choice("12"),
            "birth_date": dt.date(dice.randrange(1940, 2010), 6, 1),
            "diagnosis": dice.choice(["肺占位待查", "腹痛待查", "骨折"]),
            "summary": "病情平稳，资料已附。",
            "question": question,
            "materials": materials,
        },
        by=_at(cast, origin.pk, Role.REFERRING_CLINICIAN),
        at=at,
        is_synthetic=True,
    )
    if materials:
        _send_materials(service, by=_at(cast, origin.pk, Role.REFERRING_CLINICIAN))
    for verb, role, details in LINE[: dice.choice([0, 1, 2, 3, 4, 4, 4])]:
        at = min(at + dice.uniform(0.2, 20) * HOUR, timezone.now())
        place = origin if verb == "acknowledge" else destination
        service = service_requests.ACTIONS[verb](
            service=service, by=_at(cast, place.pk, role), details=details, at=at
        )


def _send_materials(service, *, by):
    """What is to be looked at; the inspection opens it a moment later."""
    attachments.attach_to_service(
        service=service,
        content=SUMMARY,
        name="检查资料（模拟）.pdf",
        kind=service.kind,
        by=by,
    )


def _recognise(referral, cast):
    """Each result that came with the patient, and one or two that were not on the referral."""
    dice = random.Random(f"recognition {referral.number}")
    about = [{"result": result.rank} for result in referral.key_results.all()]
    about += [{"item": item} for item in dice.sample(ITEMS, dice.randrange(1, 3))]
    for one in about:
        repeated = dice.random() < 0.25
        details = one | {"verdict": "repeated" if repeated else "recognised"}
        if repeated:
            details["reason_code"] = dice.choice(RepeatReason.values[:4])
        head = cast.people.get((referral.destination_id, Role.DEPARTMENT_HEAD))
        if head and recognitions.may_record(referral, head):
            recognitions.record(referral=referral, details=details, by=head)


@transaction.atomic
def _send_down(referral, cast):
    """Back to where the patient came from, some days ago; some follow-ups are done, some late."""
    dice = random.Random(f"down {referral.number}")
    at = max(referral.treated_at, timezone.now() - dice.uniform(2, 40) * DAY)
    details = {
        "treatment_so_far": "已行专科治疗，病情平稳。",
        "medicines": "按出院带药服用。",
        "down_condition": "生命体征平稳，可在当地康复。",
        "care_instructions": "低盐饮食，按时服药，循序康复训练。",
        "follow_up_plan": "一周后电话随访，一月后门诊复查。",
        "signs": "胸痛、气促或发热时立即就医。",
        "consent_method": "written",
        "consent_given_by": "患者家属",
        "consent_relation": "child",
        "consent_given_at": at,
        "patient_choice": "同意下转",
    }
    try:
        author = _at(cast, referral.destination_id, Role.REFERRING_CLINICIAN)
        with transaction.atomic():
            child = children.down_refer(referral=referral, details=details, by=author, at=at)
            _take_over(child, cast, dice, at)
    except Refusal:
        # Somebody of the story does not work there, or the way down has begun already.
        return


def _take_over(child, cast, dice, at):
    told = {
        "accept": {
            "admission_kind": "registered",
            "valid_until": timezone.localdate() + 14 * DAY,
            "department": child.destination_department,
            "note": "承接康复。",
        },
        "arrive": {"identity_checked": True, "note": "家属陪同。"},
        "admit": {"encounter_number": f"JD{dice.randrange(10**5):05}"},
    }
    told["admit"]["admission_kind"] = "registered"
    for verb, side, role in WAY_DOWN[: dice.choice([2, 4, 6, 6, 6, 6])]:
        at = min(at + dice.uniform(0.5, 6) * HOUR, timezone.now())
        person = _at(cast, getattr(child, f"{side}_id"), role)
        child = transfers.ACTIONS[verb](
            referral=child, by=person, details=told.get(verb, {}), at=at
        )
    for task in child.follow_ups.filter(due_on__lt=timezone.localdate()):
        if dice.random() < 0.6:
            _look(cast, task, timezone.now())


def _lose(cast):
    """Patients who died below: what was still planned for them is closed, and says why."""
    below = Referral.objects.filter(is_synthetic=True, direction="down", state="admitted")
    watched = below.filter(follow_ups__state="open").distinct().order_by("number")
    died = {"discharge_mode": "5", "final_diagnosis": "多器官功能衰竭"}
    for child in watched[:LOST]:
        head = _at(cast, child.destination_id, Role.DEPARTMENT_HEAD)
        transfers.finish_treatment(referral=child, by=head, details=died)


def _take_consent_back(cast):
    """Patients who changed their mind: the other side reads the summary only from then on."""
    agreed = Referral.objects.filter(is_synthetic=True, state__in=["accepted", "scheduled"])
    for referral in agreed.filter(consents__is_complete=True).order_by("number")[:TAKEN_BACK]:
        coordinator = _at(cast, referral.origin_id, Role.REFERRAL_COORDINATOR)
        consents.withdraw(
            referral=referral,
            details={"reason": "患者改变主意，不再同意把病历交给对方。"},
            by=coordinator,
        )
