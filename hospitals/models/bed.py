"""Beds by department: open, taken, held for patients to come, and how old the figure is."""

import datetime as dt

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.models.department import Department
from hospitals.models.hospital import Hospital
from portal.models import Record

# A figure that nobody has confirmed for so long is not relied on.
STALE_AFTER = dt.timedelta(hours=12)
TAKEN = F("occupied_beds") + F("held_beds")


class BedPoolQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(department__hospital__in=Hospital.objects.visible_to(user))

    def full(self):
        return self.alias(taken=TAKEN).filter(taken__gte=F("open_beds"))

    def with_room(self):
        """Pools with a bed that is neither occupied nor held."""
        return self.alias(taken=TAKEN).filter(taken__lt=F("open_beds"))

    def with_free(self):
        """free: how many beds may still be taken; never less than none."""
        return self.annotate(free=models.functions.Greatest(F("open_beds") - TAKEN, 0))

    def stale(self, now=None):
        return self.filter(as_of__lt=(now or timezone.now()) - STALE_AFTER)


class BedPool(Record):
    """The beds of one department. Taken only by conditional updates (referrals' reservations).

    excess_beds is by how many the taken beds exceed the open ones: each of them was allowed by
    somebody who said why, or reported by the hospital itself.
    """

    department = models.OneToOneField(Department, on_delete=models.PROTECT, related_name="bed_pool")
    established_beds = models.PositiveIntegerField(_("编制床位"), default=0)
    open_beds = models.PositiveIntegerField(_("开放床位"), default=0)
    occupied_beds = models.PositiveIntegerField(_("占用床位"), default=0)
    held_beds = models.PositiveIntegerField(_("预留床位"), default=0, editable=False)
    excess_beds = models.PositiveIntegerField(_("超额床位"), default=0, editable=False)
    as_of = models.DateTimeField(_("截至"), default=timezone.now)

    objects = BedPoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("床位")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    occupied_beds__lte=F("open_beds") + F("excess_beds") - F("held_beds")
                ),
                name="no_more_taken_than_open",
            )
        ]

    def __str__(self):
        return str(self.department_id)

    def places(self, permission, role=None):
        return self.department.places(permission, role)

    @property
    def free_beds(self):
        return max(0, self.open_beds - self.occupied_beds - self.held_beds)

    def is_stale(self, now=None):
        return self.as_of < (now or timezone.now()) - STALE_AFTER
