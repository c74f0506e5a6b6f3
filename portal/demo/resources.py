"""Beds, targets, equipment and clusters of the demo.

Printed: 600 beds to begin with, 1,800 within five years; the beds of one campus; eight clusters by
name. How the beds grew in between, the equipment and the planned day are invented and marked.
"""

import datetime as dt

from hospitals.enums import BedKind, EquipmentKind, MilestoneKind
from hospitals.models import (
    BedCapacity,
    BedTarget,
    Campus,
    CooperationProject,
    Equipment,
    Milestone,
    SpecialtyCluster,
)
from portal.demo.networks import GUILIN

FIRST = "桂林医学院附属医院"
PLANNED = "浙江省人民医院毕节医院"
START, DUE = dt.date(2024, 3, 28), dt.date(2029, 3, 28)
GREW = (
    (dt.date(2024, 6, 30), 640, 571),
    (dt.date(2024, 12, 31), 780, 702),
    (dt.date(2025, 6, 30), 900, 815),
    (dt.date(2025, 12, 31), 1010, 934),
    (dt.date(2026, 6, 30), 1120, 1043),
)
EQUIPMENT = (("PET-CT", EquipmentKind.IMAGING), ("直线加速器", EquipmentKind.RADIOTHERAPY))
CLUSTERS = (
    "移植",
    "危急重症",
    "外科尖端技术",
    "肿瘤血液",
    "舒适化医疗",
    "脑科学",
    "老年疾病",
    "支撑医疗",
)


def load(hospitals) -> int:
    """All of it, once; returns how many counts of beds there are."""
    if not BedCapacity.objects.exists():
        _printed(hospitals)
        _invented(hospitals[GUILIN])
    return BedCapacity.objects.count()


def _printed(hospitals):
    guilin, first = hospitals[GUILIN], hospitals[FIRST]
    BedTarget.objects.create(
        hospital=guilin, count=600, due_on=START, source="初期建设床位600张，起点按全面运行日"
    )
    BedTarget.objects.create(
        hospital=guilin, count=1800, due_on=DUE, source="运营5年内1800张，期限由全面运行日推算"
    )
    BedCapacity.objects.create(
        hospital=first,
        campus=Campus.objects.get(hospital=first, name="漓东院区"),
        kind=BedKind.ESTABLISHED,
        count=1400,
        as_of=dt.date(2024, 12, 31),
        source="漓东院区编制床位1400张（2024年度公益报告）",
    )
    for name in CLUSTERS:
        SpecialtyCluster.objects.create(hospital=guilin, name=name)


def _invented(guilin):
    marked = {"hospital": guilin, "is_synthetic": True}
    for day, opened, taken in GREW:
        BedCapacity.objects.create(kind=BedKind.OPEN, count=opened, as_of=day, **marked)
        BedCapacity.objects.create(kind=BedKind.OCCUPIED, count=taken, as_of=day, **marked)
    for name, kind in EQUIPMENT:
        Equipment.objects.create(name=name, kind=kind, count=1, note="模拟台数", **marked)
    Milestone.objects.create(
        project=CooperationProject.objects.get(relation__project__name=PLANNED),
        kind=MilestoneKind.ACCEPTANCE,
        planned_on=dt.date(2026, 10, 31),
        evidence="模拟·验收计划",
        is_synthetic=True,
    )
