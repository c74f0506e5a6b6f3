"""The clock of one wait."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from referrals.enums import TimerKind


class TimerQuerySet(models.QuerySet):
    def running(self):
        return self.filter(ended_at__isnull=True)

    def newly_breached(self, now):
        """Running past their time, and nobody was told yet."""
        return self.running().filter(due_at__lt=now, breached_at__isnull=True)


class Timer(models.Model):
    """A wait that must end by due_at. A clock that was stopped resumes as a new attempt."""

    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, related_name="timers"
    )
    kind = models.CharField(_("时限"), max_length=10, choices=TimerKind.choices)
    attempt = models.PositiveSmallIntegerField(default=1)
    started_at = models.DateTimeField(_("开始"))
    due_at = models.DateTimeField(_("到期"))
    ended_at = models.DateTimeField(_("结束"), null=True)
    stopped = models.BooleanField(_("停表"), default=False)
    breached_at = models.DateTimeField(_("超时"), null=True)

    objects = TimerQuerySet.as_manager()

    class Meta:
        verbose_name = _("时限")
        constraints = [
            models.UniqueConstraint(fields=["referral", "kind", "attempt"], name="timer_once")
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(ended_at__isnull=True, breached_at__isnull=True),
                name="timer_to_sweep",
            )
        ]

    def __str__(self):
        return f"{self.referral_id} {self.kind}"
