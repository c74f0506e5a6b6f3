"""Departments of hospitals."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hospitals.models.hospital import Campus, Hospital
from portal.models import Record


class DepartmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(hospital__in=Hospital.objects.visible_to(user))

    def reached_from(self, origin_id, on=None):
        """Those that routes of the origin lead to: all of a hospital, or those of one name."""
        routes = self.model.hospital.field.related_model.routes_out.rel.related_model
        here = routes.objects.binding([origin_id], on)
        here = here.filter(destination=models.OuterRef("hospital"))
        named = models.Q(specialty="") | models.Q(specialty=models.OuterRef("name"))
        return self.filter(~models.Exists(here) | models.Exists(here.filter(named)))


class Department(Record):
    """A department of a hospital, on one campus or on all."""

    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, related_name="departments")
    campus = models.ForeignKey(
        Campus,
        verbose_name=_("院区"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="departments",
    )
    name = models.CharField(_("科室"), max_length=64)
    code = models.CharField(_("诊疗科目代码"), max_length=16, blank=True)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("科室")
        ordering = ["code", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["hospital", "campus", "name"],
                nulls_distinct=False,
                name="department_once_per_campus",
            )
        ]

    def __str__(self):
        return self.name

    def places(self, permission, role=None):
        return self.hospital.places(permission, role)
