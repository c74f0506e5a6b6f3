"""Checklists and scored rounds as files."""

import pytest

from hospitals.listing.inspection_file import CHECKLIST_FILE, INSPECTION_FILE
from hospitals.models import ChecklistItem, InspectionFinding, InspectionRound
from portal.errors import Incomplete
from portal.lists.actions import imports
from tests.factories import hospitals
from tests.factories import inspections as make

pytestmark = pytest.mark.django_db
CHECKLIST = "医联体,检查表版本,item,检查内容,评分标准,max"
RESULTS = "医联体,member,检查表版本,年度,轮次,item,score,finding,due,检查日期,检查组长"


@pytest.fixture
def network():
    return hospitals.network(hospitals.hospital("牵头医院"), hospitals.hospital("成员医院"))


@pytest.fixture
def bring(network):
    by = hospitals.member("network_admin", network.lead)

    def act(kind, header, *rows):
        lines = [header, *(f"{network.name},{row}" for row in rows)]
        return imports.run(kind=kind, sent=imports.Sent("\n".join(lines).encode()), by=by)

    return act


def test_checklist_is_kept(bring):
    bring(CHECKLIST_FILE, CHECKLIST, "A,1.1,病历,完整,10", "A,1.2,护理,规范,5")

    assert list(ChecklistItem.objects.values_list("number", "max_score")) == [
        ("1.1", 10),
        ("1.2", 5),
    ]
    for wrong in ("A,1.1,病历,完整,10", "B,1.1,病历,完整,0"):
        with pytest.raises(Incomplete):
            bring(CHECKLIST_FILE, CHECKLIST, wrong)


def test_rounds_are_planned_and_scored(bring, network):
    make.item(network, "1.1"), make.item(network, "1.2")
    make.planned(network, network.lead, year=2026)

    bring(
        INSPECTION_FILE,
        RESULTS,
        f"成员医院,{make.EDITION},2026,上半年,1.1,7,缺签名,2026-05-20,2026-04-10,组长",
        f"成员医院,{make.EDITION},2026,1,1.2,10,,,2026-04-10,组长",
        f"牵头医院,{make.EDITION},2026,1,1.1,10,,,2026-04-11,组长",
        f"牵头医院,{make.EDITION},2026,1,1.2,10,,,2026-04-11,组长",
    )

    rows = InspectionRound.objects.with_totals().order_by("points")
    assert [(row.hospital.name, row.points, row.state) for row in rows] == [
        ("成员医院", 17, "mending"),
        ("牵头医院", 20, "done"),
    ]
    assert [str(row.due_on) for row in InspectionFinding.objects.all()] == ["2026-05-20"]


@pytest.mark.parametrize(
    "row",
    [
        "成员医院,2025版,2026,1,9.9,7,,,2026-04-10,组长",
        "成员医院,2025版,2026,1,1.1,11,,,2026-04-10,组长",
        "成员医院,2025版,2026,1,1.1,1,缺,,2026-04-10,组长",
        "成员医院,2025版,2026,1,1.1,1,,,2099-04-10,组长",
        "成员医院,2025版,1026,1,1.1,1,,,2026-04-10,组长",
        "成员医院,2025版,2026,3,1.1,1,,,2026-04-10,组长",
        "别处医院,2025版,2026,1,1.1,1,,,2026-04-10,组长",
        "牵头医院,2025版,2025,1,1.1,1,,,2026-04-10,组长",
    ],
)
def test_rows_that_do_not_fit_are_refused(bring, network, row):
    make.scored(network, network.lead, {"1.1": (3, 10)})

    with pytest.raises(Incomplete):
        bring(INSPECTION_FILE, RESULTS, row)

    assert InspectionRound.objects.count() == 1
