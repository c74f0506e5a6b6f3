"""Ask destinations, find whose answer this is, and note it."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.errors import Incomplete, Refusal
from referrals.enums import OfferState
from referrals.models import ReferralOffer
from referrals.states import Side

# The moves by which a destination promised; the later ones where it had not been asked before.
PROMISES = ("accept", "record_external_acceptance", "divert", "file_retrospective")
PROMISES_AT_THE_DOOR = ("arrive", "rebook", "refuse_cancel")
NOBODY_ASKED = frozenset({"draft", "returned", "pending_review", "declined", "treated"})
PROMISED = frozenset({"accepted", "no_show", "arrived"})
# A promise that ran out meanwhile is good for a week again.
PROMISE_HOLDS = dt.timedelta(days=7)


def open_offer(row, *, at):
    """Ask the referral's destination: a hospital, a pool of hospitals, or one outside by name."""
    if not (row.destination_id or row.pool_id or row.external_name):
        raise Incomplete(_("请选择接收机构。"), errors={"destination": _("请填写此项。")})
    return _ask(
        row, row.destination_id, at=at, external_name=row.external_name, seq=row.offers.count() + 1
    )


def ask_also(row, hospitals, *, at):
    """Ask further hospitals at the same time; whoever accepts first gets the patient."""
    asked = {row.origin_id, row.destination_id}
    for hospital in hospitals:
        if hospital.pk not in asked:
            asked.add(hospital.pk)
            row.also_asked = [*row.also_asked, hospital.pk]
            _ask(row, hospital.pk, at=at, seq=row.offers.count() + 1)


def _ask(row, hospital_id, *, at, seq, external_name=""):
    return ReferralOffer.objects.create(
        referral=row,
        seq=seq,
        hospital_id=hospital_id,
        external_name=external_name,
        department_id=row.destination_department_id if hospital_id == row.destination_id else None,
        opened_at=at,
    )


def live_offer(row):
    """The accepted offer, else the only one that is still open."""
    accepted = row.offers.filter(state=OfferState.ACCEPTED).first()
    return accepted or row.offers.unanswered().order_by("seq").first()


def offer_of(row, hospital_id):
    """The open offer to one hospital."""
    return row.offers.unanswered().filter(hospital_id=hospital_id).order_by("seq").last()


def offer_to_answer(row, *, by, move):
    """The open offer of the hospital for which this person answers."""
    open_offers = list(row.offers.unanswered().order_by("seq"))
    if len(open_offers) == 1:
        return open_offers[0]
    mine = by.hospitals_with(move.permission) & row.hospitals_on(Side.DESTINATION)
    for offer in open_offers:
        if offer.hospital_id in mine:
            return offer
    raise Refusal(_("贵院已经答复过这张转诊单。"), code="already_answered")


def settle(row, offer, *, by, at):
    """One destination has accepted: it is the destination now, and nobody else is asked."""
    for other in row.offers.unanswered().exclude(pk=offer.pk):
        other.close(state=OfferState.WITHDRAWN, by=by, at=at)
    row.also_asked = []
    if offer.hospital_id and offer.hospital_id != row.destination_id:
        row.destination = offer.hospital
        row.derive()


def drop(row, offer):
    """A destination has said no. Returns whether others are still being asked."""
    row.also_asked = [pk for pk in row.also_asked if pk != offer.hospital_id]
    others = list(row.offers.unanswered().exclude(pk=offer.pk).order_by("seq"))
    if others and row.destination_id == offer.hospital_id:
        row.destination = others[0].hospital
        row.also_asked = [pk for pk in row.also_asked if pk != row.destination_id]
        row.destination_department = None
        row.derive()
    return others


def ask_again(row, state, *, at):
    """A referral is opened again in this state: its offer is what it was before the end.

    Closing overwrote who had promised and when; the events still know.
    """
    if state in NOBODY_ASKED:
        return
    offer = row.offers.filter(hospital_id=row.destination_id).order_by("seq").last()
    promised = _promise(row, offer) if state in PROMISED else None
    offer.reason_code = offer.reason_label = offer.comment = ""
    if promised is None:
        offer.state, offer.decided_at, offer.decided_by = OfferState.OPEN, None, None
    else:
        offer.state = OfferState.ACCEPTED
        offer.decided_at, offer.decided_by = promised.at, promised.actor
        offer.comment = promised.note[:400]
        if promise_ran_out(offer, at):
            offer.valid_until = timezone.localdate(at + PROMISE_HOLDS)
    offer.save()


def promise_ran_out(offer, at):
    return offer.valid_until is None or offer.valid_until < timezone.localdate(at)


def _promise(row, offer):
    """The event that made this offer a promise; None when nobody ever promised."""
    said = row.events.filter(action__in=PROMISES, payload__offer=offer.seq).order_by("seq").last()
    if said:
        return said
    later = row.events.filter(action__in=PROMISES_AT_THE_DOOR, at__gte=offer.opened_at)
    # Nobody comes through the door, or is given another day, of a hospital that has not promised.
    later = later.exclude(action="refuse_cancel", payload__already_here__isnull=True)
    return later.order_by("seq").first()
