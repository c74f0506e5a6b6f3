"""National regional medical centre projects and their milestones."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.enums import MilestoneKind, ProjectStage
from hospitals.models.filed import FiledQuerySet
from hospitals.models.hospital import Hospital
from hospitals.models.membership import Membership
from hospitals.models.network import HospitalRelation
from hospitals.models.region import Region
from hospitals.models.spelled import Spelled, named
from portal.models import Record


class CooperationProjectQuerySet(models.QuerySet):
    def visible_to(self, user):
        """With its relation; a plan without one belongs to those who answer for its region."""
        regions = Region.objects.inside(Membership.objects.region_ids_of(user))
        return self.filter(
            models.Q(relation__in=HospitalRelation.objects.visible_to(user))
            | models.Q(relation__isnull=True, region__in=regions.values("pk"))
        )

    def about(self, text):
        """By the name, or by one of its hospitals."""
        places = Hospital.objects.named_like(text).values("pk")
        return self.filter(
            named(text, "name")
            | models.Q(relation__source__in=places)
            | models.Q(relation__host__in=places)
            | models.Q(relation__project__in=places)
        )


class CooperationProject(Spelled):
    """The building of one project hospital, from agreement to acceptance.

    A project that is only applied for or nurtured may have no hospital yet: then it has a name and
    a region, and no relation is invented for it.
    """

    relation = models.OneToOneField(
        HospitalRelation,
        verbose_name=_("共建关系"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cooperation_project",
    )
    name = models.CharField(_("项目名称"), max_length=128, unique=True)
    region = models.ForeignKey(
        Region,
        verbose_name=_("所在地"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="projects",
    )
    batch_number = models.PositiveSmallIntegerField(_("批次"), null=True, blank=True)
    stage = models.CharField(_("阶段"), max_length=16, choices=ProjectStage.choices)
    initial_beds = models.PositiveIntegerField(_("初期床位"), null=True, blank=True)
    target_beds = models.PositiveIntegerField(_("目标床位"), null=True, blank=True)
    target_due_on = models.DateField(_("目标期限"), null=True, blank=True)
    target_text = models.CharField(_("目标期限（原文）"), max_length=64, blank=True)

    objects = CooperationProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("共建项目")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(relation__isnull=False)
                | models.Q(
                    region__isnull=False,
                    stage__in=[ProjectStage.NURTURED, ProjectStage.APPLYING],
                ),
                name="approved_project_has_relation",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("hospitals:project-detail", args=[self.pk])

    def steps(self):
        """The milestones in the order of a project's life, whatever days are known."""
        order = MilestoneKind.values
        return sorted(
            self.milestones.all(), key=lambda row: (order.index(row.kind), row.campus_name)
        )

    def places(self, permission, role=None):
        return self.relation.places(permission, role) if self.relation else set()


class MilestoneQuerySet(FiledQuerySet):
    def visible_to(self, user):
        return self.filter(project__in=CooperationProject.objects.visible_to(user))

    def about(self, text):
        """By the project as projects are searched, or by the campus."""
        projects = CooperationProject.objects.about(text).values("pk")
        return self.filter(models.Q(project__in=projects) | models.Q(campus_name__icontains=text))

    def reached(self):
        """With a day, or with the words of a source that knows none."""
        return self.exclude(actual_on__isnull=True, actual_text="")

    def overdue(self):
        return self._to_come().filter(planned_on__lt=timezone.localdate())

    def coming(self):
        day = timezone.localdate()
        return self._to_come().filter(
            models.Q(planned_on__isnull=True) | models.Q(planned_on__gte=day)
        )

    def _to_come(self):
        return self.filter(actual_on__isnull=True, actual_text="")


class Milestone(Record):
    """A step of a project: when it was planned, when it came, and who says so."""

    project = models.ForeignKey(
        CooperationProject, on_delete=models.PROTECT, related_name="milestones"
    )
    kind = models.CharField(_("里程碑"), max_length=16, choices=MilestoneKind.choices)
    campus_name = models.CharField(_("院区"), max_length=64, blank=True)
    planned_on = models.DateField(_("计划日期"), null=True, blank=True)
    actual_on = models.DateField(_("实际日期"), null=True, blank=True)
    actual_text = models.CharField(_("实际日期（原文）"), max_length=64, blank=True)
    evidence = models.CharField(_("依据"), max_length=200, blank=True)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("里程碑")
        ordering = ["actual_on", "planned_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind", "campus_name"], name="milestone_once_per_campus"
            )
        ]

    def __str__(self):
        return self.get_kind_display()

    def get_absolute_url(self):
        return self.project.get_absolute_url()

    @property
    def days_late(self) -> int | None:
        """Days after the plan, fewer than none when earlier; None where no day can be compared.

        What has not come is late from the day after its plan on; a day known in words only is no
        day.
        """
        if self.planned_on is None or (self.actual_on is None and self.actual_text):
            return None
        if self.actual_on:
            return (self.actual_on - self.planned_on).days
        return max(0, (timezone.localdate() - self.planned_on).days)

    def places(self, permission, role=None):
        return self.project.places(permission, role)
