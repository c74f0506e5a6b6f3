import datetime as dt

import pytest

from portal.metrics import compute
from portal.metrics.models import IndicatorValue
from portal.metrics.statistics import xmr
from portal.periods import Month
from tests.factories import flows
from tests.factories.flows import cell, send

pytestmark = pytest.mark.django_db
# Thirteen steady months, then one that is not.
LEFT = [100, 104] * 6 + [100, 300]


@pytest.fixture
def world():
    made = flows.world()
    rows = []
    for number, left in enumerate(LEFT):
        period = str(Month(2023, 1).plus(number))
        rows += [cell("A11", "B", left, period), cell("A11", "A11", 1000 - left, period)]
    send(made["A"], *rows)
    compute.compute_stale()
    return made


def signal(region, period):
    return IndicatorValue.objects.get(code="F24", region=region, item="F01", period=period)


def test_signal_is_that_of_the_chart_of_the_months_so_far(world):
    last = signal(world["A11"], dt.date(2024, 2, 1))
    chart = xmr.chart([left / 1000 for left in LEFT])

    assert last.measure == xmr.Signal.OUTSIDE
    assert (last.low, last.high) == pytest.approx((chart.low, chart.high), rel=1e-12)
    assert last.denominator == 14


def test_steady_month_is_none_and_its_limits_are_on_trial(world):
    early = signal(world["A11"], dt.date(2023, 6, 1))

    assert (early.measure, early.denominator) == (0, 6)
    assert early.shown.is_unstable


def test_first_month_has_no_range(world):
    assert not IndicatorValue.objects.filter(code="F24", period=dt.date(2023, 1, 1)).exists()
