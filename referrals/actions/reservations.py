"""Take a bed and give it back. Two people may race for the last one: one of them wins."""

from django.db.models import F
from django.utils.translation import gettext as _

from hospitals.models import BedPool
from portal.errors import Refusal
from referrals.models import BedReservation


def hold(*, referral, department, by, at):
    """Take one bed of the department by a conditional update; refuse when none is free.

    A department that keeps no bed figures is not limited.
    """
    pool = BedPool.objects.filter(department=department).first()
    if pool is None:
        return None
    taken = BedPool.objects.filter(pk=pool.pk, occupied_beds__lt=F("open_beds")).update(
        occupied_beds=F("occupied_beds") + 1, version=F("version") + 1
    )
    if not taken:
        raise Refusal(_("该科室已无空床，请改约其他科室或稍后再试。"), code="no_bed")
    return BedReservation.objects.create(
        referral=referral, pool=pool, held_at=at, created_by=by, is_synthetic=referral.is_synthetic
    )


def release(*, referral, at):
    """Give the bed back, once."""
    reservation = BedReservation.objects.filter(referral=referral, released_at__isnull=True)
    for held in reservation.select_for_update():
        held.released_at = at
        held.save(update_fields=["released_at"])
        BedPool.objects.filter(pk=held.pool_id, occupied_beds__gt=0).update(
            occupied_beds=F("occupied_beds") - 1, version=F("version") + 1
        )
