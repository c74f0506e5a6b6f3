"""Behind the door: admission, treatment, and the words that go back to the origin."""

from django.utils.translation import gettext as _

from portal.errors import Refusal
from referrals.actions import follow_ups, offers, readmissions, reservations
from referrals.actions.changes.base import (
    DIED,
    Payload,
    because,
    coded_reason,
    need,
    own_reason,
)
from referrals.enums import AdmissionKind, DischargeMode, ReplyKind, ReservationEnd
from referrals.models import Reply
from referrals.states import Side

# 入院途径 3 of the case abstract: transferred in from another institution.
TRANSFERRED_IN = "3"


def admit(row, *, by, details, at):
    number, kind = need(details, "encounter_number", "admission_kind")
    row.encounter_number, row.admission_kind = number, kind
    if details.get("department"):
        row.destination_department = details["department"]
    row.admitted_at = at
    _take_bed(row, kind, details, by=by, at=at)
    follow_ups.open_tasks(row, at=at)
    readmissions.check(row, at=at)
    return Payload(kind=kind, admission_route=TRANSFERRED_IN)


def _take_bed(row, kind, details, *, by, at):
    """In-patients lie in a bed of their department; others give back what was kept for them."""
    if kind == AdmissionKind.INPATIENT and row.destination_department_id:
        reservations.occupy(
            referral=row,
            department=row.destination_department,
            by=by,
            at=at,
            override=details.get("override", ""),
        )
    else:
        reservations.attend(referral=row, at=at)


def refuse_at_door(row, *, by, details, at):
    """The patient stands at the door and is turned away: the network and the commission hear."""
    reason = coded_reason(details, Side.DESTINATION)
    need(details, "note")
    offer = offers.live_offer(row)
    offer.refuse(reason, by=by, at=at, comment=details["note"])
    reservations.release(referral=row, at=at)
    row.scheduled_for = None
    return Payload(offer=offer.seq, at_door=True, **because(reason))


def interim_reply(row, *, by, details, at):
    findings, plan = need(details, "findings", "plan")
    _write(row, ReplyKind.INTERIM, details, by=by, at=at, findings=findings, plan=plan)
    return Payload()


def finish_treatment(row, *, by, details, at):
    mode, diagnosis = need(details, "discharge_mode", "final_diagnosis")
    if mode in {DischargeMode.TRANSFER, DischargeMode.COMMUNITY}:
        need(details, "receiving_organisation")
    if mode == DischargeMode.OTHER:
        need(details, "discharge_other")
        row.discharge_other = details["discharge_other"]
    follow_ups.need_first(row, details=details)
    row.receiving_organisation = details.get("receiving_organisation", "")
    row.discharge_mode, row.final_diagnosis = mode, diagnosis
    row.diagnosis_match = details.get("diagnosis_match", "")
    row.treatment_result = details.get("treatment_result", "")
    if details.get("cost_yuan") is not None:
        row.cost_fen = int(details["cost_yuan"] * 100)
    row.treated_at = at
    reservations.release(referral=row, at=at, end=ReservationEnd.FINISHED)
    if mode == DischargeMode.DEATH:
        follow_ups.end_for_the_dead(row, reason=own_reason(DIED), by=by, at=at)
    return Payload(
        discharge_mode=mode,
        receiving_organisation=row.receiving_organisation,
    )


def reply(row, *, by, details, at):
    if row.replied_at is not None:
        raise Refusal(_("最终回执已发送。"), code="already_replied")
    findings, _treatment, plan = need(details, "findings", "treatment", "plan")
    if details.get("down_referral"):
        need(details, "down_reason")
    _write(row, ReplyKind.FINAL, details, by=by, at=at, findings=findings, plan=plan)
    row.replied_at = at
    return Payload(down_referral=bool(details.get("down_referral")))


def _write(row, kind, details, *, by, at, findings, plan):
    return Reply.objects.create(
        referral=row,
        kind=kind,
        findings=findings,
        treatment=details.get("treatment", ""),
        plan=plan,
        medicines=details.get("medicines", ""),
        down_referral=bool(details.get("down_referral")),
        down_reason=details.get("down_reason", ""),
        sent_at=at,
        created_by=by,
        is_synthetic=row.is_synthetic,
    )


def acknowledge(row, *, by, details, at):
    if row.replied_at is None:
        raise Refusal(_("对方还没有发送最终回执。"), code="no_reply")
    if row.replies.filter(down_referral=True).exists() and not row.went_down:
        # Advised to go down, and nobody took the patient over: why not is said in words.
        need(details, "note")
    return Payload()
