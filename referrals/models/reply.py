"""What the destination writes back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models import Record
from referrals.enums import ReplyKind


class Reply(Record):
    """The letter back to the origin: what was found, what was done, what comes next."""

    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, related_name="replies"
    )
    kind = models.CharField(_("类型"), max_length=8, choices=ReplyKind.choices)
    findings = models.TextField(_("检查与诊断"), max_length=4000)
    treatment = models.TextField(_("治疗经过"), max_length=4000)
    medicines = models.TextField(_("带药"), max_length=2000, blank=True)
    plan = models.TextField(_("后续计划"), max_length=2000)
    down_referral = models.BooleanField(_("建议下转"), default=False)
    down_reason = models.CharField(_("下转说明"), max_length=400, blank=True)
    sent_at = models.DateTimeField(_("发送时间"))

    class Meta:
        verbose_name = _("回执")
        constraints = [
            models.UniqueConstraint(
                fields=["referral"],
                condition=models.Q(kind__in=[ReplyKind.FINAL, ReplyKind.ADVICE]),
                name="one_final_reply",
            )
        ]

    def __str__(self):
        return str(self.referral_id)
