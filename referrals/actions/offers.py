"""Ask destinations, find whose answer this is, and note it."""

from django.utils.translation import gettext as _

from portal.errors import Incomplete, Refusal
from referrals.enums import OfferState
from referrals.models import ReferralOffer
from referrals.states import Side


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
