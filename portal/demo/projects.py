"""The cooperation projects of the demo and the milestones that the texts print.

A month without a day stays text (actual_text): no day is made up for it.
"""

from datetime import date

from hospitals.enums import MilestoneKind, ProjectStage
from hospitals.models import CooperationProject, HospitalRelation, Milestone
from portal.demo.networks import GUILIN, RELATIONS

OPENED = {MilestoneKind.APPROVAL: "截至2023年7月", MilestoneKind.OPENING: "截至2023年年底"}
GUIZHOU_EVIDENCE = "贵州国家区域医疗中心专刊"
GUILIN_EVIDENCE = "《临桂院区全面运行》报道"
GUILIN_STEPS = (
    (MilestoneKind.AGREEMENT, "", None, "2021年9月"),
    (MilestoneKind.APPROVAL, "", None, "2022年5月，第三批"),
    (MilestoneKind.PLATE, "", None, "2022年12月"),
    (MilestoneKind.FULL_OPERATION, "临桂院区", date(2024, 3, 28), "3月28日（年份据上下文）"),
)
# name, region, stage, agreement signed on: planned without a hospital of their own yet
PLANNED = (
    ("北京协和医院贵州医院", "520000", ProjectStage.APPLYING, None),
    ("四川大学华西医院与遵义市合作", "520300", ProjectStage.NURTURED, date(2024, 9, 30)),
)


def load(hospitals, places) -> int:
    """Every project with its milestones; returns the number of projects."""
    for _source, name, _host, _since, _printed in RELATIONS:
        _load_approved(hospitals[name])
    for name, code, stage, signed_on in PLANNED:
        project, _made = CooperationProject.objects.get_or_create(
            name=name, defaults={"region": places[code], "stage": stage}
        )
        if signed_on:
            _step(project, MilestoneKind.AGREEMENT, "", signed_on, "合作帮扶协议", GUIZHOU_EVIDENCE)
    return len(RELATIONS) + len(PLANNED)


def _load_approved(hospital):
    is_guilin = hospital.name == GUILIN
    defaults = {
        "relation": HospitalRelation.objects.get(project=hospital),
        "region": hospital.region,
        "stage": ProjectStage.FULL_OPERATION if is_guilin else ProjectStage.OPENED,
    }
    if is_guilin:
        defaults |= {
            "batch_number": 3,
            "initial_beds": 600,
            "target_beds": 1800,
            "target_text": "运营5年内",
        }
    project, _made = CooperationProject.objects.get_or_create(name=hospital.name, defaults=defaults)
    if is_guilin:
        for kind, campus, actual_on, printed in GUILIN_STEPS:
            _step(project, kind, campus, actual_on, printed, GUILIN_EVIDENCE)
    else:
        for kind, printed in OPENED.items():
            _step(project, kind, "", None, printed, GUIZHOU_EVIDENCE)


def _step(project, kind, campus, actual_on, printed, evidence):
    Milestone.objects.get_or_create(
        project=project,
        kind=kind,
        campus_name=campus,
        defaults={"actual_on": actual_on, "actual_text": printed, "evidence": evidence},
    )
