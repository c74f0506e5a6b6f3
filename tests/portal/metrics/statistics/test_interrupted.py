"""Against the data and results of the tutorial of Lopez Bernal, Cummins and Gasparrini (2017).

Acute coronary events in Sicily, 2002-01 to 2006-11, and the age-standardised population; smoking
was banned in January 2005. Data: sicily.csv of the authors' repository
gasparrini/2017_lopezbernal_IJE_codedata at c88b53f, its columns aces and stdpop, all 59 months.
"""

import math

import pytest

from portal.metrics.statistics import interrupted

# fmt: off
EVENTS = [
    728, 659, 791, 734, 757, 726, 760, 740, 720, 814, 795, 858, 887, 766, 851, 769, 781, 756, 766,
    752, 765, 831, 879, 928, 914, 808, 937, 840, 916, 828, 845, 818, 860, 839, 887, 886, 831, 796,
    833, 820, 877, 758, 767, 738, 781, 843, 850, 908, 1021, 859, 976, 888, 962, 838, 810, 876, 843,
    936, 912,
]
PEOPLE = [
    379875.3, 376495.5, 377040.8, 377116.4, 377383.4, 374113.1, 379513.3, 376295.5, 374653.2,
    378485.6, 375955.5, 378349.7, 376762.4, 379032.3, 379360.4, 376162.0, 377972.4, 381830.7,
    379888.6, 380872.2, 380966.9, 381240.4, 382104.9, 381802.7, 381656.3, 383680.0, 383504.2,
    386462.9, 383783.1, 380836.8, 383483.0, 380906.2, 382926.8, 384052.4, 384449.6, 383428.4,
    388153.2, 388373.2, 386470.1, 386033.2, 383686.4, 385509.3, 385901.9, 386516.6, 388436.5,
    383255.2, 390148.7, 385874.9, 391613.6, 391750.4, 394005.6, 391364.9, 391664.6, 389022.3,
    391878.5, 388575.3, 392989.0, 390018.8, 390712.3,
]
# fmt: on
TIMES = range(1, 60)
MONTHS = [(time - 1) % 12 + 1 for time in TIMES]
BAN = 37


def fitted(**options):
    return interrupted.quasi_poisson(EVENTS, interrupted.design(TIMES, BAN, **options), PEOPLE)


def test_step_without_season_is_that_of_the_paper():
    """RR 0.894 (0.864 to 0.925), of a plain Poisson model."""
    fit = fitted(with_slope=False)
    half = interrupted.Z * fit.error(interrupted.LEVEL) / math.sqrt(fit.dispersion)
    centre = fit.coefficients[interrupted.LEVEL]

    limits = [math.exp(centre + side * half) for side in (-1, 0, 1)]
    assert limits == pytest.approx([0.864, 0.894, 0.925], abs=8e-4)


def test_step_with_season_is_that_of_the_paper():
    """RR 0.885 (0.839 to 0.933), quasi-Poisson with two harmonics."""
    fit = fitted(with_slope=False, months=MONTHS)

    assert fit.ratio(interrupted.LEVEL) == pytest.approx((0.885, 0.839, 0.933), abs=5e-4)


def test_slope_does_not_change_as_in_the_paper():
    """The paper finds little evidence of a change of slope."""
    _ratio, low, high = fitted(with_slope=True, months=MONTHS).ratio(interrupted.LEVEL + 1)

    assert low < 1 < high


def test_quasi_poisson_is_that_of_the_documentation_of_r():
    """The example of ?glm (Dobson 1990): estimates, errors and dispersion of quasipoisson()."""
    counts = [18, 17, 15, 20, 10, 20, 25, 13, 12]
    rows = [
        [1, int(outcome == 2), int(outcome == 3), int(treatment == 2), int(treatment == 3)]
        for treatment in (1, 2, 3)
        for outcome in (1, 2, 3)
    ]

    fit = interrupted.quasi_poisson(counts, rows, [1] * 9)

    assert fit.coefficients[:3] == pytest.approx((3.045, -0.4543, -0.2930), abs=5e-4)
    assert fit.coefficients[3:] == pytest.approx((0, 0), abs=1e-12)
    assert (fit.error(0), fit.error(1), fit.dispersion) == pytest.approx(
        (0.1944, 0.2299, 1.2933), abs=5e-5
    )


def test_averted_is_what_the_trend_would_have_had():
    """A rate that halves after two steady years has averted as many as it still has."""
    counts, cases = [100] * 24 + [50] * 12, [1000] * 36

    found = interrupted.averted(counts, cases, 24)

    assert found.value == pytest.approx(600, abs=1e-6)
    assert found.low <= found.value <= found.high
    assert found.fit.dispersion == pytest.approx(0, abs=1e-12)


def test_effects_are_those_of_the_fit_with_season():
    """The level of the paper's data, its slope free; points and their ban counted from one."""
    fit = fitted(with_slope=True, months=MONTHS)
    cases = [round(one) for one in PEOPLE]

    found = interrupted.effects(EVENTS, cases, BAN - 1, MONTHS)

    assert found.level == pytest.approx(fit.ratio(interrupted.LEVEL), rel=1e-5)
    assert found.slope == pytest.approx(fit.ratio(interrupted.SLOPE), rel=1e-5)


def test_effects_need_events_on_both_sides():
    months = [number % 12 + 1 for number in range(24)]

    assert interrupted.effects([0] * 12 + [5] * 12, [100] * 24, 12, months) is None
    assert interrupted.effects([5] * 12 + [0] * 12, [100] * 24, 12, months) is None
    assert interrupted.effects([5] * 23, [100] * 23, 12, months[:23]) is None


@pytest.mark.parametrize("before, after", [(11, 12), (12, 11)])
def test_fewer_than_twelve_points_on_a_side_are_refused(before, after):
    points = before + after

    assert interrupted.averted([10] * points, [100] * points, before) is None


def test_without_cases_or_events_there_is_no_trend():
    assert interrupted.averted([1] * 24, [1] * 23 + [0], 12) is None
    assert interrupted.averted([0] * 12 + [5] * 12, [100] * 24, 12) is None
