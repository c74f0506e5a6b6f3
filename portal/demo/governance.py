"""Names, agreements, policies, plans and committees of the demo.

PRINTED is what the texts say: the plates of the branches, two agreements, and who sits in a
committee by office. The texts count policies and name none, and people are never taken from them:
items, plans and persons are invented and marked.
"""

import datetime as dt

from django.utils import timezone

from hospitals.actions.registry import spelled
from hospitals.enums import (
    AgreementKind,
    NameKind,
    NameReason,
    NetworkKind,
    NetworkRole,
    PolicyLevel,
    SeatRole,
    WorkStatus,
)
from hospitals.models import (
    Agreement,
    Committee,
    CommitteeSeat,
    HospitalName,
    HospitalPlan,
    Network,
    NetworkMembership,
    PolicyItem,
)
from hospitals.models.spelled import each_spelled
from portal.demo.networks import GUILIN, RELATIONS, XIANGYA

CLOSE = "桂林市人民医院“三二”紧密型医联体"
COMMITTEE = "医联体工作领导协调小组"
RENAMED = ("模拟·黔西市医院", "模拟·黔西县医院", dt.date(2021, 3, 17))
SOON, LATE = dt.timedelta(days=60), dt.timedelta(days=20)
# title, section, department, level, status, days until due
POLICIES = (
    (
        "省外专家执业备案",
        "人才",
        "模拟·卫生健康委医政处",
        PolicyLevel.PROVINCE,
        WorkStatus.FULFILLED,
        None,
    ),
    (
        "编制与岗位核定",
        "编制",
        "模拟·编办",
        PolicyLevel.PROVINCE,
        WorkStatus.UNDER_WAY,
        -LATE,
    ),
    ("医疗服务价格衔接", "医保", "模拟·医保局", PolicyLevel.CITY, WorkStatus.UNDER_WAY, SOON),
    ("设备购置贷款贴息", "财政", "模拟·财政局", PolicyLevel.CITY, WorkStatus.NOT_STARTED, SOON),
)
PEOPLE = ("模拟·韦文博", "模拟·莫雨晴", "模拟·蒙思远", "模拟·廖可欣")


def load(hospitals) -> int:
    """All of it, once; returns how many agreements there are."""
    if not Agreement.objects.exists():
        _names(hospitals)
        _agreements(hospitals)
        _policies()
        _plans(hospitals)
        _committee()
    return Agreement.objects.count()


def _names(hospitals):
    for member in NetworkMembership.objects.exclude(plate_name=""):
        HospitalName.objects.create(
            hospital_id=member.hospital_id,
            kind=NameKind.PLATE,
            name=member.plate_name,
            pinyin=spelled(member.plate_name),
            reason=NameReason.PLATE,
            since=member.since,
            since_text=member.since_text,
        )
    now, before, since = RENAMED
    HospitalName.objects.create(
        hospital=hospitals[now],
        kind=NameKind.FORMER,
        name=before,
        pinyin=spelled(before),
        reason=NameReason.RENAMED,
        until=since - dt.timedelta(days=1),
        is_synthetic=True,
    )


def _agreements(hospitals):
    for source, project, _host, _since, _printed in RELATIONS:
        is_guilin = source == XIANGYA
        Agreement.objects.create(
            network=Network.objects.get(name=f"国家区域医疗中心·{project}"),
            title="共建国家区域医疗中心框架协议" if is_guilin else "模拟·合作共建协议",
            kind=AgreementKind.FRAMEWORK if is_guilin else AgreementKind.COOPERATION,
            first_party=hospitals[source],
            second_party=hospitals[project],
            signed_on=None if is_guilin else dt.date(2023, 7, 1),
            signed_text="2021年9月" if is_guilin else "",
            # One of them runs out soon, so that the warning can be seen.
            expires_on=timezone.localdate() + SOON if "毕节" in project else None,
            is_synthetic=not is_guilin,
        )


def _policies():
    today = timezone.localdate()
    for network in Network.objects.filter(kind=NetworkKind.NRMC):
        rows = (
            PolicyItem(
                network=network,
                title=f"模拟·{title}",
                section=section,
                owner_department=department,
                level=level,
                status=status,
                due_on=due and today + due,
                is_synthetic=True,
            )
            for title, section, department, level, status, due in POLICIES
        )
        PolicyItem.objects.bulk_create(each_spelled(rows))


def _plans(hospitals):
    year = timezone.localdate().year
    HospitalPlan.objects.bulk_create(
        HospitalPlan(
            hospital=hospitals[project],
            year=year,
            actions="模拟·引进专科团队\n模拟·培养本地骨干\n模拟·开展新技术",
            owner_department="模拟·医务部",
            status=WorkStatus.UNDER_WAY if project == GUILIN else WorkStatus.NOT_STARTED,
            is_synthetic=True,
        )
        for _source, project, _host, _since, _printed in RELATIONS
    )


def _committee():
    """The text gives the offices: the lead's director in the chair, the members' as deputies."""
    network = Network.objects.get(name=CLOSE)
    committee = Committee.objects.create(network=network, name=COMMITTEE, since=network.since)
    members = network.members.select_related("hospital").order_by("role", "hospital__name")
    chair = [row for row in members if row.role == NetworkRole.LEAD]
    others = [row for row in members if row.role != NetworkRole.LEAD]
    CommitteeSeat.objects.bulk_create(
        CommitteeSeat(
            committee=committee,
            role=SeatRole.CHAIR if row in chair else SeatRole.DEPUTY,
            person=person,
            post="院长",
            hospital=row.hospital,
            since=row.since,
            is_synthetic=True,
        )
        for row, person in zip([*chair, *others], PEOPLE, strict=True)
    )
