import datetime as dt

import pytest
from django.db import transaction

from portal.metrics import compute, hiding, lineage
from portal.metrics.jobs import RECIPES
from portal.metrics.models import IndicatorValue, Job
from tests.factories import flows, hospitals
from tests.factories.flows import cell, send

pytestmark = pytest.mark.django_db
YEAR = dt.date(2024, 1, 1)


@pytest.fixture
def world():
    """One county whose January is small, beside a sister and two months of many."""
    made = flows.world()
    left = {("A11", "2024-01"): 3, ("A11", "2024-02"): 30, ("A11", "2024-03"): 40}
    left |= {("A12", month): 60 for month in ("2024-01", "2024-02", "2024-03")}
    send(
        made["A"],
        *[cell(code, "B", out, period=month) for (code, month), out in left.items()],
        *[cell(code, code, 500, period=month) for code, month in left],
    )
    compute.compute_stale()
    return made


def marks(region, code="F01", **more):
    rows = IndicatorValue.objects.filter(code=code, region=region, grain="month", **more)
    return [row.disclosure for row in rows.order_by("period")]


def test_a_month_is_not_what_the_year_leaves(world):
    """F23 and F17 tell the year: 73 less 40 and 30 would be three people in January."""
    assert marks(world["A11"]) == ["small", "complement", "shown"]
    assert marks(world["A12"]) == ["complement", "complement", "shown"]
    assert marks(world["A1"]) == ["shown", "shown", "shown"]
    year = IndicatorValue.objects.get(code="F17", region=world["A11"])
    assert (year.numerator, year.disclosure) == (73, "shown")


def test_all_that_is_told_of_a_place_and_month_is_hidden_with_it(world):
    month = IndicatorValue.objects.filter(region=world["A11"], period=YEAR, grain="month")

    assert set(month.filter(disclosure="shown").values_list("code", flat=True)) == set()


def test_marks_do_not_depend_on_the_order_of_jobs(world):
    before = IndicatorValue.objects.told()

    for month in (3, 1, 2):
        compute.compute(Job.FLOWS, dt.date(2024, month, 1))
    compute.compute(Job.MIX, YEAR)

    assert IndicatorValue.objects.told() == before


def test_a_province_alone_is_marked_as_all_of_them_are(world):
    before = IndicatorValue.objects.told()
    IndicatorValue.objects.filter(disclosure="complement").update(disclosure="shown")
    codes = {code for one in hiding.WORLDS for code in one}

    with transaction.atomic():
        hiding.hide(YEAR, "month", codes, province=world["B"].pk)
    of_another = IndicatorValue.objects.filter(disclosure="complement").count()
    with transaction.atomic():
        hiding.hide(YEAR, "month", codes, province=world["A"].pk)

    assert of_another == 0
    assert IndicatorValue.objects.told() == before


def test_what_is_no_complement_any_more_is_shown_again(world):
    send(
        world["A"],
        *[cell(code, "B", 50, period="2024-01") for code in ("A11", "A12")],
        *[cell(code, code, 500, period="2024-01") for code in ("A11", "A12")],
        name="again.csv",
    )
    compute.compute_stale()

    assert marks(world["A11"]) == marks(world["A12"]) == ["shown", "shown", "shown"]


def test_rows_behind_a_shown_figure_tell_no_hidden_one(world):
    viewer = hospitals.member("commission_viewer", world["A"])
    city = IndicatorValue.objects.get(code="F01", region=world["A1"], period=YEAR, grain="month")

    rows = lineage.samples(city, viewer)[0].rows

    assert city.disclosure == "shown"
    assert {row[-1] for row in rows} == {"人数过少，不显示"}


def test_cells_are_read_as_one_table():
    rows = [
        (
            code,
            code,
            mark,
            "hqms",
            "ALL",
            "ALL",
            "2024-01",
            "a",
            None,
            None,
            "",
            "county",
            "A",
            None,
            x,
            500,
        )
        for code, x, mark in (("F01", 3, "small"), ("F03", 40, "shown"))
    ]

    month, year = hiding.read(rows)

    assert month.counts == {"F01": 3, "F01=": 500, "F01-": 497, "F03": 40, "F03=": 500, "F03-": 460}
    assert (month.is_hidden, year.period, year.is_hidden) == (True, "2024", True)


def shared(job, year):
    return hiding.shared(dt.date(year, 1, 1), {*RECIPES[job].codes})


def test_jobs_that_mark_the_same_rows_wait_for_each_other():
    assert shared(Job.MIX, 2024) == shared(Job.BALANCE, 2024) == ["figures of 2024"]
    assert shared(Job.FLOWS, 2024) == ["figures of 2024", "figures of changes"]
    assert shared(Job.CHANGE, 2025) == ["figures of changes"]
    assert shared(Job.EXPERTS, 2024) == []
