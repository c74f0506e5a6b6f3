import pytest

from portal.metrics import compute, lineage
from portal.metrics.models import IndicatorValue
from tests.factories import flows, hospitals
from tests.factories.flows import cell, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    made = flows.world()
    send(
        made["A"],
        *(cell("A11", code, stays) for code, stays in (("A11", 100), ("B", 40))),
    )
    send(
        made["B"],
        *(cell("B11", code, stays) for code, stays in (("B11", 90), ("A11", 30), ("A21", 3))),
    )
    compute.compute_stale()
    return made


def rows(code, region, *viewers):
    value = IndicatorValue.objects.get(code=code, region=region, grain="month")
    return [lineage.samples(value, viewer)[0] for viewer in viewers]


def test_rows_of_inflow_are_those_of_where_it_came_from(world):
    here, there = (hospitals.member("commission_viewer", world[name]) for name in "AB")
    hospitals.holds(there, "commission_viewer", world["A"])

    mine, theirs = rows("F08", world["A"], here, there)

    assert (mine.rows, mine.count) == ([], 0)
    assert "流入的明细在来源地" in mine.why
    assert [row[1].split()[-1] for row in theirs.rows] == ["B11", "B11"]


def test_balance_rests_on_those_who_leave_and_who_come(world):
    viewer = hospitals.member("commission_viewer", world["A"])
    hospitals.holds(viewer, "commission_viewer", world["B"])

    (found,) = rows("F10", world["A"], viewer)

    assert {row[1].split()[-1] for row in found.rows} == {"A11", "B11"}
    assert found.count == 4
