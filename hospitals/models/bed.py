"""Beds by department: how many are open, how many are taken, how old the figure is."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.models.department import Department
from hospitals.models.hospital import Hospital
from portal.models import Record


class BedPoolQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(department__hospital__in=Hospital.objects.visible_to(user))

    def full(self):
        return self.filter(occupied_beds__gte=models.F("open_beds"))

    def with_free(self):
        return self.annotate(free=models.F("open_beds") - models.F("occupied_beds"))


class BedPool(Record):
    """The beds of one department. Taken only by a conditional update (actions/beds)."""

    department = models.OneToOneField(Department, on_delete=models.PROTECT, related_name="bed_pool")
    established_beds = models.PositiveIntegerField(_("编制床位"), default=0)
    open_beds = models.PositiveIntegerField(_("开放床位"), default=0)
    occupied_beds = models.PositiveIntegerField(_("占用床位"), default=0)
    as_of = models.DateTimeField(_("截至"), default=timezone.now)

    objects = BedPoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("床位")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(occupied_beds__lte=models.F("open_beds")),
                name="no_more_occupied_than_open",
            )
        ]

    def __str__(self):
        return str(self.department_id)

    def places(self, permission, role=None):
        return self.department.places(permission, role)
