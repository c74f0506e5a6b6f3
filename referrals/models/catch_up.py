"""What an emergency let people skip, and must be made good afterwards."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.models import Membership
from portal.models import Record
from portal.roles import Permission
from referrals.enums import CatchUpKind, ReviewOutcome

# Whose work each kind is.
RIGHT_OF = {
    CatchUpKind.REVIEW: Permission.REFERRAL_APPROVE,
    CatchUpKind.IDENTITY: Permission.REFERRAL_CREATE,
}


class CatchUpTaskQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those at the origin whose work it is."""
        seen = models.Q(pk__in=[])
        for kind, permission in RIGHT_OF.items():
            mine = Membership.objects.hospital_ids_of(user, permission=permission)
            seen |= models.Q(kind=kind, referral__origin__in=mine)
        return self.filter(seen)

    def open(self):
        return self.filter(done_at__isnull=True)

    def late(self, now=None):
        return self.open().filter(due_at__lt=now or timezone.now())

    def newly_late(self, now):
        """Late, and nobody was told yet."""
        rows = self.late(now).filter(told_at__isnull=True)
        return rows.exclude(referral__state="entered_in_error")


class CatchUpTask(Record):
    """One thing to be made good: a review after the sending, or an identity found out later."""

    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, related_name="catch_ups"
    )
    kind = models.CharField(_("事项"), max_length=10, choices=CatchUpKind.choices)
    due_at = models.DateTimeField(_("时限"))
    looked_at = models.DateTimeField(_("首次查看时间"), null=True)
    told_at = models.DateTimeField(_("逾期提醒时间"), null=True, editable=False)
    done_at = models.DateTimeField(_("完成时间"), null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("完成人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    outcome = models.CharField(
        _("审核意见"), max_length=10, choices=ReviewOutcome.choices, blank=True
    )
    note = models.CharField(_("说明"), max_length=1000, blank=True)

    objects = CatchUpTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("补办事项")
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "kind"], name="catch_up_once"),
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True) | models.Q(done_by__isnull=False),
                name="catch_up_done_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(done_at__isnull=True), name="catch_up_open"
            )
        ]

    def __str__(self):
        return str(self.get_kind_display())

    @property
    def right(self):
        return RIGHT_OF[CatchUpKind(self.kind)]

    def is_late(self, now=None):
        return self.done_at is None and self.due_at < (now or timezone.now())

    def places(self, _permission, _role=None):
        return {self.referral.origin_id}

    def may_be_done_by(self, user):
        """The right at the origin; a review by nobody who wrote or sent the referral."""
        if not user.has_perm(self.right, self):
            return False
        if self.kind == CatchUpKind.REVIEW:
            hands = {"create", "submit_for_review", "send", "emergency_bypass"}
            return not (
                self.referral.author_id == user.pk
                or self.referral.events.filter(actor=user, action__in=hands).exists()
            )
        return True
