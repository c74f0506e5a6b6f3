"""National regional medical centre projects and their milestones."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hospitals.enums import MilestoneKind, ProjectStage
from hospitals.models.network import HospitalRelation
from portal.models import Record


class CooperationProjectQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(relation__in=HospitalRelation.objects.visible_to(user))


class CooperationProject(Record):
    """The building of one project hospital, from agreement to acceptance."""

    relation = models.OneToOneField(
        HospitalRelation, on_delete=models.PROTECT, related_name="cooperation_project"
    )
    batch_number = models.PositiveSmallIntegerField(_("批次"), null=True, blank=True)
    stage = models.CharField(_("阶段"), max_length=16, choices=ProjectStage.choices)
    target_beds = models.PositiveIntegerField(_("目标床位"), null=True, blank=True)
    target_due_on = models.DateField(_("目标期限"), null=True, blank=True)

    objects = CooperationProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("共建项目")

    def __str__(self):
        return str(self.relation_id)

    def places(self, permission, role=None):
        return self.relation.places(permission, role)


class MilestoneQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(project__in=CooperationProject.objects.visible_to(user))


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

    def places(self, permission, role=None):
        return self.project.places(permission, role)
