"""After a patient went down: what the hospital below has agreed to look after, and when."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.models import Membership
from portal.models import Record
from portal.roles import Permission
from referrals.enums import DischargeMode, FollowUpKind, FollowUpState
from referrals.models.referral import Referral


def usual_days():
    """A week, a fortnight, a month after the patient was taken over."""
    return [7, 14, 30]


class OfReferralQuerySet(models.QuerySet):
    """Rows that belong to a referral and are seen with it."""

    def visible_to(self, user):
        return self.filter(referral__in=Referral.objects.visible_to(user))


class CarePlan(Record):
    """What a down-referral asks of those who take over: when to look, and when to send back."""

    referral = models.OneToOneField(
        "referrals.Referral", on_delete=models.PROTECT, related_name="care_plan"
    )
    days = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("随访时间"), default=usual_days
    )
    warning_signs = models.TextField(_("需立即就医的情况"), max_length=1000, blank=True)

    objects = OfReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("随访计划")

    def __str__(self):
        return str(self.referral_id)


class FollowUpQuerySet(OfReferralQuerySet):
    def of_hospitals(self, user):
        """What this person's hospitals have to do."""
        mine = Membership.objects.hospital_ids_of(user, permission=Permission.FOLLOW_UP)
        return self.filter(referral__destination__in=mine)

    def open(self):
        return self.filter(state=FollowUpState.OPEN)

    def due(self, today=None):
        """To be done today or earlier."""
        return self.open().filter(due_on__lte=today or timezone.localdate())

    def late(self, today=None):
        return self.open().filter(due_on__lt=today or timezone.localdate())

    def newly_late(self, today):
        """Late, and nobody was told yet; nobody looks after who died or never was."""
        rows = self.late(today).filter(told_at__isnull=True)
        ended = models.Q(referral__discharge_mode=DischargeMode.DEATH)
        return rows.exclude(ended | models.Q(referral__state="entered_in_error"))


class FollowUpTask(Record):
    """One look at one patient on one day, and what was found."""

    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, related_name="follow_ups"
    )
    seq = models.PositiveSmallIntegerField(_("序号"))
    kind = models.CharField(_("随访方式"), max_length=8, choices=FollowUpKind.choices)
    due_on = models.DateField(_("应随访日期"))
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=FollowUpState.choices,
        default=FollowUpState.OPEN,
        editable=False,
    )
    done_at = models.DateTimeField(_("随访时间"), null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("随访人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    told_at = models.DateTimeField(_("逾期提醒时间"), null=True, editable=False)
    findings = models.TextField(_("随访情况"), max_length=2000, blank=True)
    readmitted = models.BooleanField(_("已再次住院"), null=True)
    needs_referral = models.BooleanField(_("需再次上转"), default=False)
    sent_up = models.ForeignKey(
        "referrals.Referral",
        verbose_name=_("再次上转"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("随访任务")
        ordering = ["due_on", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "seq"], name="follow_up_once"),
            models.CheckConstraint(
                condition=~models.Q(state="done")
                | models.Q(done_at__isnull=False, done_by__isnull=False, readmitted__isnull=False),
                name="follow_up_done_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=models.Q(state="open"), name="follow_up_open")
        ]

    def __str__(self):
        return f"{self.due_on} {self.get_kind_display()}"

    def is_late(self, today=None):
        return self.state == FollowUpState.OPEN and self.due_on < (today or timezone.localdate())

    def places(self, _permission, _role=None):
        return {self.referral.destination_id}
