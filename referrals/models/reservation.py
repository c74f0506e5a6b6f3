"""A bed or a clinic seat held for a referral."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.models import BedPool, ClinicSlot
from portal.models import Record
from referrals.enums import ReservationEnd


class ReservationQuerySet(models.QuerySet):
    def active(self):
        """Held, or with the patient in it."""
        return self.filter(released_at__isnull=True)

    def held(self):
        """Waiting for a patient who has not been admitted."""
        return self.active().filter(occupied_at__isnull=True)

    def expired(self, now=None):
        """Held past their time for somebody who has not even left: T19 gives them back."""
        now = now or timezone.now()
        return self.held().filter(expires_at__lt=now, referral__state="scheduled")

    def latest_of(self, place):
        """Who took the last of a pool's beds, or of a slot's seats."""
        field = "pool" if isinstance(place, BedPool) else "slot"
        rows = self.active().filter(**{field: place}).order_by("-held_at", "-created_at")
        return rows.select_related("created_by", "referral__origin").first()


class BedReservation(Record):
    """One bed of one pool, or one seat of one slot, for one referral until it is given back.

    Earlier ones stay as history. override is why a bed was taken although none was free.
    """

    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, related_name="reservations"
    )
    pool = models.ForeignKey(
        BedPool, null=True, on_delete=models.PROTECT, related_name="reservations"
    )
    slot = models.ForeignKey(
        ClinicSlot, null=True, on_delete=models.PROTECT, related_name="reservations"
    )
    from_quota = models.BooleanField(_("占网络预留"), default=False)
    held_at = models.DateTimeField(_("占用时间"))
    expires_at = models.DateTimeField(_("保留至"), null=True)
    occupied_at = models.DateTimeField(_("入住时间"), null=True)
    released_at = models.DateTimeField(_("释放时间"), null=True)
    end = models.CharField(_("结束方式"), max_length=8, choices=ReservationEnd.choices, blank=True)
    override = models.CharField(_("超额说明"), max_length=400, blank=True)

    objects = ReservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("床位预约")
        ordering = ["held_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral"],
                condition=models.Q(released_at__isnull=True),
                name="one_active_reservation",
            ),
            models.CheckConstraint(
                condition=models.Q(pool__isnull=False, slot__isnull=True)
                | models.Q(pool__isnull=True, slot__isnull=False, occupied_at__isnull=True),
                name="reservation_of_bed_or_slot",
            ),
            models.CheckConstraint(
                condition=models.Q(released_at__isnull=True, end="")
                | (models.Q(released_at__isnull=False) & ~models.Q(end="")),
                name="reservation_ends_somehow",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=models.Q(released_at__isnull=True, occupied_at__isnull=True),
                name="reservation_to_expire",
            )
        ]

    def __str__(self):
        return str(self.referral_id)
