"""Files of what hospitals and networks keep through one form each: networks, agreements, beds …"""

from functools import partial

from django.utils.translation import gettext_lazy as _

from hospitals.actions import accreditations, keeping, networks, projects, relations
from hospitals.forms.accreditations import AccreditationForm
from hospitals.forms.governance import (
    AgreementForm,
    CommitteeForm,
    PlanForm,
    PolicyForm,
    SeatForm,
)
from hospitals.forms.networks import (
    AdmitForm,
    MilestoneForm,
    NetworkForm,
    ProjectPlanForm,
    RelationForm,
)
from hospitals.forms.resources import BedCountForm, ClusterForm, EquipmentForm
from hospitals.models import (
    Agreement,
    BedCapacity,
    Committee,
    CommitteeSeat,
    CooperationProject,
    Equipment,
    Hospital,
    HospitalPlan,
    Network,
    PolicyItem,
    SpecialtyCluster,
)
from portal.core.form_file import FormSheet, Owner
from portal.core.importing import ImportKind
from portal.roles import Permission

# Who keeps a hospital, and who keeps a network for its lead.
OF_HOSPITAL, OF_NETWORK = Permission.HOSPITAL_EDIT, Permission.HOSPITAL_CREATE


def hospitals_kept(permission, needs=""):
    """The hospital of a row: one where this person holds the permission."""
    return Owner(
        "hospital",
        _("医疗机构"),
        lambda user: Hospital.objects.visible_to(user).open().held_with(user, permission),
        needs,
        ("机构", "医院", "医院名称", "org_code"),
    )


def _networks(user):
    return Network.objects.visible_to(user).led_with(user, OF_NETWORK)


def _committees(user):
    return Committee.objects.visible_to(user).filter(network__in=_networks(user))


def _projects(user):
    mine = Hospital.objects.visible_to(user).held_with(user, OF_HOSPITAL)
    rows = CooperationProject.objects.visible_to(user)
    return rows.filter(relation__project__in=mine) | rows.filter(relation__source__in=mine)


NETWORK = Owner("network", _("医联体"), _networks, "", ("所属医联体",))
COMMITTEE = Owner("committee", _("协调小组"), _committees, "", ("小组",))
PROJECT = Owner("project", _("共建项目"), _projects, "", ("项目",))


def _kept(model):
    """The action of whatever is kept for an owner."""
    return lambda owner, details, by: keeping.record(
        model=model, owner=owner, details=details, by=by
    )


def _found(_owner, details, by):
    return networks.found(lead=details.pop("lead"), details=details, by=by)


def _admit(owner, details, by):
    return networks.admit(network=owner, by=by, **details)


def _relate(_owner, details, by):
    return relations.open_relation(by=by, **details)


def _plan(owner, details, by):
    return projects.revise(project=owner, details=details, by=by)


def _reach(owner, details, by):
    return projects.record_milestone(project=owner, details=details, by=by)


def _recognise(owner, details, by):
    return accreditations.record(hospital=owner, details=details, by=by)


def _file(permission, code, label, url_name, sheet, hint):
    return ImportKind(code, label, f"hospitals:{url_name}", permission, sheet, (hint,))


_of_hospital, _of_network = partial(_file, OF_HOSPITAL), partial(_file, OF_NETWORK)

NETWORKS = _of_network(
    "networks",
    _("医联体"),
    "network-list",
    FormSheet(NetworkForm, _found),
    _("一行一个医联体；牵头医院须是您管理的机构，同时成为第一家成员。"),
)
MEMBERS = _of_network(
    "network-members",
    _("医联体成员"),
    "network-list",
    FormSheet(AdmitForm, _admit, NETWORK),
    _("一行一家成员；挂牌的分院填写挂牌名称。"),
)
RELATIONS = _of_network(
    "relations",
    _("共建关系"),
    "support-list",
    FormSheet(RelationForm, _relate),
    _("一行一个共建关系；不能成环，同一时间一家项目医院只有一家输出医院。"),
)
PROJECTS = _of_hospital(
    "projects",
    _("共建项目"),
    "project-list",
    FormSheet(ProjectPlanForm, _plan, PROJECT),
    _("一行一个已有的共建项目，新项目随共建关系建立；空白的格子会清空原来的内容。"),
)
MILESTONES = _of_hospital(
    "milestones",
    _("里程碑"),
    "milestone-list",
    FormSheet(MilestoneForm, _reach, PROJECT),
    _("一行一个里程碑；已登记的同类里程碑会被更新。"),
)
ACCREDITATIONS = _of_hospital(
    "accreditations",
    _("资质"),
    "accreditation-list",
    FormSheet(AccreditationForm, _recognise, hospitals_kept(OF_HOSPITAL)),
    _("一行一项资质。"),
)
PLANS = _of_hospital(
    "hospital-plans",
    _("一院一策"),
    "plan-list",
    FormSheet(PlanForm, _kept(HospitalPlan), hospitals_kept(OF_HOSPITAL)),
    _("一行一家医院一年的方案。"),
)
BED_COUNTS = _of_hospital(
    "bed-counts",
    _("床位统计"),
    "bed-count-list",
    FormSheet(BedCountForm, _kept(BedCapacity), hospitals_kept(OF_HOSPITAL, "hospital")),
    _("一行一个截至日期的床位数；院区空白为全院。"),
)
EQUIPMENT = _of_hospital(
    "equipment",
    _("设备"),
    "equipment-list",
    FormSheet(EquipmentForm, _kept(Equipment), hospitals_kept(OF_HOSPITAL, "hospital")),
    _("一行一种设备。"),
)
CLUSTERS = _of_hospital(
    "specialty-clusters",
    _("学科群"),
    "cluster-list",
    FormSheet(ClusterForm, _kept(SpecialtyCluster), hospitals_kept(OF_HOSPITAL, "hospital")),
    _("一行一个学科群。"),
)
AGREEMENTS = _of_network(
    "agreements",
    _("协议"),
    "agreement-list",
    FormSheet(AgreementForm, _kept(Agreement), NETWORK),
    _("一行一份协议。"),
)
POLICIES = _of_network(
    "policies",
    _("政策清单"),
    "policy-list",
    FormSheet(PolicyForm, _kept(PolicyItem), NETWORK),
    _("一行一个政策事项，写明责任部门、完成期限和进展。"),
)
COMMITTEES = _of_network(
    "committees",
    _("协调小组"),
    "committee-list",
    FormSheet(CommitteeForm, _kept(Committee), NETWORK),
    _("一行一个小组。"),
)
SEATS = _of_network(
    "committee-seats",
    _("小组席位"),
    "committee-list",
    FormSheet(SeatForm, _kept(CommitteeSeat), COMMITTEE),
    _("一行一个席位；小组须已登记。"),
)
