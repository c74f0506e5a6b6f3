"""From the promise to the door: appointment, travel, arrival, and what may go wrong between."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.models import Accreditation
from portal.errors import Incomplete, Refusal
from referrals import requirements
from referrals.actions import arrival_codes, offers, reservations, timers
from referrals.actions.changes.base import Payload, need, within
from referrals.actions.changes.sending import turn_to
from referrals.enums import AdmissionKind, OfferState, Priority, ReservationEnd, TransportMode
from referrals.models import Transport
from referrals.models.authority import REBOOKED_AT_MOST

FRESH_VITAL_SIGNS = dt.timedelta(hours=2)
PHONE_PROMISE_HOLDS = dt.timedelta(days=1)


def schedule(row, *, by, details, at):
    (slot,) = need(details, "scheduled_for")
    _need_slot_in_time(row, slot, at)
    row.scheduled_for = slot
    _hold_place(row, details, by=by, at=at)
    arrival_codes.issue(row, at=at)
    return Payload(scheduled_for=slot.isoformat())


def _need_slot_in_time(row, slot, at):
    if slot < at:
        raise Incomplete(_("预约时间已过。"), errors={"scheduled_for": _("预约时间不能早于现在。")})
    offer = offers.live_offer(row)
    if offer.valid_until and timezone.localdate(slot) > offer.valid_until:
        raise Incomplete(
            _("预约时间超出有效期。"),
            errors={"scheduled_for": _("请选择有效期内的时间。")},
        )


def _hold_place(row, details, *, by, at):
    """A seat of the clinic slot that was chosen, or a bed for who is to be an in-patient."""
    until = timers.due_of(row, "hold", at=at, state="scheduled")
    if details.get("slot"):
        reservations.book(referral=row, slot=details["slot"], by=by, at=at, until=until)
    elif row.admission_kind == AdmissionKind.INPATIENT and row.destination_department_id:
        reservations.hold(
            referral=row,
            department=row.destination_department,
            by=by,
            at=at,
            until=until,
            override=details.get("override", ""),
        )


def reschedule(row, *, by, details, at):
    slot, _note, caused_by = need(details, "scheduled_for", "note", "caused_by")
    _need_slot_in_time(row, slot, at)
    before, row.scheduled_for = row.scheduled_for, slot
    row.reschedule_count += 1
    # Another appointment, another hold: the clock of the last one ends with it.
    timers.settle(row, "hold", at=at)
    _hold_place(row, details, by=by, at=at)
    arrival_codes.issue(row, at=at)
    return Payload(
        scheduled_for=slot.isoformat(),
        instead_of=before.isoformat() if before else "",
        caused_by=caused_by,
    )


def release(row, *, by, details, at):
    if by is not None:
        need(details, "note")
    row.scheduled_for = None
    end = ReservationEnd.RELEASED if by else ReservationEnd.EXPIRED
    reservations.release(referral=row, at=at, end=end)
    arrival_codes.withdraw(row, at=at)
    return Payload(expired=by is None)


def depart(row, *, by, details, at):
    return _set_out(row, by=by, details=details, at=at)


def _set_out(row, *, by, details, at):
    mode, handover = need(details, "mode", "handover")
    if row.priority == Priority.EMERGENCY:
        need(details, "vital_signs", "vital_signs_at")
        if not within(details["vital_signs_at"], at, FRESH_VITAL_SIGNS):
            raise Incomplete(
                _("生命体征已过时。"),
                errors={"vital_signs_at": _("急危重患者须有出发前 2 小时内的生命体征。")},
            )
    if mode == TransportMode.AMBULANCE:
        need(details, *requirements.of_ambulance(row.direction))
    Transport.objects.create(
        referral=row,
        mode=mode,
        handover=handover,
        vehicle=details.get("vehicle", ""),
        driver=details.get("driver", ""),
        escort=details.get("escort", ""),
        phone=details.get("phone", ""),
        vital_signs=details.get("vital_signs", ""),
        vital_signs_at=details.get("vital_signs_at"),
        departed_at=at,
        expected_at=details.get("expected_at"),
        created_by=by,
        is_synthetic=row.is_synthetic,
    )
    return Payload(mode=mode)


def emergency_bypass(row, *, by, details, at):
    """An emergency goes straight to an accredited centre; it is accepted when it arrives."""
    if row.priority != Priority.EMERGENCY or not row.green_channel:
        raise Refusal(_("只有急危重且标明绿色通道的患者可以直送。"), code="not_green")
    need_centre(row.destination_id, row.green_channel, at)
    # Nobody else waits for a patient who is on the road to this door.
    offers.settle(row, offers.offer_of(row, row.destination_id), by=by, at=at)
    done = _set_out(row, by=by, details=details, at=at)
    done["green_channel"] = row.green_channel
    return done


def need_centre(hospital_id, kind, at):
    """The destination holds the accreditation of this green channel today."""
    day = timezone.localdate(at)
    if not Accreditation.objects.green_channel(hospital_id, kind, day):
        raise Refusal(_("接收机构没有有效的该类中心资质，不能走绿色通道。"), code="not_accredited")


def turn_back(row, *, by, details, at):
    """The state before departure; who was diverted meanwhile keeps the promise of that door.

    The appointment at the first door went with it (states.py, T22).
    """
    need(details, "note")
    _running(row).update(turned_back_at=at)
    if offers.live_offer(row).state == OfferState.OPEN:
        return Payload().to(row.state_before)
    return Payload().to("scheduled" if row.scheduled_for else "accepted")


def _running(row):
    return row.transports.filter(arrived_at__isnull=True, turned_back_at__isnull=True)


def divert(row, *, by, details, at):
    """Another door while on the road: agreed by phone, or a centre of the green channel."""
    destination, _note = need(details, "destination", "note")
    if destination.pk in {row.origin_id, row.destination_id}:
        raise Incomplete(_("请选择另一家医院。"), errors={"destination": _("请选择其他机构。")})
    if not details.get("confirmed_by"):
        if not row.green_channel:
            need(details, "confirmed_by", "confirmed_at")
        need_centre(destination.pk, row.green_channel, at)
    elif not details.get("confirmed_at") or details["confirmed_at"] > at:
        raise Incomplete(
            _("请填写电话确认时间。"), errors={"confirmed_at": _("须填写，且不能晚于现在。")}
        )
    left = row.destination_id
    arrival_codes.withdraw(row, at=at)
    for offer in row.offers.live():
        offer.close(state=OfferState.WITHDRAWN, by=by, at=at, comment=details["note"])
    reservations.release(referral=row, at=at)
    kind = row.admission_kind
    turn_to(row, destination, details.get("department"))
    row.decided_at, row.admission_kind = at, kind
    offer = offers.open_offer(row, at=at)
    offer.valid_until = timezone.localdate(at + PHONE_PROMISE_HOLDS)
    offer.close(state=OfferState.ACCEPTED, by=by, at=at, comment=details["note"])
    return Payload(
        offer=offer.seq,
        destination=str(destination.pk),
        instead_of=str(left) if left else "",
        confirmed_by=details.get("confirmed_by", ""),
    )


def arrive(row, *, by, details, at):
    if not details.get("identity_checked"):
        raise Incomplete(
            _("请先核对患者身份。"), errors={"identity_checked": _("请确认已核对身份。")}
        )
    by_code = bool(details.get("ticket"))
    if by_code:
        arrival_codes.use(row, ticket=details["ticket"], by=by, at=at)
    else:
        # Without a code somebody says why this is the patient that was announced.
        need(details, "note")
        arrival_codes.withdraw(row, at=at)
    row.arrived_at = at
    _running(row).update(arrived_at=at)
    offer = offers.live_offer(row)
    if offer and offer.state == OfferState.OPEN:
        # Sent without being asked for (green channel): coming through the door accepts it.
        offer.valid_until = timezone.localdate(at)
        offer.first_seen_at, offer.seen_by = offer.first_seen_at or at, offer.seen_by or by
        offers.settle(row, offer, by=by, at=at)
        offer.close(state=OfferState.ACCEPTED, by=by, at=at)
        row.decided_at = row.decided_at or at
    return Payload(manual=not by_code)


def mark_no_show(row, *, by, details, at):
    """Only after somebody tried to reach the patient; whose doing it was decides what it counts."""
    _note, caused_by = need(details, "note", "caused_by")
    _running(row).update(turned_back_at=at)
    row.scheduled_for = None
    reservations.release(referral=row, at=at)
    arrival_codes.withdraw(row, at=at)
    return Payload(caused_by=caused_by)


def rebook(row, *, by, details, at):
    if row.rebook_count >= REBOOKED_AT_MOST:
        raise Refusal(
            _("已重新约定%(count)d次，请改为撤销或按未落实结束。") % {"count": REBOOKED_AT_MOST},
            code="rebooked_too_often",
        )
    need(details, "note")
    row.rebook_count += 1
    offer = offers.live_offer(row)
    if offer.state == OfferState.OPEN:
        # Sent without being asked for (green channel): the new date is the promise.
        offers.settle(row, offer, by=by, at=at)
        offer.close(state=OfferState.ACCEPTED, by=by, at=at)
        row.decided_at = row.decided_at or at
    if offers.promise_ran_out(offer, at):
        offer.valid_until = timezone.localdate(at + offers.PROMISE_HOLDS)
        offer.save(update_fields=["valid_until"])
    slot = details.get("scheduled_for")
    if not slot:
        return Payload(attempt=row.rebook_count).to("accepted")
    _need_slot_in_time(row, slot, at)
    row.scheduled_for = slot
    _hold_place(row, details, by=by, at=at)
    arrival_codes.issue(row, at=at)
    return Payload(attempt=row.rebook_count, scheduled_for=slot.isoformat()).to("scheduled")
