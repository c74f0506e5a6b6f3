"""What follows a referral, made by the actions."""

import datetime as dt

from django.utils import timezone

from referrals.actions import children, follow_ups, recognitions, transfers
from referrals.models import ArrivalAttempt, CatchUpTask, FollowUpTask, Readmission
from tests.factories import hospitals
from tests.factories import referrals as make

DOWN = {
    "treatment_so_far": "植入支架一枚。",
    "medicines": "阿司匹林。",
    "down_condition": "生命体征平稳。",
    "care_instructions": "低盐饮食，按时服药。",
    "signs": "胸痛加重。",
    "consent_method": "written",
    "patient_choice": "同意下转",
    "consent_given_by": "覃家属",
    "consent_relation": "spouse",
    "consent_given_at": dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC),
    "follow_up_plan": "一周内电话随访。",
}


def below(world):
    """Who takes over at the county: the roles of the centre, one floor down."""
    return {
        "receive": world.coordinator,
        "accept": world.coordinator,
        "arrive": world.coordinator,
        "admit": world.clinician,
        "finish_treatment": world.clinician,
    }


def down(world, parent=None, **details):
    """The draft of a down-referral of a treated patient."""
    parent = parent or make.at_state(world, "treated")
    author = hospitals.member("referring_clinician", world.centre)
    return children.down_refer(referral=parent, details=DOWN | details, by=author)


def taken_over(world, child=None):
    """The county has taken the patient over."""
    child = child or down(world)
    reviewer = hospitals.member("reviewer", world.centre, title="副主任医师")
    child = transfers.submit_for_review(referral=child, by=child.author)
    child = transfers.approve(referral=child, by=reviewer)
    told = make.details(world, "accept") | {
        "department": world.ward,
        "admission_kind": "registered",
    }
    staff = below(world)
    child = transfers.receive(referral=child, by=staff["receive"])
    child = transfers.accept(referral=child, by=staff["accept"], details=told)
    child = transfers.arrive(
        referral=child, by=staff["arrive"], details=make.details(world, "arrive")
    )
    details = {"encounter_number": "JD0001", "admission_kind": "registered"}
    return transfers.admit(referral=child, by=staff["admit"], details=details)


def tasks(world, child=None):
    """The follow-ups of a patient who was taken over."""
    child = child or taken_over(world)
    follow_ups.open_tasks(child, at=timezone.now())
    return list(child.follow_ups.order_by("seq"))


def looked_after(world, task, **details):
    told = {"kind": "phone", "findings": "恢复良好。", "readmitted": False} | details
    return follow_ups.record(task=task, details=told, by=world.clinician)


def owed(referral, kind="review", **fields):
    """Something to be made good within a day."""
    due_at = timezone.now() + dt.timedelta(hours=24)
    return CatchUpTask.objects.create(referral=referral, kind=kind, **{"due_at": due_at} | fields)


def one_of_each(world, mark):
    """A row of every kind, for tests that look whether it can be seen."""
    # Whatever the levels of the two make of it: the way need not lead down.
    whole = {"transport_mode": "own", "not_local_reason": "patient"}
    taken = taken_over(world, down(world, **whole))
    if not tasks(world, taken):
        FollowUpTask.objects.create(
            referral=taken, seq=1, kind="phone", due_on=timezone.localdate(), findings=mark
        )
    owed(taken.parent)
    Readmission.objects.create(referral=taken, earlier=taken.parent, days=9, same_chapter=True)
    noted = {"item": f"{mark}CT", "verdict": "recognised"}
    recognitions.record(referral=taken.parent, details=noted, by=world.head)
    make.at_state(world, "scheduled")
    ArrivalAttempt.objects.create(user=world.desk)
