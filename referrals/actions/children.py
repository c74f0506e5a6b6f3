"""A referral that follows from another one: back down after treatment, or up again afterwards.

Both stay in one chain. Nothing here moves the patient: what is made is a draft, which its author
completes and sends through the same table as any other.
"""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import audit
from portal.core.locking import atomic
from portal.errors import NotAllowed, Refusal
from portal.roles import Permission
from referrals.actions import filing, follow_ups
from referrals.enums import Direction, FollowUpState
from referrals.models import FollowUpTask, Patient, Referral
from referrals.models.follow_up import usual_days
from referrals.readers.lines import Diagnosis

DOWN_FROM = frozenset({"admitted", "treated", "completed"})
# What belongs to one filing and not to the person.
OWN = frozenset(
    {"id", "hospital", "id_hash", "version", "is_synthetic", "name"}
    | {"created_at", "created_by", "updated_at"}
)


def may_go_down(referral, user):
    """Treated or being treated here, by somebody who files for this hospital, and not yet done."""
    return (
        referral.state in DOWN_FROM
        and referral.direction != Direction.DOWN
        and referral.destination_id in user.hospitals_with(Permission.REFERRAL_CREATE)
        and not referral.children.open().exists()
    )


def suggestion(referral):
    """What a down-referral would say, as the treating hospital knows it today."""
    letter = referral.replies.order_by("sent_at").last()
    return {
        "destination": referral.origin,
        "destination_department": referral.origin_department,
        "treatment_so_far": letter.treatment if letter else referral.treatment_so_far,
        "medicines": letter.medicines if letter else referral.medicines,
        "down_condition": letter.down_reason if letter else "",
        "follow_up_plan": letter.plan if letter else _("按随访日期随访，不适随诊。"),
        "care_instructions": "",
        "days": usual_days(),
    }


@atomic
def down_refer(*, referral, details, by, at=None):
    """Make the draft that takes the patient back, in the same chain."""
    row = _locked(referral)
    if not by.has_perm(Permission.REFERRAL_CREATE, row.destination):
        raise NotAllowed(_("只有收治机构可以下转。"), code="forbidden")
    if row.state not in DOWN_FROM:
        raise Refusal(_("患者收治后才能下转。"), code="not_admitted")
    if row.children.open().exists():
        raise Refusal(_("已有进行中的下转单。"), code="already_down")
    at = at or timezone.now()
    given = suggestion(row) | {name: value for name, value in details.items() if value}
    first = timezone.localdate(at) + dt.timedelta(days=min(given["days"]))
    content = _person(row.patient) | {
        "priority": "routine",
        "encounter_class": "inpatient",
        "origin_department": row.destination_department,
        "reason": "continued_care",
        "purpose": "follow_up",
        "main_diagnosis": row.final_diagnosis or row.main_diagnosis,
        "main_diagnosis_code": _code_of(row),
        "summary": _summary(row),
        "allergies": row.allergies,
        "wanted_from": timezone.localdate(at),
        "wanted_until": first,
        "follow_up_on": first,
    }
    content |= _other_diagnoses(row)
    content |= {name: value for name, value in given.items() if name not in {"days", "signs"}}
    child = _child(row, row.destination, content, by, at)
    follow_ups.plan(
        referral=child,
        days=given["days"],
        warning_signs=given.get("signs", ""),
        by=by,
        is_synthetic=row.is_synthetic,
    )
    return child


def _other_diagnoses(row):
    """They travel back with the patient."""
    others = [Diagnosis(one.code, one.name) for one in row.other_diagnoses.all()]
    return {"other_diagnoses": others, "no_other_diagnoses": not others}


def _code_of(row):
    """The code stays with its diagnosis; another diagnosis needs another code."""
    is_same = row.final_diagnosis in {"", row.main_diagnosis}
    return row.main_diagnosis_code if is_same else ""


def _summary(row):
    letter = row.replies.order_by("sent_at").last()
    return "\n".join(text for text in (row.summary, letter.findings if letter else "") if text)


@atomic
def refer_up(*, task, by, at=None):
    """A follow-up found that the patient must go up again: a draft to where they came from."""
    found = (
        FollowUpTask.objects.select_for_update(of=("self",))
        .select_related("referral")
        .get(pk=task.pk)
    )
    row = _locked(found.referral)
    if not by.has_perm(Permission.REFERRAL_CREATE, row.destination):
        raise NotAllowed(_("只有承接机构可以再次上转。"), code="forbidden")
    if found.state != FollowUpState.DONE or not found.needs_referral:
        raise Refusal(_("请先登记随访，并注明需再次上转。"), code="not_needed")
    if found.sent_up_id:
        raise Refusal(_("已按本次随访再次上转。"), code="already_sent_up")
    content = _person(row.patient) | {
        "priority": "urgent",
        "encounter_class": "outpatient",
        "destination": row.origin,
        "origin_department": row.destination_department,
        "destination_department": row.origin_department,
        "reason": "specialist_care",
        "purpose": "continued_treatment",
        "main_diagnosis": row.main_diagnosis,
        "main_diagnosis_code": row.main_diagnosis_code,
        "summary": found.findings,
        "allergies": row.allergies,
        "medicines": row.medicines,
        "wanted_from": timezone.localdate(at or timezone.now()),
    }
    found.sent_up = _child(row, row.destination, content, by, at or timezone.now())
    found.version += 1
    found.save()
    return found.sent_up


def _locked(referral):
    return (
        Referral.objects.select_for_update(of=("self",))
        .select_related("patient", "origin__region__parent__parent", "origin_department")
        .select_related("destination__region__parent__parent", "destination_department")
        .get(pk=referral.pk)
    )


def _person(patient):
    """What is known of the person, in the words of the filing form."""
    names = {field.name for field in Patient._meta.concrete_fields} - OWN
    return {name: getattr(patient, name) for name in names} | {"patient_name": patient.name}


def _child(parent, origin, content, by, at):
    made = filing.create(
        origin=origin, content=content, by=by, at=at, is_synthetic=parent.is_synthetic
    )
    made.parent, made.chain_id = parent, parent.chain_id
    made.save(update_fields=["parent", "chain_id"])
    audit.record(
        "referral.child",
        made,
        by=by,
        hospitals=[parent.origin_id, parent.destination_id],
        parent=str(parent.pk),
    )
    return made
