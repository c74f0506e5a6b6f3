"""Weeks in remission of leukaemia (Freireich et al. 1963), the usual example of the method."""

import pytest

from portal.metrics.statistics import survival

TREATED = [(6, True)] * 3 + [(7, True), (10, True), (13, True), (16, True), (22, True), (23, True)]
TREATED += [(weeks, False) for weeks in (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)]
WEEKS = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
PLACEBO = [(weeks, True) for weeks in WEEKS]


def test_curve_is_the_published_one():
    times, left = zip(*survival.curve(TREATED), strict=True)

    assert times == (6, 7, 10, 13, 16, 22, 23)
    published = (0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448)
    assert left == pytest.approx(published, abs=5e-4)


def test_medians_are_the_published_ones():
    assert (survival.median(TREATED), survival.median(PLACEBO)) == (23, 8)


def test_no_median_while_more_than_half_are_left():
    assert survival.median([(1, True), (9, False), (9, False)]) is None
    assert survival.median([]) is None
