"""Keep what is told of a cooperation project, and record its milestones."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.actions import changes
from hospitals.enums import MilestoneKind, ProjectStage
from hospitals.models import CooperationProject, Milestone
from portal.errors import Incomplete
from portal.roles import Permission

REACHES = {
    MilestoneKind.APPROVAL: ProjectStage.APPROVED,
    MilestoneKind.OPENING: ProjectStage.OPENED,
    MilestoneKind.FULL_OPERATION: ProjectStage.FULL_OPERATION,
    MilestoneKind.ACCEPTANCE: ProjectStage.ACCEPTED,
}
ORDER = list(ProjectStage)


@transaction.atomic
def revise(*, project, details, by, version=None):
    """Its name, batch and beds; its stage follows its milestones alone."""
    changes.require(Permission.HOSPITAL_EDIT, project, by=by)
    row = changes.lock(project, version=version)
    places = sorted(row.places(Permission.HOSPITAL_EDIT))
    return changes.update(row, details, verb="project.revise", by=by, hospitals=places)


@transaction.atomic
def record_milestone(*, project, details, by):
    """Add a milestone or bring the one of this kind and campus up to date; the stage follows."""
    changes.require(Permission.HOSPITAL_EDIT, project, by=by)
    _check(details)
    project = changes.lock(project)
    places = sorted(project.places(Permission.HOSPITAL_EDIT))
    row = Milestone.objects.filter(
        project=project, kind=details["kind"], campus_name=details["campus_name"]
    ).first()
    if row is None:
        row = Milestone(project=project, **details)
        changes.add(row, verb="milestone.record", by=by, hospitals=places)
    else:
        changes.update(changes.lock(row), details, verb="milestone.record", by=by, hospitals=places)
    _advance(project, row, by, places)
    return row


def _check(details):
    errors = {}
    if details["actual_on"] and details["actual_on"] > timezone.localdate():
        errors["actual_on"] = _("实际日期不能晚于今天。")
    if not (details["planned_on"] or details["actual_on"] or details["actual_text"]):
        errors["planned_on"] = _("请填写计划日期、实际日期或实际日期原文之一。")
    if errors:
        raise Incomplete(_("里程碑不完整。"), errors=errors)


def _advance(project: CooperationProject, milestone, by, places):
    """Only forwards: a milestone recorded late does not take a project back."""
    stage = REACHES.get(MilestoneKind(milestone.kind))
    reached = milestone.actual_on or milestone.actual_text
    if stage and reached and ORDER.index(stage) > ORDER.index(ProjectStage(project.stage)):
        changes.update(project, {"stage": stage}, verb="project.advance", by=by, hospitals=places)
