"""Inspections of the demo: one invented checklist, three rounds of every member, some mended.

All of it is invented and marked. The lead of each network is inspected too, to compare with.
"""

import datetime as dt
import random

from django.utils import timezone

from hospitals.enums import NetworkKind, NetworkRole
from hospitals.models import (
    ChecklistItem,
    InspectionFinding,
    InspectionRound,
    InspectionScore,
    Membership,
    Network,
)
from hospitals.models.inspection import FindingState, RoundState
from portal.roles import Role

EDITION = "模拟·2025版"
ITEMS = (
    ("1.1", "医疗核心制度", "三级查房、疑难病例讨论有记录并落实", 20),
    ("1.2", "病历书写", "运行病历抽查，关键内容完整及时", 20),
    ("2.1", "手术安全", "手术安全核查与分级授权执行到位", 20),
    ("2.2", "院感防控", "手卫生、多重耐药菌管理符合规范", 15),
    ("3.1", "护理质量", "分级护理与交接班符合规范", 15),
    ("3.2", "检查检验", "危急值报告与处置闭环", 10),
)
ROUNDS = 3
DAYS_TO_MEND = 45


def load(hospitals) -> int:
    """Each close consortium once; returns how many rounds there are."""
    if not InspectionRound.objects.exists():
        for network in Network.objects.filter(kind=NetworkKind.CLOSE_CONSORTIUM).order_by("name"):
            _load_one(network)
    return InspectionRound.objects.count()


def _load_one(network):
    items = ChecklistItem.objects.bulk_create(
        ChecklistItem(
            network=network,
            edition=EDITION,
            number=number,
            section=section,
            standard=standard,
            max_score=most,
            is_synthetic=True,
        )
        for number, section, standard, most in ITEMS
    )
    today = timezone.localdate()
    year, half = today.year, 1 if today.month <= 6 else 2
    for ago in range(ROUNDS):
        at = year * 2 + half - 1 - ago
        for member in network.members.order_by("role", "hospital__name"):
            _round(network, member, (at // 2, at % 2 + 1), items, today)


def _round(network, member, term, items, today):
    """The round of this half is planned; those before were done in its fourth month."""
    year, half = term
    day, due = dt.date(year, 6 * half - 2, 12), dt.date(year, 6 * half, 28)
    is_done = day < today
    row = InspectionRound.objects.create(
        network=network,
        hospital_id=member.hospital_id,
        edition=EDITION,
        year=year,
        half=half,
        due_on=due,
        state=RoundState.DONE if is_done else RoundState.PLANNED,
        inspected_on=day if is_done else None,
        inspector="模拟·检查组长" if is_done else "",
        conclusion="模拟·总体符合要求，按清单整改。" if is_done else "",
        is_synthetic=True,
    )
    if is_done:
        _results(row, items, member.role == NetworkRole.LEAD, today)
        if row.findings.exclude(state=FindingState.VERIFIED).exists():
            row.state = RoundState.MENDING
            row.save(update_fields=["state"])


def _results(row, items, is_lead, today):
    dice = random.Random(f"{row.hospital.name}/{row.year}/{row.half}")
    scores = [
        InspectionScore(
            round=row,
            item=item,
            score=item.max_score - dice.randrange(0, 2 if is_lead else 6),
            max_score=item.max_score,
        )
        for item in items
    ]
    InspectionScore.objects.bulk_create(scores)
    low = [one for one in scores if one.max_score - one.score >= 3]
    found = (_finding(row, one, number, today) for number, one in enumerate(low))
    InspectionFinding.objects.bulk_create(found)


def _finding(row, score, number, today):
    """Mended by one person and verified by another, most in time; the last ones wait."""
    due = row.inspected_on + dt.timedelta(days=DAYS_TO_MEND)
    told = {
        "round": row,
        "item": score.item,
        "text": "模拟·抽查发现记录不完整",
        "responsible": "模拟·医务部",
        "due_on": due,
        "is_synthetic": True,
    }
    people = _people(row)
    if due > today or len(people) < 2:
        return InspectionFinding(**told)
    closed = due - dt.timedelta(days=10)
    told |= {"measure": "模拟·已补记并培训", "closed_on": closed, "closed_by": people[0]}
    verified = closed + dt.timedelta(days=5 if number % 3 else 20)
    return InspectionFinding(
        state=FindingState.VERIFIED, verified_on=verified, verified_by=people[1], **told
    )


def _people(row):
    """Who mends at the hospital, and who looks again at the lead."""
    asked = ((row.hospital_id, Role.HOSPITAL_ADMIN), (row.network.lead_id, Role.NETWORK_ADMIN))
    found = [
        Membership.objects.filter(hospital=place, role=role).order_by("pk").first()
        for place, role in asked
    ]
    return [held.user for held in found if held]
