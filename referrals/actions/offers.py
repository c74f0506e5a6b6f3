"""Ask a destination, and note its answer."""

from django.utils.translation import gettext as _

from portal.errors import Incomplete
from referrals.enums import OfferState
from referrals.models import ReferralOffer


def open_offer(row, *, at):
    """Ask the referral's destination. The database allows one live offer per referral."""
    if row.destination_id is None:
        raise Incomplete(_("请选择接收机构。"), errors={"destination": _("请填写此项。")})
    return ReferralOffer.objects.create(
        referral=row,
        seq=row.offers.count() + 1,
        hospital_id=row.destination_id,
        department_id=row.destination_department_id,
        opened_at=at,
    )


def live_offer(row):
    """The offer that is open or accepted."""
    return row.offers.get(state__in=[OfferState.OPEN, OfferState.ACCEPTED])


def close_offer(offer, *, state, by, at, comment=""):
    """Note the answer (or the withdrawal) on the offer."""
    offer.state, offer.comment = state, comment[:400]
    offer.decided_at, offer.decided_by = at, by
    offer.save()
