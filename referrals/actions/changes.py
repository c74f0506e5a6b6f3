"""What each move changes beside the state. Each function returns the payload of the event.

A change runs inside the locked transaction of transfers._move; it raises Incomplete when its
details are not enough and Refusal when the facts forbid it.
"""

import datetime as dt

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.models import BedPool, Hospital
from portal.errors import Incomplete, NotAllowed, Refusal
from referrals import requirements
from referrals.actions import reservations
from referrals.actions.offers import close_offer, live_offer, open_offer
from referrals.enums import AdmissionKind, CrossLevel, DischargeMode, OfferState, Priority
from referrals.models import Reply, Transport
from referrals.reasons import REASONS, reasons_of
from referrals.states import Side

FRESH_VITAL_SIGNS = dt.timedelta(hours=2)


def _need(details, *names):
    """The named details, or Incomplete naming those that are empty."""
    empty = [name for name in names if details.get(name) in (None, "")]
    if empty:
        raise Incomplete(
            _("还有必填内容未填写。"), errors={name: _("请填写此项。") for name in empty}
        )
    return [details[name] for name in names]


def submit_for_review(row, *, by, details, at):
    _need_minimum_data(row)
    return {}


def return_(row, *, by, details, at):
    _need(details, "note")
    return {}


def approve(row, *, by, details, at):
    if row.author_id == by.pk:
        raise NotAllowed(_("审核人不能是发起人本人。"), code="own_referral")
    titles = settings.CROSS_PROVINCE_REVIEW_TITLES
    if row.cross_level == CrossLevel.PROVINCE and titles and by.title not in titles:
        raise NotAllowed(
            _("跨省转诊须由%(titles)s审核。") % {"titles": "、".join(titles)}, code="title"
        )
    return _submit(row, at)


def send(row, *, by, details, at):
    if row.origin.review_required and row.priority != Priority.EMERGENCY:
        raise Refusal(_("本院规定转出前须经审核，请提交审核。"), code="review_required")
    return _submit(row, at)


def _submit(row, at):
    _need_minimum_data(row)
    row.submitted_at = at
    open_offer(row, at=at)
    return {"content": snapshot(row)}


def _need_minimum_data(row):
    if empty := missing(row):
        raise Incomplete(
            _("转诊单还缺必填内容。"), errors={name: _("请填写此项。") for name in empty}
        )


def missing(row):
    """The names of the fields that the referral still lacks before it may leave its author."""
    values = {name: getattr(row, name) for name in snapshot(row)}
    patient = row.patient
    values |= {
        name: getattr(patient, name)
        for name in (
            "sex",
            "birth_date",
            "phone",
            "id_type",
            "id_number",
            "insurance",
            "contact_name",
            "contact_phone",
        )
    }
    values |= {"patient_name": patient.name, "residence": patient.residence_id}
    return requirements.missing(values, row.direction)


def snapshot(row):
    """The medical content at the moment it left its author, without identity."""
    texts = (
        "priority",
        "encounter_class",
        "direction",
        "cross_level",
        "reason",
        "purpose",
        "main_diagnosis_code",
        "main_diagnosis",
        "summary",
        "allergies",
        "vital_signs",
        "treatment_so_far",
        "medicines",
        "not_local_reason",
        "care_instructions",
        "down_condition",
        "transport_mode",
        "consent_method",
        "patient_choice",
    )
    content = {name: getattr(row, name) for name in texts}
    for name in ("origin_department", "destination", "destination_department"):
        pk = getattr(row, f"{name}_id")
        content[name] = str(pk) if pk else ""
    content["wanted_from"] = row.wanted_from.isoformat() if row.wanted_from else ""
    return content


def receive(row, *, by, details, at):
    offer = live_offer(row)
    offer.first_seen_at = offer.first_seen_at or at
    offer.seen_by = offer.seen_by or by
    offer.save(update_fields=["first_seen_at", "seen_by"])
    return {"offer": offer.seq}


def request_info(row, *, by, details, at):
    _need(details, "note")
    return {}


def supply_info(row, *, by, details, at):
    _need(details, "note")
    return {}


def accept(row, *, by, details, at):
    department, kind, valid_until = _need(details, "department", "admission_kind", "valid_until")
    if department.hospital_id != row.destination_id:
        raise Incomplete(_("接收科室不属于本院。"), errors={"department": _("请选择本院科室。")})
    if valid_until < timezone.localdate(at):
        raise Incomplete(_("有效期已过。"), errors={"valid_until": _("有效期不能早于今天。")})
    if kind == AdmissionKind.INPATIENT and BedPool.objects.full().filter(department=department):
        # Over capacity only with a word why.
        _need(details, "note")
    offer = live_offer(row)
    offer.department, offer.admission_kind = department, kind
    offer.valid_until = valid_until
    close_offer(offer, state=OfferState.ACCEPTED, by=by, at=at, comment=details.get("note", ""))
    row.destination_department = department
    row.admission_kind = kind
    row.decided_at = at
    return {"offer": offer.seq, "department": str(department.pk), "kind": kind}


def decline(row, *, by, details, at):
    code = _reason(details, Side.DESTINATION)
    offer = live_offer(row)
    offer.reason_code = code
    close_offer(offer, state=OfferState.DECLINED, by=by, at=at, comment=details.get("note", ""))
    row.decided_at = at
    return {"offer": offer.seq, "reason": code}


def _reason(details, side):
    (code,) = _need(details, "reason_code")
    if code not in {reason.code for reason in reasons_of(side)}:
        raise Incomplete(_("原因不在可选范围内。"), errors={"reason_code": _("请选择原因。")})
    if REASONS[code].comment_required:
        _need(details, "note")
    return code


