"""The question put to one destination, and its answer."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.models import Department, Hospital
from portal.models import User, new_id
from referrals.enums import AdmissionKind, OfferState, Priority

LIVE = (OfferState.OPEN, OfferState.ACCEPTED)


class ReferralOfferQuerySet(models.QuerySet):
    def live(self):
        """Not answered yet, or promised."""
        return self.filter(state__in=LIVE)

    def unanswered(self):
        return self.filter(state=OfferState.OPEN)


class ReferralOffer(models.Model):
    """One destination was asked. Closed offers stay as history.

    A pool's offer has no hospital until one claims it; an external one has none at all. Several
    may be open at once, but only one is accepted.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, related_name="offers"
    )
    seq = models.PositiveSmallIntegerField(_("序号"))
    hospital = models.ForeignKey(
        Hospital,
        verbose_name=_("接收机构"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    external_name = models.CharField(_("网络外机构"), max_length=128, blank=True)
    department = models.ForeignKey(
        Department,
        verbose_name=_("接收科室"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=OfferState.choices, default=OfferState.OPEN
    )
    opened_at = models.DateTimeField(_("发出时间"), default=timezone.now)
    first_seen_at = models.DateTimeField(_("签收时间"), null=True)
    seen_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("答复时间"), null=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    admission_kind = models.CharField(
        _("接收方式"), max_length=12, choices=AdmissionKind.choices, blank=True
    )
    valid_until = models.DateField(_("有效期至"), null=True)
    expected_on = models.DateField(_("预计可收治日期"), null=True, blank=True)
    reason_code = models.CharField(_("原因"), max_length=24, blank=True)
    reason_label = models.CharField(_("原因名称"), max_length=64, blank=True)
    comment = models.CharField(_("说明"), max_length=400, blank=True)

    objects = ReferralOfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("接收方")
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "seq"], name="offer_number_once"),
            models.UniqueConstraint(
                fields=["referral"],
                condition=models.Q(state="accepted"),
                name="one_accepted_offer",
            ),
            models.UniqueConstraint(
                fields=["referral", "hospital"],
                condition=models.Q(state__in=["open", "accepted"]),
                name="one_live_offer_per_hospital",
            ),
        ]

    def __str__(self):
        return f"{self.referral_id}/{self.seq}"

    @property
    def position(self):
        """The place on the waiting list: by priority, then by who has waited longest; or None."""
        row = self.referral
        if row.state != "waitlisted" or self.state != OfferState.OPEN:
            return None
        waiting = ReferralOffer.objects.unanswered().filter(
            hospital=self.hospital_id, department=self.department_id, referral__state="waitlisted"
        )
        more_urgent = Priority.values[: Priority.values.index(row.priority)]
        before = models.Q(referral__priority__in=more_urgent) | models.Q(
            referral__priority=row.priority, referral__state_since__lt=row.state_since
        )
        return waiting.filter(before).count() + 1

    def refuse(self, reason, *, by, at, comment):
        """Note the refusal with its reason in the words of that day."""
        self.reason_code, self.reason_label = reason.code, reason.label
        self.close(state=OfferState.DECLINED, by=by, at=at, comment=comment)

    def close(self, *, state, by, at, comment=""):
        """Note the answer, or the withdrawal."""
        self.state, self.comment = state, comment[:400]
        self.decided_at, self.decided_by = at, by
        self.save()
