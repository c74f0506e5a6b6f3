"""Who works with whom in the demo: the printed networks and relations, with their printed dates.

Where a text gives no day, since holds the first day it can be and since_text what is printed.
Members that no text names are invented hospitals or marked is_synthetic.
"""

from dataclasses import dataclass, field
from datetime import date

from hospitals.enums import NetworkKind, NetworkRole
from hospitals.models import HospitalRelation, Network, NetworkMembership
from portal.demo.organisations import INVENTED_PRIVATE

XIANGYA, GUILIN = "中南大学湘雅二医院", "中南大学湘雅二医院桂林医院"
# source, project, host, since, printed
RELATIONS = (
    (XIANGYA, GUILIN, "桂林市第二人民医院", date(2021, 9, 1), "2021年9月签订框架协议"),
    *(
        (source, project, None, date(2023, 7, 1), "截至2023年7月已获批，原文未给日期")
        for source, project in (
            ("北京积水潭医院", "北京积水潭医院贵州医院"),
            ("上海儿童医学中心", "上海儿童医学中心贵州医院"),
            ("中山大学附属第一医院", "中山大学附属第一医院贵州医院"),
            ("广东省中医院", "广东省中医院贵州医院"),
            ("浙江省人民医院", "浙江省人民医院毕节医院"),
        )
    ),
)


@dataclass(frozen=True)
class Alliance:
    """One network: its lead, the members that a text names, and those we made up."""

    name: str
    kind: str
    lead: str
    since: date
    since_text: str
    members: tuple[str, ...] = ()
    branches: dict[str, str] = field(default_factory=dict)
    invented: tuple[str, ...] = ()
    until: date | None = None
    is_synthetic: bool = False


GUANGXI = (
    "平乐县人民医院",
    "兴安县人民医院",
    "阳朔县人民医院",
    "灌阳县人民医院",
    "恭城瑶族自治县人民医院",
    "桂林市人民医院",
    "桂林医学院附属医院",
    "模拟·全州县医院",
    "模拟·荔浦市医院",
    "模拟·永福县医院",
    "模拟·资源县医院",
    "模拟·龙胜县医院",
    "模拟·灵川县医院",
)
GUIYANG = ("模拟·清镇市医院", "模拟·修文县医院")
BIJIE = ("模拟·大方县医院", "模拟·织金县医院", "模拟·黔西市医院")
TONGREN = ("模拟·德江县医院", "模拟·沿河县医院", "模拟·松桃县医院")
REFERRING = {
    GUILIN: GUANGXI,
    "北京积水潭医院贵州医院": GUIYANG,
    "上海儿童医学中心贵州医院": GUIYANG + BIJIE,
    "中山大学附属第一医院贵州医院": GUIYANG + TONGREN,
    "广东省中医院贵州医院": GUIYANG,
    "浙江省人民医院毕节医院": BIJIE,
}
ALLIANCES = (
    *(
        Alliance(
            f"国家区域医疗中心·{project}",
            NetworkKind.NRMC,
            source,
            since,
            printed,
            members=(project,),
            invented=REFERRING[project],
        )
        for source, project, _host, since, printed in RELATIONS
    ),
    Alliance(
        "桂林市人民医院“三二”紧密型医联体",
        NetworkKind.CLOSE_CONSORTIUM,
        "桂林市人民医院",
        date(2018, 1, 1),
        "2018年以来",
        branches={
            "平乐县人民医院": "桂林市人民医院平乐分院",
            "兴安县人民医院": "桂林市人民医院兴安分院",
            "阳朔县人民医院": "桂林市人民医院阳朔分院",
        },
    ),
    Alliance(
        "桂林医学院附属医院紧密型医联体",
        NetworkKind.CLOSE_CONSORTIUM,
        "桂林医学院附属医院",
        date(2024, 1, 1),
        "2024年度报告所载，起始日期未给出",
        members=("灌阳县人民医院", "恭城瑶族自治县人民医院", "秀峰区甲山社区卫生服务中心"),
    ),
    Alliance(
        "桂林医学院第二附属医院民营医院医联体",
        NetworkKind.PRIVATE_SUPPORT,
        "桂林医学院第二附属医院",
        date(2020, 1, 1),
        "2020年报道所载12家，起始日期未给出",
        invented=tuple(one.name for one in INVENTED_PRIVATE),
    ),
    Alliance(
        "中山大学附属第一医院国家医疗队2024年巡回医疗·贵州",
        NetworkKind.MOBILE_TEAM,
        "中山大学附属第一医院",
        date(2024, 10, 10),
        "2024年10月10日起，为期一个月",
        invented=TONGREN,
        until=date(2024, 11, 9),
    ),
)


def load(hospitals) -> int:
    """Networks, members and relations; returns the number of networks."""
    for alliance in ALLIANCES:
        _load_alliance(alliance, hospitals)
    for source, project, host, since, printed in RELATIONS:
        HospitalRelation.objects.get_or_create(
            source=hospitals[source],
            project=hospitals[project],
            defaults={"host": hospitals.get(host), "since": since, "since_text": printed},
        )
    return len(ALLIANCES)


def _load_alliance(alliance, hospitals):
    network, is_new = Network.objects.get_or_create(
        name=alliance.name,
        defaults={
            "kind": alliance.kind,
            "lead": hospitals[alliance.lead],
            "since": alliance.since,
            "since_text": alliance.since_text,
            "until": alliance.until,
            "is_synthetic": alliance.is_synthetic,
        },
    )
    if is_new:
        NetworkMembership.objects.bulk_create(_members(network, alliance, hospitals))


def _members(network, alliance, hospitals):
    rows = [(alliance.lead, NetworkRole.LEAD, "", False)]
    rows += [(name, NetworkRole.MEMBER, "", False) for name in alliance.members]
    rows += [(name, NetworkRole.BRANCH, plate, False) for name, plate in alliance.branches.items()]
    rows += [(name, NetworkRole.MEMBER, "", True) for name in alliance.invented]
    return [
        NetworkMembership(
            network=network,
            hospital=hospitals[name],
            role=role,
            plate_name=plate,
            since=alliance.since,
            since_text=alliance.since_text,
            until=alliance.until,
            is_synthetic=is_synthetic,
        )
        for name, role, plate, is_synthetic in rows
    ]
