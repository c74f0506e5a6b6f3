"""A sheet that somebody asked for."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.models import User, new_id
from referrals.enums import PrintProblem, PrintState
from referrals.models.referral import Referral

WAITING = [PrintState.QUEUED, PrintState.PRINTING]
ALIVE = [*WAITING, PrintState.READY]


class PrintJobQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Their own sheets, of referrals that they still may see."""
        return self.filter(requested_by=user, referral__in=Referral.objects.visible_to(user))

    def alive(self):
        return self.filter(state__in=ALIVE)

    def waiting(self):
        return self.filter(state__in=WAITING)

    def to_purge(self, now):
        return self.exclude(state=PrintState.EXPIRED).filter(expires_at__lte=now)


class PrintJob(models.Model):
    """One version of one referral as a PDF for one person. Its state moves in actions/prints.

    next_try_at is the alarm: a worker that was killed leaves the row behind, and the sweep
    finds it again when the alarm has rung.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="print_jobs")
    referral_version = models.PositiveIntegerField(_("转诊单版本"))
    in_full = models.BooleanField(_("完整身份"))
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_("申请时间"), default=timezone.now)
    state = models.CharField(
        _("状态"), max_length=8, choices=PrintState.choices, default=PrintState.QUEUED
    )
    problem = models.CharField(_("原因"), max_length=9, choices=PrintProblem.choices, blank=True)
    tries = models.PositiveSmallIntegerField(_("次数"), default=0)
    next_try_at = models.DateTimeField(_("下次时间"), default=timezone.now)
    finished_at = models.DateTimeField(_("完成时间"), null=True)
    expires_at = models.DateTimeField(_("到期"))
    sha256 = models.CharField(_("文件摘要"), max_length=64, blank=True)
    size = models.PositiveIntegerField(_("字节数"), default=0)

    objects = PrintJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("打印任务")
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "referral_version", "in_full", "requested_by"],
                condition=Q(state__in=ALIVE),
                name="print_once_per_version",
            )
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(state__in=WAITING), name="print_job_to_do"
            ),
            models.Index(
                fields=["expires_at"],
                condition=~Q(state=PrintState.EXPIRED),
                name="print_job_to_purge",
            ),
        ]

    def __str__(self):
        return f"{self.referral_id} v{self.referral_version}"

    @property
    def is_waiting(self):
        return self.state in WAITING

    @property
    def is_ready(self):
        return self.state == PrintState.READY
