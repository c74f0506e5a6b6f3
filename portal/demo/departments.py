"""Departments and beds of the demo: invented, the same on every load."""

import random

from hospitals.enums import HospitalKind, HospitalLevel
from hospitals.models import BedPool, Department

# Names and codes of 医疗机构诊疗科目名录.
FULL = (
    ("03", "内科"),
    ("03.03", "神经内科"),
    ("03.04", "心血管内科"),
    ("04", "外科"),
    ("04.03", "骨科"),
    ("05", "妇产科"),
    ("07", "儿科"),
    ("19", "肿瘤科"),
    ("20", "急诊医学科"),
    ("21", "康复医学科"),
    ("28", "重症医学科"),
)
SMALL = (("02", "全科医疗科"), ("21", "康复医学科"))


def load(hospitals) -> int:
    """Departments with bed pools for each hospital that has none; returns how many there are."""
    have = set(Department.objects.values_list("hospital_id", flat=True))
    rows = [
        Department(hospital=hospital, code=code, name=name, is_synthetic=True)
        for hospital in hospitals.values()
        if hospital.pk not in have
        for code, name in _list_of(hospital)
    ]
    Department.objects.bulk_create(rows)
    BedPool.objects.bulk_create([_beds(row) for row in rows])
    return Department.objects.count()


def _list_of(hospital):
    return SMALL if hospital.kind == HospitalKind.COMMUNITY else FULL


def _beds(department):
    hospital = department.hospital
    dice = random.Random(f"{hospital.name}/{department.name}")
    is_large = hospital.level in (HospitalLevel.TERTIARY_A, HospitalLevel.TERTIARY)
    established = dice.randrange(50, 90) if is_large else dice.randrange(20, 45)
    if hospital.kind == HospitalKind.COMMUNITY:
        established = dice.randrange(5, 15)
    open_beds = established + dice.randrange(0, 6)
    return BedPool(
        department=department,
        established_beds=established,
        open_beds=open_beds,
        occupied_beds=int(open_beds * dice.uniform(0.62, 0.97)),
        is_synthetic=True,
    )
