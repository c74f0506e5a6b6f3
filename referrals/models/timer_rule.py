"""The limits that a network sets for itself."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.models import Network, NetworkMembership
from hospitals.models.network import days, on_day
from portal.models import Record
from referrals import sla
from referrals.enums import Priority, TimerKind

NOBODY = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class Cell:
    """One limit in force: by a rule, or by default."""

    kind: str
    priority: str
    limit: sla.Limit | None
    rule: "TimerRule | None"

    @property
    def is_own(self):
        return self.rule is not None and self.rule.network_id is not None


@dataclass(frozen=True)
class Row:
    """One clock with its limit for each priority."""

    clock: sla.Clock
    label: str
    cells: list[Cell]


class TimerRuleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The rules of the networks that one sees, and the defaults of the installation."""
        return self.filter(
            models.Q(network__isnull=True) | models.Q(network__in=Network.objects.visible_to(user))
        )

    def valid_on(self, day):
        return self.filter(on_day(day), is_active=True)

    def for_origin(self, hospital_id, priority, day):
        """What the networks of a hospital say on a day, and what they leave to the default."""
        mine = NetworkMembership.objects.current(day).filter(hospital=hospital_id)
        return self.valid_on(day).filter(
            models.Q(network__isnull=True) | models.Q(network__in=mine.values("network")),
            priority=priority,
        )

    def table(self, network, day):
        """A row per clock, a cell per priority: what is in force for a network on a day."""
        mine = [
            row for row in self.valid_on(day) if row.network_id in {None, network and network.pk}
        ]
        # A network's own rule goes over the installation's default.
        mine.sort(key=lambda row: row.network_id is not None)
        found = {(row.kind, row.priority): row for row in mine}
        return [
            Row(
                clock,
                TimerKind(clock.kind).label,
                [_cell(clock, priority, found) for priority in Priority.values],
            )
            for clock in sla.CLOCKS.values()
        ]


def _cell(clock, priority, rules):
    default = clock.limit(priority)
    rule = rules.get((clock.kind, priority)) if default is not None else None
    return Cell(clock.kind, priority, rule.limit if rule else default, rule)


class TimerRule(Record):
    """How long one wait may last in one network, for one priority, between two dates."""

    network = models.ForeignKey(
        Network,
        verbose_name=_("医联体"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="timer_rules",
    )
    kind = models.CharField(_("时限"), max_length=20, choices=TimerKind.choices)
    priority = models.CharField(_("紧急程度"), max_length=10, choices=Priority.choices)
    minutes = models.PositiveIntegerField(_("分钟"), null=True, blank=True)
    workdays = models.PositiveSmallIntegerField(_("工作日"), null=True, blank=True)
    since = models.DateField(_("生效日期"), default=timezone.localdate)
    until = models.DateField(_("失效日期"), null=True, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)

    objects = TimerRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("时限规则")
        ordering = ["kind", "priority", "-since"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minutes__gte=1, workdays__isnull=True)
                | models.Q(minutes__isnull=True, workdays__gte=1),
                name="timer_rule_one_limit",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="timer_rule_dates_in_order",
            ),
            ExclusionConstraint(
                name="timer_rule_no_overlap",
                expressions=[
                    (
                        Coalesce("network", models.Value(NOBODY, output_field=models.UUIDField())),
                        RangeOperators.EQUAL,
                    ),
                    ("kind", RangeOperators.EQUAL),
                    ("priority", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(is_active=True),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.priority}"

    def places(self, _permission, _role=None):
        return {self.network.lead_id} if self.network_id else set()

    @property
    def limit(self):
        return self.workdays if self.minutes is None else dt.timedelta(minutes=self.minutes)
