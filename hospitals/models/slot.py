"""Clinic slots: seats of an out-patient session, some of them kept for referrals of the network."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.models.department import Department
from hospitals.models.hospital import Hospital
from portal.models import Record


class Span(Func):
    """The time from starts_at up to, but without, ends_at."""

    function = "tstzrange"
    output_field = DateTimeRangeField()


class ClinicSlotQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(department__hospital__in=Hospital.objects.visible_to(user))

    def bookable(self, now=None):
        """Not closed and not begun."""
        return self.filter(closed_at__isnull=True, starts_at__gt=now or timezone.now())

    def with_free(self):
        """free: for a referral of the network; free_outside: for anybody else."""
        outside = F("capacity") - F("quota") - F("booked_outside")
        return self.annotate(
            free=outside + F("quota") - F("booked_quota"),
            free_outside=outside,
        )

    def with_room(self, *, in_network):
        """Slots with a seat: the network's own share first, and what is open to all."""
        rows = self.with_free()
        return rows.filter(free__gt=0) if in_network else rows.filter(free_outside__gt=0)


class ClinicSlot(Record):
    """One session of one department. Seats are taken only by conditional updates.

    quota of the capacity is kept for referrals of the network; others take from the rest.
    """

    department = models.ForeignKey(
        Department, verbose_name=_("科室"), on_delete=models.PROTECT, related_name="slots"
    )
    label = models.CharField(_("门诊或医师"), max_length=64, blank=True)
    starts_at = models.DateTimeField(_("开始时间"))
    ends_at = models.DateTimeField(_("结束时间"))
    capacity = models.PositiveSmallIntegerField(_("号源数"))
    quota = models.PositiveSmallIntegerField(_("网络内转诊预留"), default=0)
    booked_quota = models.PositiveSmallIntegerField(default=0, editable=False)
    booked_outside = models.PositiveSmallIntegerField(default=0, editable=False)
    closed_at = models.DateTimeField(_("停诊时间"), null=True, editable=False)

    objects = ClinicSlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("号源")
        ordering = ["starts_at", "department", "label"]
        indexes = [models.Index(fields=["department", "starts_at"], name="slot_by_department")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=F("starts_at")), name="slot_times_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(capacity__gte=1, quota__lte=F("capacity")),
                name="slot_quota_within_capacity",
            ),
            models.CheckConstraint(
                condition=models.Q(booked_quota__lte=F("quota")), name="slot_quota_not_exceeded"
            ),
            models.CheckConstraint(
                condition=models.Q(booked_outside__lte=F("capacity") - F("quota")),
                name="slot_capacity_not_exceeded",
            ),
            ExclusionConstraint(
                name="slot_no_overlap",
                expressions=[
                    ("department", RangeOperators.EQUAL),
                    ("label", RangeOperators.EQUAL),
                    (Span("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(closed_at__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"

    def places(self, permission, role=None):
        return self.department.places(permission, role)

    @property
    def booked(self):
        return self.booked_quota + self.booked_outside

    @property
    def free_seats(self):
        return self.capacity - self.booked
