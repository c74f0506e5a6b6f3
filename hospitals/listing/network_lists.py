"""The lists of networks, of cooperation projects, and of who supports whom."""

from operator import attrgetter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.filters import NetworkFilter, ProjectFilter, RelationFilter
from hospitals.filters.governance import MilestoneFilter
from hospitals.listing import kept_files
from hospitals.listing.cells import FILES
from hospitals.models import CooperationProject, HospitalRelation, Milestone, Network
from portal.core.listing import (
    SYNTHETIC,
    Column,
    ListKind,
    address_at,
    address_of,
    days_of,
    label_of,
    number,
)
from portal.roles import Permission


def _networks(user):
    rows = Network.objects.visible_to(user).with_size().select_related("lead")
    return rows.order_by("name", "pk")


def _projects(user):
    rows = CooperationProject.objects.visible_to(user)
    named = rows.select_related("region", "relation__source", "relation__host", "relation__project")
    return named.order_by("name", "pk")


def _milestones(user):
    rows = Milestone.objects.visible_to(user).with_files()
    named = rows.select_related("project__relation__project")
    return named.order_by("project__pinyin", "project__name", "actual_on", "planned_on", "pk")


def _relations(user):
    rows = HospitalRelation.objects.visible_to(user).select_related("source", "host", "project")
    return rows.order_by("project__pinyin", "project__name", "-since", "pk")


def _of_relation(name):
    """A plan without a relation has no hospitals yet."""
    return lambda row: getattr(row.relation, name) if row.relation else None


def _reached(row):
    told = (row.actual_on, row.actual_text)
    return " ".join(str(words) for words in told if words)


def _place(row):
    return row.project.relation and row.project.relation.project


def _batch(row):
    return _("第 %(number)s 批") % {"number": row.batch_number} if row.batch_number else ""


NETWORKS = ListKind(
    code="networks",
    label=gettext_lazy("医联体"),
    url_name="hospitals:network-list",
    permission=Permission.HOSPITAL_VIEW,
    export_permission=Permission.HOSPITAL_VIEW,
    filterset_class=NetworkFilter,
    rows=_networks,
    imports=(
        kept_files.NETWORKS,
        kept_files.MEMBERS,
    ),
    columns=(
        Column(
            "name",
            gettext_lazy("名称"),
            attrgetter("name"),
            is_fixed=True,
            url=address_of,
            by="pinyin",
        ),
        Column("kind", gettext_lazy("类型"), label_of("kind"), by="kind"),
        Column(
            "lead",
            gettext_lazy("牵头医院"),
            attrgetter("lead"),
            url=address_at("lead"),
            by=("lead__pinyin", "lead__name"),
        ),
        number(
            "members",
            gettext_lazy("现有成员"),
            lambda row: row.members_today or 0,
            gettext_lazy("今日在其中的机构数，含牵头医院"),
            by="members_today",
        ),
        Column("days", gettext_lazy("期限"), days_of, by="since"),
        SYNTHETIC,
    ),
)

PROJECTS = ListKind(
    code="projects",
    label=gettext_lazy("共建项目"),
    url_name="hospitals:project-list",
    permission=Permission.HOSPITAL_VIEW,
    export_permission=Permission.HOSPITAL_VIEW,
    filterset_class=ProjectFilter,
    rows=_projects,
    imports=(kept_files.PROJECTS, kept_files.MILESTONES),
    columns=(
        Column(
            "name",
            gettext_lazy("项目"),
            attrgetter("name"),
            is_fixed=True,
            url=address_of,
            by="pinyin",
        ),
        Column(
            "stage", gettext_lazy("阶段"), label_of("stage"), state=attrgetter("stage"), by="stage"
        ),
        Column(
            "source",
            gettext_lazy("输出医院"),
            _of_relation("source"),
            by="relation__source__pinyin",
        ),
        Column("host", gettext_lazy("依托医院"), _of_relation("host"), by="relation__host__pinyin"),
        Column(
            "project",
            gettext_lazy("项目医院"),
            _of_relation("project"),
            is_chosen=False,
            by="relation__project__pinyin",
        ),
        Column("batch", gettext_lazy("批次"), _batch, by="batch_number"),
        number(
            "initial_beds",
            gettext_lazy("初期床位"),
            attrgetter("initial_beds"),
            gettext_lazy("项目开始时的床位"),
            is_chosen=False,
            by="initial_beds",
        ),
        number(
            "target_beds",
            gettext_lazy("目标床位"),
            attrgetter("target_beds"),
            gettext_lazy("项目材料所列目标，期限见“目标期限”"),
            by="target_beds",
        ),
        Column(
            "target",
            gettext_lazy("目标期限"),
            lambda row: row.target_text or row.target_due_on,
            is_chosen=False,
            by="target_due_on",
        ),
        SYNTHETIC,
    ),
)

MILESTONES = ListKind(
    code="milestones",
    label=gettext_lazy("里程碑"),
    url_name="hospitals:milestone-list",
    permission=Permission.HOSPITAL_VIEW,
    export_permission=Permission.HOSPITAL_VIEW,
    filterset_class=MilestoneFilter,
    rows=_milestones,
    imports=(kept_files.MILESTONES,),
    columns=(
        Column(
            "project",
            gettext_lazy("共建项目"),
            attrgetter("project"),
            is_fixed=True,
            url=address_of,
            by="project__pinyin",
        ),
        Column(
            "hospital",
            gettext_lazy("项目医院"),
            _place,
            is_chosen=False,
            by="project__relation__project__pinyin",
        ),
        Column("kind", gettext_lazy("里程碑"), label_of("kind"), is_fixed=True, by="kind"),
        Column("campus", gettext_lazy("院区"), attrgetter("campus_name"), by="campus_name"),
        Column("planned_on", gettext_lazy("计划日期"), attrgetter("planned_on"), by="planned_on"),
        Column(
            "actual",
            gettext_lazy("实际日期"),
            _reached,
            by="actual_on",
            means=gettext_lazy("来源没有给出具体日期的，为来源的原文"),
        ),
        Column(
            "days_late",
            gettext_lazy("偏差（天）"),
            attrgetter("days_late"),
            template="hospitals/_lateness.html",
            means=gettext_lazy("实际日期减计划日期，早于计划的为负；未完成的算到今日"),
        ),
        Column("evidence", gettext_lazy("依据"), attrgetter("evidence"), by="evidence"),
        FILES,
        SYNTHETIC,
    ),
)

SUPPORTS = ListKind(
    code="relations",
    label=gettext_lazy("支持关系"),
    url_name="hospitals:support-list",
    permission=Permission.HOSPITAL_VIEW,
    export_permission=Permission.HOSPITAL_VIEW,
    filterset_class=RelationFilter,
    rows=_relations,
    imports=(kept_files.RELATIONS,),
    columns=(
        Column(
            "source",
            gettext_lazy("输出医院"),
            attrgetter("source"),
            is_fixed=True,
            url=address_at("source"),
            by="source__pinyin",
        ),
        Column("host", gettext_lazy("依托医院"), attrgetter("host"), by="host__pinyin"),
        Column(
            "project",
            gettext_lazy("项目医院"),
            attrgetter("project"),
            is_fixed=True,
            url=address_at("project"),
            by="project__pinyin",
        ),
        Column("since", gettext_lazy("开始"), lambda row: row.since_text or row.since, by="since"),
        Column("until", gettext_lazy("结束"), attrgetter("until"), by="until"),
        SYNTHETIC,
    ),
)
