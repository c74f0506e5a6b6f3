"""Against the worked examples that R. G. Newcombe printed in 1998."""

import pytest

from portal.metrics import intervals


@pytest.mark.parametrize(
    "x, n, low, high",
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson(x, n, low, high):
    assert intervals.wilson(x, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    "x1, n1, x0, n0, low, high",
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0),
        (10, 10, 0, 10, 0.6075, 1.0),
    ],
)
def test_newcombe(x1, n1, x0, n0, low, high):
    assert intervals.newcombe(x1, n1, x0, n0) == pytest.approx((low, high), abs=5e-5)


def test_relative_decline():
    """8 % after 10 %: a fifth less; the ratio 0.8 has log-symmetric limits."""
    low, high = intervals.relative_decline_interval(80, 1000, 100, 1000)

    assert intervals.relative_decline(80, 1000, 100, 1000) == pytest.approx(0.2, abs=1e-12)
    assert (1 - low) * (1 - high) == pytest.approx(0.64, abs=1e-12)
    assert (1 - low, 1 - high) == pytest.approx((1.0592, 0.6042), abs=5e-5)


def test_relative_decline_is_that_of_the_textbook():
    """Vascular events of 411 with aspirin and 411 without: 45 and 73, ratio 0.4364 to 0.8707.

    Moore, McCabe, Craig, Introduction to the Practice of Statistics, 9th edition, example 8.18.
    """
    low, high = intervals.relative_decline_interval(45, 411, 73, 411)

    assert (1 - high, 1 - low) == pytest.approx((0.4364, 0.8707), abs=5e-5)


@pytest.mark.parametrize("counts", [(0, 0, 1, 2), (1, 2, 0, 0), (1, 2, 0, 5)])
def test_nothing_is_said_without_cases(counts):
    assert intervals.relative_decline(*counts) is None
    assert intervals.relative_decline_interval(*counts) is None


def test_no_denominator_no_interval():
    assert intervals.wilson(0, 0) is None
    assert intervals.newcombe(0, 0, 1, 2) is None


@pytest.mark.parametrize(
    "count, low, high",
    [
        (0, 0.0, 3.6889),
        (1, 0.0253, 5.5716),
        (5, 1.6235, 11.6683),
        (9, 4.1154, 17.0848),
        (10, 4.7874, 18.3915),
        (100, 81.3623, 121.6275),
    ],
)
def test_events(count, low, high):
    """Exact below ten: the table of Ulm, American Journal of Epidemiology 131 (1990): 373-375."""
    assert intervals.events(count) == pytest.approx((low, high), abs=1e-3)


def test_events_cannot_be_fewer_than_none():
    assert intervals.events(-1) is None
