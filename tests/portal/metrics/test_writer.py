import datetime as dt

import pytest

from portal.metrics import compute, intervals, writer
from portal.metrics.definitions.base import Figure
from portal.metrics.jobs import Recipe
from portal.metrics.models import ComputeRun, Grain, IndicatorValue
from tests.factories import flows
from tests.factories.flows import cell, send

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2024, 4, 1, tzinfo=dt.UTC)


@pytest.fixture
def world():
    return flows.world()


def written(*figures, grain=Grain.MONTH):
    run = ComputeRun.objects.create(job="flows", period=dt.date(2024, 1, 1))
    codes = tuple(figure.code for figure in figures)
    writer.write(run, Recipe(grain, codes, figures=lambda _period: figures))
    return list(IndicatorValue.objects.order_by("item", "numerator"))


def limits(row):
    return row.low, row.high


def test_query_stores_the_interval_that_the_pure_module_gives(world):
    send(world["A"], cell("A11", "B", 7), cell("A11", "A11", 93), cell("A12", "A12", 20))
    compute.compute_stale()

    county = IndicatorValue.objects.get(code="F01", region=world["A11"])
    count = IndicatorValue.objects.get(code="F05", region=world["A11"])
    other = IndicatorValue.objects.get(code="F01", region=world["A12"])
    assert limits(county) == intervals.wilson(7, 100)
    assert limits(count) == intervals.exact(7)
    assert limits(other) == intervals.wilson(0, 20)


def test_figures_made_in_python_pass_the_same_statement(world):
    about = {"region_id": world["A"].pk, "as_of": NOW}

    few, many, given = written(
        Figure(code="F05", numerator=9, **about),
        Figure(code="F05", numerator=1200, **about | {"region_id": world["B"].pk}),
        Figure(code="F05", numerator=9, item="x", low=1.25, high=0.1 + 0.2, **about),
    )

    assert limits(few) == intervals.exact(9)
    assert limits(many) == pytest.approx(intervals.byar(1200), rel=1e-14)
    assert limits(given) == (1.25, 0.1 + 0.2)
    assert few.pk != given.pk


def test_change_has_the_interval_of_newcombe(world):
    (row,) = written(
        Figure(
            code="F06",
            region_id=world["A"].pk,
            as_of=NOW,
            numerator=56,
            denominator=70,
            base_numerator=48,
            base_denominator=80,
        ),
        grain=Grain.YEAR,
    )

    assert limits(row) == pytest.approx(intervals.newcombe(56, 70, 48, 80), rel=1e-13)


def test_pair_and_grain_and_versions_are_kept(world):
    (row,) = written(
        Figure(
            code="F05",
            region_id=world["A11"].pk,
            counterpart_region_id=world["B"].pk,
            numerator=3,
            as_of=NOW,
            drg_version="CHS 1.1",
            code_versions={"icd10": "2.0"},
        ),
        grain=Grain.QUARTER,
    )

    assert (row.counterpart, row.drg_version, row.grain) == (world["B"], "CHS 1.1", "quarter")
    assert (row.code_versions, row.disclosure) == ({"icd10": "2.0"}, "small")
