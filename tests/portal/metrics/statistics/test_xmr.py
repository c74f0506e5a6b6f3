"""Limits against those that NHSRplotthedots is tested with; rules as Making Data Count has them."""

from itertools import pairwise

import pytest

from portal.metrics.statistics import xmr
from portal.metrics.statistics.xmr import Signal

# The twenty values of its test of ptd_spc_standard: set.seed(123); rnorm(20).
# fmt: off
VALUES = [
    -0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621,
    -1.26506123, -0.68685285, -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272,
    -0.55584113, 1.78691314, 0.49785048, -1.96661716, 0.70135590, -0.47279141,
]
# fmt: on
STEADY = [1.0, -1.0] * 8


def test_limits():
    chart = xmr.chart(VALUES)

    assert (chart.mean, chart.low, chart.high) == pytest.approx((0.142, -3.01, 3.29), abs=6e-3)
    assert set(chart.signals) == {Signal.NONE}
    assert not chart.is_trial


def test_outlying_range_is_left_out_once():
    values = [*VALUES[:14], 10.0, *VALUES[15:]]
    ranges = [abs(now - then) for then, now in pairwise(values)]
    kept = [one for one in ranges if one <= 3.267 * sum(ranges) / 19]

    chart = xmr.chart(values)

    assert len(kept) == 17
    assert chart.high - chart.mean == pytest.approx(2.66 * sum(kept) / 17)
    assert chart.signals[14] == Signal.OUTSIDE


def test_two_near_opposite_limits_are_no_signal():
    """The package tests this too: both must lie on the same side of the mean."""
    assert set(xmr.chart([*STEADY[:14], 5.5, -5.5]).signals) == {Signal.NONE}


def test_two_of_three_near_the_same_limit():
    signals = xmr.chart([*STEADY, *STEADY[:13], 4.6, -1.0, 4.6]).signals

    assert signals[29:] == (Signal.TWO_OF_THREE, Signal.NONE, Signal.TWO_OF_THREE)


def test_seven_rising_and_seven_above():
    rising = xmr.chart([*[5, 3, 5, 3, 5, 3], 3.1, 3.2, 3.3, 3.4, 3.5, 3.6, 3.7, 3]).signals
    above = xmr.chart([1, 3] * 6 + [3.2, 3.1, 3.2, 3.1, 3.2, 3.1]).signals

    assert rising[6:13] == (Signal.TREND,) * 7
    assert above[11:] == (Signal.SHIFT,) * 7


def test_limits_of_few_points_are_on_trial():
    assert xmr.chart(VALUES[:11]).is_trial
    assert xmr.chart([1.0]) is None
