"""Checklists, rounds and findings, without the steps that lead to them."""

import datetime as dt

from hospitals.models import ChecklistItem, InspectionFinding, InspectionRound, InspectionScore

EDITION = "2025版"
DAY = dt.date(2025, 4, 10)


def item(network, number="1.1", most=10, edition=EDITION, **fields):
    told = {"section": "病历书写", "standard": "内容完整及时"} | fields
    return ChecklistItem.objects.create(
        network=network, edition=edition, number=number, max_score=most, **told
    )


def planned(network, hospital, year=2025, half=1, edition=EDITION, **fields):
    told = {"due_on": dt.date(year, 6 * half, 28)} | fields
    return InspectionRound.objects.create(
        network=network, hospital=hospital, year=year, half=half, edition=edition, **told
    )


def scored(network, hospital, scores, found=(), day=DAY, **fields):
    """scores: by number (given, most); found: the numbers with a finding, due 60 days later."""
    told = {
        "state": "mending" if found else "done",
        "inspected_on": day,
        "inspector": "组长",
        "conclusion": "反馈",
    }
    row = planned(network, hospital, **told | fields)
    for number, (given, most) in scores.items():
        about = {"network": network, "edition": row.edition, "number": number}
        one, _new = ChecklistItem.objects.get_or_create(
            **about, defaults={"section": "病历书写", "standard": "完整", "max_score": most}
        )
        InspectionScore.objects.create(round=row, item=one, score=given, max_score=most)
        if number in found:
            finding(row, one, due_on=day + dt.timedelta(days=60))
    return row


def finding(inspection, item, due_on, **fields):
    told = {"text": "记录不完整"} | fields
    return InspectionFinding.objects.create(round=inspection, item=item, due_on=due_on, **told)
