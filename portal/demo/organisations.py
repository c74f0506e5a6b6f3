"""The hospitals of the demo.

REAL are the organisations that the source texts name, under exactly the printed name; the county
is given where it is common knowledge, else the city. Few texts print a level: where none does, it
is the one that such a hospital usually has. INVENTED carry 模拟 in their name and is_synthetic.
"""

from dataclasses import dataclass

from hospitals.enums import HospitalKind, HospitalLevel, Ownership
from hospitals.models import Campus, Hospital
from hospitals.pinyin import searchable


@dataclass(frozen=True)
class Organisation:
    """One hospital: printed name, code of its division, and what is known of it."""

    name: str
    region: str
    short_name: str = ""
    level: str = HospitalLevel.UNRATED
    kind: str = HospitalKind.GENERAL
    ownership: str = Ownership.PUBLIC


TOP, COUNTY = HospitalLevel.TERTIARY_A, HospitalLevel.SECONDARY_A
REAL = (
    Organisation("中南大学湘雅二医院", "430102", "湘雅二医院", TOP),
    Organisation("中南大学湘雅二医院桂林医院", "450303", "湘雅二医院桂林医院", TOP),
    Organisation("桂林市第二人民医院", "450303", "桂林二院", TOP),
    Organisation("北京积水潭医院", "110102", "积水潭医院", TOP),
    Organisation("北京积水潭医院贵州医院", "520100", "积水潭贵州医院", HospitalLevel.TERTIARY),
    Organisation("上海儿童医学中心", "310115", "", TOP, HospitalKind.SPECIALIST),
    Organisation("上海儿童医学中心贵州医院", "520100", "", TOP, HospitalKind.SPECIALIST),
    Organisation("中山大学附属第一医院", "440104", "中山一院", TOP),
    Organisation(
        "中山大学附属第一医院贵州医院", "520100", "中山一院贵州医院", HospitalLevel.TERTIARY
    ),
    Organisation("广东省中医院", "440104", "", TOP, HospitalKind.CHINESE_MEDICINE),
    Organisation(
        "广东省中医院贵州医院", "520100", "", HospitalLevel.TERTIARY, HospitalKind.CHINESE_MEDICINE
    ),
    Organisation("浙江省人民医院", "330105", "", TOP),
    Organisation("浙江省人民医院毕节医院", "520500", "毕节医院", HospitalLevel.TERTIARY),
    Organisation("桂林市人民医院", "450304", "市人民医院", TOP),
    Organisation("桂林医学院附属医院", "450302", "桂医附院", TOP),
    Organisation("桂林医学院第二附属医院", "450312", "桂医二附院", TOP),
    Organisation("平乐县人民医院", "450330", level=COUNTY),
    Organisation("兴安县人民医院", "450325", level=COUNTY),
    Organisation("阳朔县人民医院", "450321", level=COUNTY),
    Organisation("灌阳县人民医院", "450327", level=COUNTY),
    Organisation("恭城瑶族自治县人民医院", "450332", level=COUNTY),
    Organisation(
        "秀峰区甲山社区卫生服务中心", "450302", "", HospitalLevel.PRIMARY, HospitalKind.COMMUNITY
    ),
)
INVENTED_COUNTY = (
    Organisation("模拟·全州县医院", "450324", level=COUNTY),
    Organisation("模拟·荔浦市医院", "450381", level=COUNTY),
    Organisation("模拟·永福县医院", "450326", level=COUNTY),
    Organisation("模拟·资源县医院", "450329", level=COUNTY),
    Organisation("模拟·龙胜县医院", "450328", level=COUNTY),
    Organisation("模拟·灵川县医院", "450323", level=COUNTY),
    Organisation("模拟·清镇市医院", "520181", level=COUNTY),
    Organisation("模拟·修文县医院", "520123", level=COUNTY),
    Organisation("模拟·大方县医院", "520521", level=COUNTY),
    Organisation("模拟·织金县医院", "520524", level=COUNTY),
    Organisation("模拟·黔西市医院", "520581", level=COUNTY),
    Organisation("模拟·德江县医院", "520626", level=COUNTY),
    Organisation("模拟·沿河县医院", "520627", level=COUNTY),
    Organisation("模拟·松桃县医院", "520628", level=COUNTY),
)
# The text says "12家民营医院" and names none.
INVENTED_PRIVATE = tuple(
    Organisation(
        f"模拟·民营医院{number:02}",
        region,
        level=HospitalLevel.SECONDARY,
        ownership=Ownership.PRIVATE,
    )
    for number, region in enumerate(
        ["450302", "450303", "450304", "450305", "450311", "450312"] * 2, start=1
    )
)
INVENTED = INVENTED_COUNTY + INVENTED_PRIVATE

# hospital, campus, function, opened on, evidence in the printed text
CAMPUSES = (
    ("中南大学湘雅二医院桂林医院", "叠彩院区", "原桂林市第二人民医院", None),
    ("中南大学湘雅二医院桂林医院", "临桂院区", "原旅游综合医院项目地块", "2024-03-28"),
    (
        "桂林医学院附属医院",
        "漓东院区",
        (
            "急危重症救治中心、外科中心、心脏中心、神经系统疾病中心、"
            "消化疾病中心、呼吸疾病中心、妇幼中心"
        ),
        None,
    ),
    ("桂林医学院附属医院", "乐群院区", "骨科中心、慢性疾病管理中心", None),
    ("桂林医学院附属医院", "东城院区", "医美、体检为主", None),
)


def load(places) -> dict[str, Hospital]:
    """Every hospital by its name; those already there are left as they are."""
    rows = [_row(one, places, is_synthetic=False) for one in REAL]
    rows += [_row(one, places, is_synthetic=True) for one in INVENTED]
    Hospital.objects.bulk_create(rows, ignore_conflicts=True)
    names = [row.name for row in rows]
    hospitals = Hospital.objects.select_related("region__parent").in_bulk(names, field_name="name")
    campuses = [
        Campus(hospital=hospitals[hospital], name=name, function=function, opened_on=opened_on)
        for hospital, name, function, opened_on in CAMPUSES
    ]
    Campus.objects.bulk_create(campuses, ignore_conflicts=True)
    return hospitals


def _row(one, places, *, is_synthetic):
    return Hospital(
        name=one.name,
        short_name=one.short_name,
        pinyin=searchable(one.name.removeprefix("模拟·"), one.short_name),
        level=one.level,
        kind=one.kind,
        ownership=one.ownership,
        region=places[one.region],
        is_synthetic=is_synthetic,
    )
