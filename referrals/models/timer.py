"""The clock of one wait."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from referrals import sla
from referrals.enums import Priority, TimerKind
from referrals.models.referral import Referral


class TimerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The clocks of the referrals that this person may see."""
        return self.filter(referral__in=Referral.objects.visible_to(user))

    def running(self):
        return self.filter(ended_at__isnull=True)

    def to_sweep(self, now):
        """Running, and the next level of their escalation is reached."""
        return self.running().filter(next_at__lte=now)

    def late(self, now):
        """Running past their time, where people can be late at all."""
        return self.running().filter(kind__in=sla.ALARMS, due_at__lt=now)

    def counted(self):
        """How many by kind and level."""
        rows = self.order_by().values("kind", "level").annotate(count=models.Count("pk"))
        return rows.order_by("kind", "level")


class Timer(models.Model):
    """A wait that must end by due_at. A clock that was stopped resumes as a new attempt.

    level: how many levels of its escalation were told; next_at: when the next one is due.
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="timers")
    kind = models.CharField(_("时限"), max_length=20, choices=TimerKind.choices)
    attempt = models.PositiveSmallIntegerField(_("第几次"), default=1)
    priority = models.CharField(_("紧急程度"), max_length=10, choices=Priority.choices, blank=True)
    rule = models.ForeignKey(
        "referrals.TimerRule", null=True, on_delete=models.PROTECT, related_name="timers"
    )
    started_at = models.DateTimeField(_("开始"))
    counts_from = models.DateTimeField(_("起算"), null=True)
    due_at = models.DateTimeField(_("到期"))
    level = models.PositiveSmallIntegerField(_("已提醒级别"), default=0)
    next_at = models.DateTimeField(_("下次提醒"), null=True)
    ended_at = models.DateTimeField(_("结束"), null=True)
    stopped = models.BooleanField(_("停表"), default=False)
    breached_at = models.DateTimeField(_("超时"), null=True)

    objects = TimerQuerySet.as_manager()

    class Meta:
        verbose_name = _("时限")
        constraints = [
            models.UniqueConstraint(fields=["referral", "kind", "attempt"], name="timer_once"),
            models.UniqueConstraint(
                fields=["referral", "kind"],
                condition=models.Q(ended_at__isnull=True),
                name="timer_runs_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=models.Q(ended_at__isnull=True, next_at__isnull=False),
                name="timer_to_sweep",
            ),
            models.Index(
                fields=["due_at"],
                condition=models.Q(ended_at__isnull=True),
                name="timer_running",
            ),
        ]

    def __str__(self):
        return f"{self.referral_id} {self.kind}"

    @property
    def clock(self):
        return sla.CLOCKS[self.kind]

    @property
    def length(self):
        return self.due_at - (self.counts_from or self.started_at)

    def belongs_to(self, state):
        """Whether this clock may still run in a state; else its referral has moved on."""
        return state in self.clock.states or state in self.clock.outlasts

    def level_moment(self, level):
        """When a level of this clock is reached; None when it has no such level."""
        if level >= len(self.clock.levels):
            return None
        return self.clock.levels[level].moment(self.counts_from or self.started_at, self.due_at)
