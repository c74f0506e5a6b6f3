"""A bed held for a referral."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hospitals.models import BedPool
from portal.models import Record


class BedReservation(Record):
    """One bed of one pool, taken for one referral until it is given back."""

    referral = models.OneToOneField(
        "referrals.Referral", on_delete=models.PROTECT, related_name="reservation"
    )
    pool = models.ForeignKey(BedPool, on_delete=models.PROTECT, related_name="reservations")
    held_at = models.DateTimeField(_("占用时间"))
    released_at = models.DateTimeField(_("释放时间"), null=True)

    class Meta:
        verbose_name = _("床位预约")

    def __str__(self):
        return str(self.referral_id)
