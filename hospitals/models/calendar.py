"""Public holidays and make-up workdays: weekdays that are free, and weekends that are not."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hospitals.models.hospital import Hospital
from portal.models import Record


class CalendarDayQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The national arrangement is published; a hospital's own days go with the hospital."""
        return self.filter(
            models.Q(hospital__isnull=True)
            | models.Q(hospital__in=Hospital.objects.visible_to(user))
        )

    def national(self):
        return self.filter(hospital__isnull=True)

    def deviations(self, hospital_id, since):
        """day → is it a workday, from a day on; a hospital's own word goes before the nation's."""
        rows = self.filter(
            models.Q(hospital__isnull=True) | models.Q(hospital=hospital_id), day__gte=since
        )
        nations_first = rows.order_by(models.F("hospital").asc(nulls_first=True))
        return dict(nations_first.values_list("day", "is_workday"))

    def years(self):
        """The years for which the nation's arrangement is there."""
        return {day.year for day in self.national().dates("day", "year")}


class CalendarDay(Record):
    """A day that differs from the rule that Monday to Friday are workdays, for all or for one."""

    day = models.DateField(_("日期"))
    is_workday = models.BooleanField(_("上班"), default=False)
    name = models.CharField(_("名称"), max_length=64)
    hospital = models.ForeignKey(
        Hospital,
        verbose_name=_("医疗机构"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="calendar_days",
    )

    objects = CalendarDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("工作日历")
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["hospital", "day"], nulls_distinct=False, name="calendar_day_once"
            )
        ]

    def __str__(self):
        return f"{self.day} {self.name}"

    def places(self, _permission, _role=None):
        """A hospital keeps its own days. The nation's come from a file that the operator loads."""
        return {self.hospital_id} if self.hospital_id else set()