def redirect(row, *, by, details, at):
    (destination,) = _need(details, "destination")
    if destination.pk == row.origin_id:
        raise Incomplete(_("不能转给本院。"), errors={"destination": _("请选择其他机构。")})
    today = timezone.localdate(at)
    refused = row.offers.filter(hospital=destination, state=OfferState.DECLINED)
    if any(timezone.localdate(offer.decided_at) == today for offer in refused):
        _need(details, "note")
    row.destination = Hospital.objects.select_related("region__parent__parent").get(
        pk=destination.pk
    )
    row.destination_department = details.get("department")
    row.decided_at = None
    row.derive()
    offer = open_offer(row, at=at)
    return {"offer": offer.seq, "destination": str(destination.pk)}


def schedule(row, *, by, details, at):
    (slot,) = _need(details, "scheduled_for")
    offer = live_offer(row)
    if timezone.localdate(slot) > offer.valid_until:
        raise Incomplete(
            _("预约时间超出有效期。"),
            errors={"scheduled_for": _("请选择有效期内的时间。")},
        )
    if slot < at:
        raise Incomplete(_("预约时间已过。"), errors={"scheduled_for": _("预约时间不能早于现在。")})
    row.scheduled_for = slot
    if row.admission_kind == AdmissionKind.INPATIENT:
        reservations.hold(referral=row, department=row.destination_department, by=by, at=at)
    return {"scheduled_for": slot.isoformat()}


def depart(row, *, by, details, at):
    mode, handover = _need(details, "mode", "handover")
    if row.priority == Priority.EMERGENCY:
        _need(details, "vital_signs", "vital_signs_at")
        if not at - FRESH_VITAL_SIGNS <= details["vital_signs_at"] <= at:
            raise Incomplete(
                _("生命体征已过时。"),
                errors={"vital_signs_at": _("急危重患者须有出发前 2 小时内的生命体征。")},
            )
    Transport.objects.create(
        referral=row,
        mode=mode,
        handover=handover,
        vehicle=details.get("vehicle", ""),
        escort=details.get("escort", ""),
        phone=details.get("phone", ""),
        vital_signs=details.get("vital_signs", ""),
        vital_signs_at=details.get("vital_signs_at"),
        departed_at=at,
        expected_at=details.get("expected_at"),
        created_by=by,
        is_synthetic=row.is_synthetic,
    )
    return {"mode": mode}


def arrive(row, *, by, details, at):
    if not details.get("identity_checked"):
        raise Incomplete(
            _("请先核对患者身份。"), errors={"identity_checked": _("请确认已核对身份。")}
        )
    _need(details, "note")
    row.arrived_at = at
    Transport.objects.filter(referral=row).update(arrived_at=at)
    return {"manual": True}


def admit(row, *, by, details, at):
    number, kind = _need(details, "encounter_number", "admission_kind")
    row.encounter_number, row.admission_kind = number, kind
    if details.get("department"):
        row.destination_department = details["department"]
    row.admitted_at = at
    # 入院途径 3: transferred in from another institution.
    return {"kind": kind, "admission_route": "3"}


def finish_treatment(row, *, by, details, at):
    mode, diagnosis = _need(details, "discharge_mode", "final_diagnosis")
    if mode in {DischargeMode.TRANSFER, DischargeMode.COMMUNITY}:
        _need(details, "receiving_organisation")
    row.discharge_mode, row.final_diagnosis = mode, diagnosis
    row.treated_at = at
    reservations.release(referral=row, at=at)
    return {
        "discharge_mode": mode,
        "receiving_organisation": details.get("receiving_organisation", ""),
    }


def reply(row, *, by, details, at):
    if row.replied_at is not None:
        raise Refusal(_("最终回执已发送。"), code="already_replied")
    findings, treatment, plan = _need(details, "findings", "treatment", "plan")
    if details.get("down_referral"):
        _need(details, "down_reason")
    Reply.objects.create(
        referral=row,
        kind="final",
        findings=findings,
        treatment=treatment,
        plan=plan,
        medicines=details.get("medicines", ""),
        down_referral=bool(details.get("down_referral")),
        down_reason=details.get("down_reason", ""),
        sent_at=at,
        created_by=by,
        is_synthetic=row.is_synthetic,
    )
    row.replied_at = at
    return {"down_referral": bool(details.get("down_referral"))}


def acknowledge(row, *, by, details, at):
    if row.replied_at is None:
        raise Refusal(_("对方还没有发送最终回执。"), code="no_reply")
    if row.replies.filter(down_referral=True).exists():
        _need(details, "note")
    return {}


def cancel(row, *, by, details, at):
    code = _reason(details, Side.ORIGIN)
    if row.submitted_at:
        offer = live_offer(row)
        close_offer(offer, state=OfferState.WITHDRAWN, by=by, at=at)
    return {"reason": code, "outflow_candidate": code == "patient_left"}


CHANGES = {
    "submit_for_review": submit_for_review,
    "return": return_,
    "approve": approve,
    "send": send,
    "receive": receive,
    "request_info": request_info,
    "supply_info": supply_info,
    "accept": accept,
    "decline": decline,
    "redirect": redirect,
    "schedule": schedule,
    "depart": depart,
    "arrive": arrive,
    "admit": admit,
    "finish_treatment": finish_treatment,
    "reply": reply,
    "acknowledge": acknowledge,
    "cancel": cancel,
}
