"""What became of a referral's results and of its patient: recognised or repeated, back or not."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models import Record
from referrals.enums import ReadmissionVerdict, RecognitionVerdict, RepeatReason
from referrals.models.follow_up import OfReferralQuerySet


class ResultRecognition(Record):
    """Whether the destination used a result of the origin, or repeated the examination and why.

    result: the one of the referral that is meant; empty for what the patient brought beside it.
    item says in words what was meant, also when the referral was written anew afterwards.
    """

    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, related_name="recognitions"
    )
    result = models.OneToOneField(
        "referrals.KeyResult",
        verbose_name=_("转诊单上的结果"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="recognition",
    )
    item = models.CharField(_("检查检验项目"), max_length=80)
    verdict = models.CharField(_("互认情况"), max_length=12, choices=RecognitionVerdict.choices)
    reason_code = models.CharField(
        _("不予互认原因"), max_length=16, choices=RepeatReason.choices, blank=True
    )
    comment = models.CharField(_("说明"), max_length=400, blank=True)

    objects = OfReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("检查检验结果互认")
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(verdict="repeated") | ~models.Q(reason_code=""),
                name="repeated_for_a_reason",
            ),
        ]

    def __str__(self):
        return self.item


class Readmission(Record):
    """The same person was sent or admitted again within thirty days of leaving; planned or not.

    Found by the keyed hash of the identity; a person says what it was.
    """

    referral = models.OneToOneField(
        "referrals.Referral", on_delete=models.PROTECT, related_name="readmission"
    )
    earlier = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, related_name="readmissions"
    )
    days = models.PositiveSmallIntegerField(_("距上次出院天数"))
    same_chapter = models.BooleanField(_("同类诊断"))
    verdict = models.CharField(
        _("判定"),
        max_length=10,
        choices=ReadmissionVerdict.choices,
        default=ReadmissionVerdict.PENDING,
    )
    judged_at = models.DateTimeField(_("判定时间"), null=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("判定人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.CharField(_("说明"), max_length=400, blank=True)

    objects = OfReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("再入院核查")
        ordering = ["-created_at"]

    def __str__(self):
        return str(self.referral_id)

    def places(self, _permission, _role=None):
        """The hospital that has the patient now judges."""
        return {self.referral.destination_id}
