"""What the asked side answers, and what the origin supplies for the answer."""

from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.models import BedPool, Hospital
from portal.errors import Incomplete, Refusal
from referrals.actions import arrival_codes, offers, reservations
from referrals.actions.changes.base import (
    Payload,
    because,
    coded_reason,
    need,
    need_valid_date,
    own_reason,
)
from referrals.enums import AdmissionKind, OfferState, ReplyKind
from referrals.models import Reply
from referrals.states import MOVES, Side

ONWARD_REASON = "needs_higher_level"


def receive(row, *, by, details, at):
    """Seen by the asked hospital; from a pool, the first who signs takes the referral."""
    offer = offers.offer_to_answer(row, by=by, move=MOVES["receive"])
    if offer.hospital_id is None:
        _claim(row, offer, by, details)
    offer.first_seen_at = offer.first_seen_at or at
    offer.seen_by = offer.seen_by or by
    offer.save()
    return Payload(offer=offer.seq, hospital=str(offer.hospital_id))


def _claim(row, offer, by, details):
    mine = by.hospitals_with(MOVES["receive"].permission) & row.hospitals_on(Side.DESTINATION)
    chosen = details.get("hospital")
    hospitals = Hospital.objects.filter(pk__in=mine | ({chosen.pk} if chosen else set()))
    hospital = chosen or hospitals.order_by("name").first()
    if hospital is None or hospital.pk not in row.hospitals_on(Side.DESTINATION):
        raise Incomplete(
            _("请选择由哪家成员医院接收。"), errors={"hospital": _("请选择接收池内的医院。")}
        )
    if hospital.pk == row.origin_id:
        raise Incomplete(_("不能转给本院。"), errors={"hospital": _("请选择其他机构。")})
    offer.hospital = hospital
    row.destination = Hospital.objects.select_related("region__parent__parent").get(pk=hospital.pk)
    row.derive()


def request_info(row, *, by, details, at):
    need(details, "note")
    return Payload()


def supply_info(row, *, by, details, at):
    """What was asked for, in words or as files that were added since it was asked."""
    given = row.attachments.filter(hospital=row.origin_id, created_at__gte=row.state_since)
    files = given.count()
    if not files:
        need(details, "note")
    return Payload(files=files)


def accept(row, *, by, details, at):
    department, kind, valid_until = need(details, "department", "admission_kind", "valid_until")
    offer = offers.offer_to_answer(row, by=by, move=MOVES["accept"])
    if department.hospital_id != offer.hospital_id:
        raise Incomplete(_("接收科室不属于本院。"), errors={"department": _("请选择本院科室。")})
    need_valid_date(valid_until, at)
    if kind == AdmissionKind.INPATIENT and BedPool.objects.full().filter(department=department):
        # Over capacity only with a word why.
        need(details, "note")
    offer.department, offer.admission_kind = department, kind
    offer.valid_until = valid_until
    offer.first_seen_at, offer.seen_by = offer.first_seen_at or at, offer.seen_by or by
    offers.settle(row, offer, by=by, at=at)
    offer.close(state=OfferState.ACCEPTED, by=by, at=at, comment=details.get("note", ""))
    row.destination_department = department
    row.admission_kind = kind
    row.filler_number = details.get("filler_number", "")
    row.decided_at = at
    return Payload(offer=offer.seq, department=str(department.pk), kind=kind)


def waitlist(row, *, by, details, at):
    _note, expected_on = need(details, "note", "expected_on")
    if expected_on < timezone.localdate(at):
        raise Incomplete(_("预计日期已过。"), errors={"expected_on": _("预计日期不能早于今天。")})
    offer = offers.offer_to_answer(row, by=by, move=MOVES["waitlist"])
    offer.expected_on = expected_on
    offer.save(update_fields=["expected_on"])
    return Payload(offer=offer.seq, expected_on=expected_on.isoformat())


def decline(row, *, by, details, at):
    reason = coded_reason(details, Side.DESTINATION)
    return _turn_down(row, by=by, at=at, move="decline", reason=reason, details=details)


def propose_onward(row, *, by, details, at):
    """A refusal that names a better place, to which the origin redirects in one click."""
    hospital, _note = need(details, "onward_hospital", "note")
    if hospital.pk in {row.origin_id, *row.hospitals_on(Side.DESTINATION)}:
        raise Incomplete(
            _("请建议另一家医院。"), errors={"onward_hospital": _("不能是转出或接收机构。")}
        )
    reason = own_reason(ONWARD_REASON)
    done = _turn_down(row, by=by, at=at, move="propose_onward", reason=reason, details=details)
    done["onward"] = str(hospital.pk)
    return done


def _turn_down(row, *, by, at, move, reason, details):
    """Close the offer. While others are still asked, the referral waits for them."""
    offer = offers.offer_to_answer(row, by=by, move=MOVES[move])
    offer.refuse(reason, by=by, at=at, comment=details.get("note", ""))
    others = offers.drop(row, offer)
    done = Payload(offer=offer.seq, **because(reason))
    if not others:
        row.decided_at = at
        return done.to("declined")
    return done.to("received" if others[0].first_seen_at else "submitted")


def withdraw_acceptance(row, *, by, details, at):
    """A promise is taken back. It counts as broken unless the patient stayed away first."""
    reason = coded_reason(details, Side.DESTINATION)
    need(details, "note")
    offer = offers.live_offer(row)
    offer.refuse(reason, by=by, at=at, comment=details["note"])
    missed = row.events.filter(action="mark_no_show").last()
    by_patient = missed is not None and missed.payload.get("caused_by") == "patient"
    row.scheduled_for = None
    reservations.release(referral=row, at=at)
    arrival_codes.withdraw(row, at=at)
    return Payload(offer=offer.seq, broken_promise=not by_patient, **because(reason))


def record_external_acceptance(row, *, by, details, at):
    """A hospital outside the network agreed by phone; its word is kept with name and time."""
    if not row.is_external:
        raise Refusal(_("只有转往网络外机构的转诊单才登记对方同意。"), code="not_external")
    contact, agreed_at, valid_until = need(details, "contact_name", "agreed_at", "valid_until")
    if agreed_at > at:
        raise Incomplete(_("同意时间在将来。"), errors={"agreed_at": _("不能晚于现在。")})
    need_valid_date(valid_until, at)
    offer = offers.live_offer(row)
    offer.valid_until = valid_until
    offer.first_seen_at = offer.first_seen_at or agreed_at
    offer.close(state=OfferState.ACCEPTED, by=by, at=at, comment=details.get("note", ""))
    row.decided_at = at
    return Payload(offer=offer.seq, contact=contact, agreed_at=agreed_at.isoformat(), external=True)


def return_with_advice(row, *, by, details, at):
    """Advice instead of a visit: nobody travels, and the advice is the final reply."""
    findings, plan = need(details, "findings", "plan")
    offer = offers.offer_to_answer(row, by=by, move=MOVES["return_with_advice"])
    offers.settle(row, offer, by=by, at=at)
    offer.close(state=OfferState.ADVISED, by=by, at=at)
    Reply.objects.create(
        referral=row,
        kind=ReplyKind.ADVICE,
        findings=findings,
        treatment=details.get("treatment", ""),
        medicines=details.get("medicines", ""),
        plan=plan,
        sent_at=at,
        created_by=by,
        is_synthetic=row.is_synthetic,
    )
    row.is_advice = True
    row.decided_at = row.treated_at = row.replied_at = at
    return Payload(offer=offer.seq, avoided=True)
