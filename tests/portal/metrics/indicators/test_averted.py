import datetime as dt

import pytest

from hospitals.models import CooperationProject, Milestone
from portal.metrics import compute, intervals
from portal.metrics.indicators import averted
from portal.metrics.models import IndicatorValue, Job
from portal.periods import Month
from tests.factories import flows, hospitals
from tests.factories.flows import cell, send

pytestmark = pytest.mark.django_db


def test_averted_is_the_difference_of_the_rates_times_the_stays():
    value, low, high = averted.since_base(80, 1000, 100, 1000)
    limits = intervals.newcombe(80, 1000, 100, 1000)

    assert value == pytest.approx(20)
    assert (low, high) == pytest.approx((-limits[1] * 1000, -limits[0] * 1000))


def months(count):
    return {Month(2022, 1).plus(number).first: (100, 1000) for number in range(count)}


def test_trend_ends_where_a_month_is_missing():
    told = months(36)
    del told[dt.date(2024, 6, 1)]

    whole, short = (averted.Series.of(told, dt.date(2023, month, 1)) for month in (1, 7))
    none = averted.Series.of({}, dt.date(2023, 1, 1))
    assert (len(whole.months), whole.begins, short.begins) == (29, 12, 18)
    assert (whole.averted() is not None, whole.effects() is not None) == (True, True)
    assert (short.averted(), short.effects()) == (None, None)
    assert (none.averted(), none.effects()) == (None, None)


@pytest.fixture
def world():
    made = flows.world()
    project = hospitals.hospital("项目医院", region=made["A11"])
    relation = hospitals.relation(hospitals.hospital("输出医院", region=made["B11"]), project)
    project = CooperationProject.objects.create(name="共建", stage="opened", relation=relation)
    Milestone.objects.create(project=project, kind="opening", actual_on=dt.date(2024, 1, 10))
    return made


def test_figures_of_a_year(world):
    rows = []
    for number in range(24):
        month, left = Month(2023, 1).plus(number), 100 if number < 12 else 60
        period = str(month)
        rows += [cell("A11", "B", left, period), cell("A11", "A11", 1000 - left, period)]
    send(world["A"], *rows)
    compute.compute_stale()

    of_base = IndicatorValue.objects.get(code="F07", region=world["A11"])
    of_trend = IndicatorValue.objects.get(code="F07T", region=world["A11"])
    assert (of_base.numerator, of_base.denominator, of_base.measure) == (720, 12_000, 480)
    assert of_base.low < 480 < of_base.high
    assert (of_trend.numerator, of_trend.denominator) == (720, 12_000)
    assert of_trend.measure == pytest.approx(480, abs=1e-6)
    level, slope = (
        IndicatorValue.objects.get(code=code, region=world["A11"]) for code in ("F07L", "F07S")
    )
    assert (level.numerator, level.denominator) == (720, 12_000)
    assert (level.measure, slope.measure) == pytest.approx((0.6, 1), abs=1e-9)
    assert not compute.compute_stale()
    assert not IndicatorValue.objects.filter(code="F07T", region=world["A2"]).exists()


def test_without_a_base_year_nothing_is_averted(world):
    send(world["A"], cell("A11", "B", 10))
    compute.compute_stale()

    assert compute.compute(Job.AVERTED, dt.date(2024, 1, 1)).row_count == 0
