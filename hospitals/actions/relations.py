"""Open and end the relation of a source hospital with its project hospital."""

from django.db import connection, transaction
from django.utils.translation import gettext as _

from hospitals.actions import changes
from hospitals.enums import ProjectStage
from hospitals.models import CooperationProject, HospitalRelation
from portal.errors import Refusal
from portal.roles import Permission

# One lock for all relations: two people must not close a ring from its two ends.
RING_LOCK = 0x72696E67


@transaction.atomic
def open_relation(*, source, project, host, since, by):
    """A dated relation and the project that it stands for; no ring of sources may come about."""
    changes.require(Permission.HOSPITAL_CREATE, source, by=by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RING_LOCK])
    if source.pk in _led_by(project.pk):
        raise Refusal(
            _("%(project)s直接或间接是%(source)s的输出医院，不能反向建立关系。")
            % {"project": project.name, "source": source.name},
            code="relation_ring",
        )
    relation = HospitalRelation(source=source, project=project, host=host, since=since)
    places = [source.pk, project.pk]
    changes.add(relation, verb="relation.open", by=by, hospitals=places)
    plan = CooperationProject(
        relation=relation, name=project.name, region=project.region, stage=ProjectStage.APPLYING
    )
    if not CooperationProject.objects.filter(name=project.name).exists():
        changes.add(plan, verb="project.start", by=by, hospitals=places)
    return relation


@transaction.atomic
def correct_relation(*, relation, details, by, version=None):
    """Another host or other days; it ends by end_relation alone. The database refuses a ring."""
    changes.require(Permission.HOSPITAL_CREATE, relation, by=by)
    row = changes.lock(relation, version=version)
    if details["until"] and not row.until:
        raise Refusal(_("请用“结束共建关系”登记结束日期。"), code="not_ended")
    return changes.update(
        row, details, verb="relation.correct", by=by, hospitals=[row.source_id, row.project_id]
    )


@transaction.atomic
def end_relation(*, relation, until, by, version=None):
    changes.require(Permission.HOSPITAL_CREATE, relation, by=by)
    row = changes.lock(relation, version=version)
    if row.until:
        raise Refusal(_("该共建关系已结束。"), code="ended")
    return changes.update(
        row,
        {"until": until},
        verb="relation.end",
        by=by,
        hospitals=[row.source_id, row.project_id],
    )


def _led_by(hospital_id):
    """Every hospital that this one is a source of, directly or through others, today or later."""
    pairs = HospitalRelation.objects.not_over().values_list("source_id", "project_id")
    projects_of = {}
    for source, project in pairs:
        projects_of.setdefault(source, []).append(project)
    found, waiting = set(), [hospital_id]
    while waiting:
        for project in projects_of.get(waiting.pop(), ()):
            if project not in found:
                found.add(project)
                waiting.append(project)
    return found
