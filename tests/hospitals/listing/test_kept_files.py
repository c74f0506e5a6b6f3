import pytest

from hospitals.listing import kept_files as files
from hospitals.models import (
    Agreement,
    BedCapacity,
    CommitteeSeat,
    CooperationProject,
    Hospital,
    HospitalRelation,
    Milestone,
    Network,
    NetworkMembership,
)
from portal.core.form_file import MOST_ROWS
from portal.errors import Refusal
from portal.lists.actions import imports
from portal.models import AuditEvent
from tests.factories import hospitals

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return hospitals.hospital("牵头医院")


@pytest.fixture
def network(lead):
    return hospitals.network(lead, hospitals.hospital("成员医院"))


@pytest.fixture
def keeper(lead, network):
    """Keeps the network for its lead, and the lead itself."""
    user = hospitals.member("network_admin", lead)
    hospitals.holds(user, "hospital_admin", lead)
    return user


def sent(*lines):
    return imports.Sent("\n".join(lines).encode())


def told(kind, by, *lines):
    reading = imports.read(kind=kind, content=sent(*lines).content, by=by)
    return [(one.row, one.column, one.rule) for one in reading.problems]


def brought(kind, by, *lines):
    _reading, run = imports.run(kind=kind, sent=sent(*lines), by=by)
    return run.written


# Kind, heads, and a row that is right.
RIGHT = (
    (files.NETWORKS, "名称,类型,牵头医院,开始", "骨科联盟,专科联盟,牵头医院,2024-01-01"),
    (files.MEMBERS, "医联体,医疗机构,角色,加入日期", "{network},新成员,成员,2024-01-01"),
    (files.RELATIONS, "输出医院,项目医院,开始日期", "牵头医院,成员医院,2024-01-01"),
    (files.ACCREDITATIONS, "医疗机构,资质,级别,开始", "牵头医院,卒中中心,国家级,2024-01-01"),
    (files.PLANS, "医疗机构,年度,主要举措,责任部门,进展", "牵头医院,2026,引进团队,医务部,推进中"),
    (files.BED_COUNTS, "机构,床位类型,床位数,截至日期", '牵头医院,开放,"1,400",2024-01-01'),
    (files.EQUIPMENT, "医疗机构,设备名称,设备类别,台数", "牵头医院,PET-CT,影像,1"),
    (files.CLUSTERS, "医疗机构,学科群,所含专科", "牵头医院,脑科学,神经内科"),
    (
        files.AGREEMENTS,
        "医联体,协议名称,协议类型,签约医院,对方医院",
        "{network},协议,框架协议,牵头医院,成员医院",
    ),
    (files.POLICIES, "医联体,政策事项,责任部门,政策级别", "{network},编制,编办,市"),
    (files.COMMITTEES, "医联体,小组名称", "{network},领导小组"),
)


@pytest.mark.parametrize("kind, heads, line", RIGHT, ids=[one[0].code for one in RIGHT])
def test_right_row_comes_in_through_its_action(keeper, network, kind, heads, line):
    hospitals.network(network.lead, hospitals.hospital("新成员"))
    line = line.format(network=network.name)

    reading = imports.read(kind=kind, content=sent(heads, line).content, by=keeper)
    dry = AuditEvent.objects.count()
    count = brought(kind, keeper, heads, line)

    assert [(one.column, one.hint) for one in reading.problems] == []
    assert (dry, count) == (0, 1)
    # What its action records, and that a file came in.
    assert AuditEvent.objects.count() >= 2


def test_every_row_is_held_against_those_before_it_and_the_database(keeper, network, lead):
    hospitals.bed_count(lead, kind="open", as_of="2024-01-01")
    heads = "医疗机构,院区,床位类型,床位数,截至日期"
    lines = [
        "牵头医院,,开放,10,2024-01-01",
        "牵头医院,,开放,10,2024-02-01",
        "牵头医院,,开放,12,2024-02-01",
        "牵头医院,没有的院区,开放,12,2024-03-01",
        "成员医院,,开放,12,2024-03-01",
        "牵头医院,,开放,很多,2099-01-01",
        "牵头医院,,开放,1,2099-01-01",
    ]

    found = told(files.BED_COUNTS, keeper, heads, *lines)

    assert found == [
        (2, "", "refused"),
        (4, "", "refused"),
        (5, "院区", "unknown"),
        (6, "医疗机构", "unknown"),
        (7, "床位数", "number"),
        (8, "截至日期", "invalid"),
    ]
    assert BedCapacity.objects.count() == 1


