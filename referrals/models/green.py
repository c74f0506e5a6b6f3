"""The moments of a green channel case, and the limits that a hospital sets itself."""

from collections import defaultdict

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.models import Hospital
from portal.models import Record
from referrals import green
from referrals.enums import GreenChannel
from referrals.models.referral import Referral


class GreenMilestoneQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(referral__in=Referral.objects.visible_to(user))


class GreenMilestone(Record):
    """When a step of the case happened. A corrected moment replaces the wrong one, with audit."""

    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="green_milestones"
    )
    code = models.CharField(_("节点"), max_length=16)
    at = models.DateTimeField(_("时间"))
    note = models.CharField(_("说明"), max_length=200, blank=True)

    objects = GreenMilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("绿色通道节点")
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "code"], name="green_milestone_once")
        ]

    def __str__(self):
        return self.code


class GreenTargetQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(hospital__in=Hospital.objects.visible_to(user))

    def by_hospital(self, hospital_ids):
        """(hospital, kind, goal) → its versions, newest first; in one query."""
        found = defaultdict(list)
        for row in self.filter(hospital__in=hospital_ids).order_by("-since"):
            found[row.hospital_id, row.kind, row.code].append(row)
        return found


class GreenTarget(Record):
    """From a day on, a hospital allows itself so many minutes for a goal. Versions are kept."""

    hospital = models.ForeignKey(
        Hospital, verbose_name=_("医疗机构"), on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("绿色通道"), max_length=12, choices=GreenChannel.choices)
    code = models.CharField(_("目标"), max_length=16)
    minutes = models.PositiveSmallIntegerField(_("不超过（分钟）"))
    since = models.DateField(_("生效日期"))
    note = models.CharField(_("依据"), max_length=200, blank=True)

    objects = GreenTargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("绿色通道目标")
        ordering = ["hospital", "kind", "code", "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["hospital", "kind", "code", "since"], name="green_target_once_per_day"
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=1, minutes__lte=1440), name="green_target_in_a_day"
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.minutes}"

    def places(self, permission, role=None):
        return self.hospital.places(permission, role)

    @property
    def goal(self):
        return green.goal_of(self.kind, self.code)


def times_of(referral):
    """Step → moment: what was entered, and what the referral's own life tells."""
    times = {row.code: row.at for row in referral.green_milestones.all()}
    journeys = [row for row in referral.transports.all() if row.turned_back_at is None]
    if journeys:
        times["departed"] = journeys[-1].departed_at
    if referral.arrived_at:
        times["arrived"] = referral.arrived_at
    return times


def results_of(referral, versions, now=None):
    """The goals of one case, by the limits in force on its day at the receiving hospital."""
    times = times_of(referral)
    begun = min(times.values(), default=referral.created_at)
    day = timezone.localdate(begun)
    limits = {}
    for goal in green.GOALS.get(referral.green_channel, ()):
        rows = versions.get((referral.destination_id, referral.green_channel, goal.code), ())
        row = next((row for row in rows if row.since <= day), None)
        if row:
            limits[goal.code] = row.minutes
    return green.results(
        referral.green_channel,
        times,
        limits,
        now or timezone.now(),
        is_over=not referral.is_open,
    )
