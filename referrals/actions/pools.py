"""Claim a referral that asks a network. Of two who reach for it, the second hears who has it."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hospitals.models import Membership, NetworkMembership
from portal.errors import NotAllowed, Refusal
from portal.roles import Permission
from referrals.actions import transfers
from referrals.models import Referral


def claim(*, referral_id, by):
    """Sign for it in the name of the person's own hospital."""
    mine = Membership.objects.hospital_ids_of(by, permission=Permission.REFERRAL_RECEIVE)
    pools = NetworkMembership.objects.current().filter(hospital__in=mine).values("network")
    row = Referral.objects.filter(pk=referral_id, pool__in=pools, submitted_at__isnull=False)
    row = row.select_related("destination").first()
    if row is None:
        raise NotAllowed(_("接收池里没有这张转诊单。"), code="not_in_pool")
    if not row.is_pooled:
        raise _taken(row)
    try:
        return transfers.receive(referral=row, by=by)
    except Refusal:
        row = Referral.objects.select_related("destination").get(pk=row.pk)
        if row.is_pooled:
            raise
        # Somebody was faster by a moment.
        raise _taken(row) from None


def _taken(row):
    event = row.events.filter(action="receive").select_related("actor").last()
    words = {
        "hospital": row.destination,
        "person": event.actor if event else "",
        "at": date_format(timezone.localtime(event.at), "H:i") if event else "",
    }
    text = _("已由%(hospital)s的%(person)s于%(at)s签收。") % words
    return Refusal(text, code="claimed")
