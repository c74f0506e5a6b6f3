"""How the patient travels."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models import Record
from referrals.enums import TransportMode


class Transport(Record):
    """One journey. It ends at a door, or turns back; then another one may begin."""

    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, related_name="transports"
    )
    mode = models.CharField(_("转运方式"), max_length=10, choices=TransportMode.choices)
    vehicle = models.CharField(_("车牌或班次"), max_length=64, blank=True)
    driver = models.CharField(_("司机"), max_length=64, blank=True)
    escort = models.CharField(_("随行医护"), max_length=128, blank=True)
    phone = models.CharField(_("随车电话"), max_length=32, blank=True)
    handover = models.CharField(_("交接清单"), max_length=1000, blank=True)
    vital_signs = models.CharField(_("出发时生命体征"), max_length=200, blank=True)
    vital_signs_at = models.DateTimeField(_("测量时间"), null=True)
    departed_at = models.DateTimeField(_("出发时间"))
    expected_at = models.DateTimeField(_("预计到达"), null=True)
    arrived_at = models.DateTimeField(_("到达时间"), null=True)
    turned_back_at = models.DateTimeField(_("返回时间"), null=True)

    class Meta:
        verbose_name = _("转运")
        ordering = ["departed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral"],
                condition=models.Q(arrived_at__isnull=True, turned_back_at__isnull=True),
                name="one_journey_at_a_time",
            )
        ]

    def __str__(self):
        return str(self.referral_id)
