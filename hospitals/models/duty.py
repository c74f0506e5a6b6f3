"""The duty roster: whom to call at a hospital, at any hour."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.enums import Weekday
from hospitals.models.department import Department
from hospitals.models.hospital import Hospital
from hospitals.models.network import on_day
from portal.models import Record


class DutyShiftQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees a hospital may call it."""
        return self.filter(hospital__in=Hospital.objects.visible_to(user))

    def on_duty(self, hospital, at=None, *, deputy=False, department=None):
        """Who is on duty at a hospital at a moment; those of the department asked for first."""
        rows = self.on_duty_anywhere(at).filter(hospital=hospital, is_deputy=deputy)
        if department is not None:
            rows = rows.filter(models.Q(department=department) | models.Q(department__isnull=True))
        rows = rows.select_related("department")
        return rows.order_by(models.F("department").asc(nulls_last=True), "begins", "pk")

    def on_duty_anywhere(self, at=None):
        """A shift that ends at or before the hour at which it begins goes on after midnight, and
        belongs to the day on which it began."""
        local = timezone.localtime(at or timezone.now())
        today, hour = local.date(), local.time()
        overnight = models.Q(ends__lte=models.F("begins"))
        now = (
            self._held_on(today)
            & models.Q(begins__lte=hour)
            & (overnight | models.Q(ends__gt=hour))
        )
        yesterday = self._held_on(today - dt.timedelta(days=1))
        return self.filter(now | (yesterday & overnight & models.Q(ends__gt=hour)))

    @staticmethod
    def _held_on(day):
        """Shifts that begin on the day: in their span, and on their weekday if they have one."""
        weekday = models.Q(weekday__isnull=True) | models.Q(weekday=day.weekday())
        return on_day(day) & weekday


class DutyShift(Record):
    """Somebody answers for a hospital or a department, at these hours of these days."""

    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, related_name="duty_shifts")
    department = models.ForeignKey(
        Department,
        verbose_name=_("科室"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="duty_shifts",
    )
    weekday = models.PositiveSmallIntegerField(
        _("星期"), choices=Weekday.choices, null=True, blank=True
    )
    since = models.DateField(_("开始日期"), default=timezone.localdate)
    until = models.DateField(_("结束日期"), null=True, blank=True)
    begins = models.TimeField(_("上班时间"))
    ends = models.TimeField(_("下班时间"))
    person = models.CharField(_("值班人"), max_length=64)
    phone = models.CharField(_("值班电话"), max_length=32)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("值班账号"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    is_deputy = models.BooleanField(_("二线值班"), default=False)

    objects = DutyShiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("值班")
        ordering = ["is_deputy", "weekday", "begins"]
        indexes = [models.Index(fields=["hospital", "is_deputy"], name="duty_of_hospital")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="duty_dates_in_order",
            )
        ]

    def __str__(self):
        return self.person

    def places(self, _permission, _role=None):
        return {self.hospital_id}

    @property
    def passes_midnight(self):
        return self.ends <= self.begins