def test_relations_of_one_file_make_no_ring(keeper, network, lead):
    hospitals.holds(keeper, "network_admin", hospitals.hospital("第三家"))
    hospitals.network(network.lead, hospitals.hospital("第四家"))
    lines = [
        "牵头医院,成员医院,,2024-01-01",
        "牵头医院,牵头医院,,2024-01-01",
        "牵头医院,成员医院,,2024-02-01",
    ]

    found = told(files.RELATIONS, keeper, "输出医院,项目医院,依托医院,开始日期", *lines)

    assert [(row, rule) for row, _column, rule in found] == [(3, "refused"), (4, "refused")]
    assert HospitalRelation.objects.count() == 0


def test_seats_and_milestones_belong_to_what_is_there(keeper, network, lead):
    hospitals.committee(network, "领导小组")
    brought(files.RELATIONS, keeper, "输出医院,项目医院,开始日期", "牵头医院,成员医院,2024-01-01")
    hospitals.holds(keeper, "hospital_admin", Hospital.objects.get(name="成员医院"))

    seats = brought(
        files.SEATS,
        keeper,
        "协调小组,席位,姓名,所在医院,开始",
        "领导小组,组长,模拟甲,牵头医院,2024-01-01",
    )
    steps = brought(
        files.MILESTONES, keeper, "共建项目,里程碑,实际日期", "成员医院,开诊,2024-03-01"
    )

    assert (seats, steps) == (1, 1)
    assert CommitteeSeat.objects.get().hospital == lead
    assert Milestone.objects.get().project.stage == "opened"


def test_plans_of_projects_are_brought_up_to_date(keeper, lead):
    relation = hospitals.relation(lead, hospitals.hospital("分院"))
    project = CooperationProject.objects.create(name="分院项目", stage="opened", relation=relation)
    heads = "共建项目,批次,初期床位,目标床位,目标期限（原文）"

    assert told(files.PROJECTS, keeper, heads, "分院项目,4,600,1800,", "别的项目,,,,") == [
        (2, "目标期限", "invalid"),
        (3, "共建项目", "unknown"),
    ]
    assert brought(files.PROJECTS, keeper, heads, "分院项目,4,600,1800,五年内") == 1

    project.refresh_from_db()
    assert (project.name, project.batch_number, project.initial_beds) == ("分院项目", 4, 600)
    assert (project.target_beds, project.target_text) == (1800, "五年内")
    assert AuditEvent.objects.filter(verb="project.revise").count() == 1


def test_members_join_under_their_plate(keeper, network):
    hospitals.network(network.lead, hospitals.hospital("新成员"))
    heads = "医联体,医疗机构,角色,挂牌名称,加入日期"

    brought(files.MEMBERS, keeper, heads, f"{network.name},新成员,分院挂牌,某某分院,2024-01-01")

    assert NetworkMembership.objects.get(plate_name="某某分院").role == "branch"
    assert Network.objects.count() == 2


def test_file_of_too_many_rows_is_refused_at_once(keeper):
    lines = ["医疗机构,学科群", *["牵头医院,脑科学"] * (MOST_ROWS + 1)]

    with pytest.raises(Refusal, match="分成几个文件"):
        imports.read(kind=files.CLUSTERS, content=sent(*lines).content, by=keeper)


def test_agreements_say_that_a_party_is_not_known(keeper, network):
    heads = "医联体,协议名称,协议类型,签约医院,对方医院,签订日期,到期日"
    line = f"{network.name},协议,框架协议,牵头医院,无此院,2024-01-01,2023-01-01"

    assert told(files.AGREEMENTS, keeper, heads, line) == [(2, "对方医院", "unknown")]
    assert told(files.AGREEMENTS, keeper, heads, line.replace("无此院", "")) != []
    assert Agreement.objects.count() == 0
