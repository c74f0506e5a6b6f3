"""What happened to a referral, in order; never changed."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.models import Hospital
from portal.models import User, new_id
from referrals.enums import STATE_CHOICES, SideChoice
from referrals.states import MOVES


class ReferralEvent(models.Model):
    """One move: who, on which side, from where to where, when it happened and when it was typed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, related_name="events"
    )
    seq = models.PositiveSmallIntegerField(_("序号"))
    action = models.CharField(_("动作"), max_length=32)
    from_state = models.CharField(max_length=16, choices=STATE_CHOICES, blank=True)
    to_state = models.CharField(max_length=16, choices=STATE_CHOICES)
    actor = models.ForeignKey(
        User, verbose_name=_("操作人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    side = models.CharField(_("方"), max_length=12, choices=SideChoice.choices)
    hospital = models.ForeignKey(Hospital, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("发生时间"))
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now)
    note = models.CharField(_("说明"), max_length=1000, blank=True)
    payload = models.JSONField(_("内容"), default=dict)

    class Meta:
        verbose_name = _("转诊事件")
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "seq"], name="event_number_once")
        ]
        indexes = [
            models.Index(fields=["action", "at"], name="event_by_action"),
            models.Index(fields=["at"], name="event_by_time"),
        ]

    def __str__(self):
        return f"{self.referral_id}/{self.seq} {self.action}"

    @property
    def label(self):
        return str(_(MOVES[self.action].label))
