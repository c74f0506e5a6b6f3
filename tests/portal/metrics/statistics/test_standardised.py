import pytest

from portal.metrics import intervals
from portal.metrics.statistics import standardised
from portal.metrics.statistics.standardised import Stratum


def test_ratio_has_the_interval_of_the_count():
    """65 observed: Byar's limits 50.16 and 82.85, as PHEindicatormethods is tested with."""
    found = standardised.ratio([Stratum(40, 100, 0.2), Stratum(25, 300, 0.1)])

    assert found == pytest.approx((65 / 50, 50.16318771 / 50, 82.84913855 / 50))


def test_ratio_below_ten_is_exact():
    """Ulm (1990): for 5 events 1.6235 and 11.6683."""
    found = standardised.ratio([Stratum(5, 100, 0.1)])

    assert found == pytest.approx((0.5, 0.16235, 1.16683), abs=1e-4)


def test_nothing_expected_no_ratio():
    assert standardised.ratio([Stratum(0, 10, 0.0)]) is None
    assert standardised.ratio([]) is None


def test_direct_rate_of_one_stratum_is_the_plain_one():
    """Then Dobson's interval is that of the count itself."""
    low, high = intervals.byar(100)

    found = standardised.direct([Stratum(100, 2000, 7.0)])

    assert found == pytest.approx((0.05, low / 2000, high / 2000))


def test_direct_rate_by_hand():
    """Weights 1 and 3: rate (0.1 + 3 × 0.2) / 4; variance (10/100² + 9 × 40/200²) / 16."""
    found = standardised.direct([Stratum(10, 100, 1.0), Stratum(40, 200, 3.0)])
    low, high = intervals.byar(50)
    scale = ((10 / 100**2 + 9 * 40 / 200**2) / 16 / 50) ** 0.5

    assert found == pytest.approx((0.175, 0.175 + scale * (low - 50), 0.175 + scale * (high - 50)))


def test_direct_rate_is_the_published_one():
    """Down's syndrome in Michigan 1950-1964, fifth and later children, standard: all births.

    Fleiss, Statistical Methods for Rates and Proportions (1981), table 14.4; Fay and Feuer (1997),
    table II; 75.52901 per 100,000 in the examples of the R package dsrTest 1.0.0.
    """
    cases = (0, 8, 63, 112, 262, 295)
    births = (327, 30666, 123419, 149919, 104088, 34392)
    standard = (319933, 931318, 786511, 488235, 237863, 61313)

    found = standardised.direct(list(map(Stratum, cases, births, standard)))

    assert found.value * 1e5 == pytest.approx(75.52901, abs=5e-6)


@pytest.mark.parametrize(
    "cases, rate, low, high",
    [
        ((0, 8, 63, 112, 262, 295), 75.529007445257, 67.63274312269, 83.867108708542),
        ((0, 0, 1, 2, 3, 9), 1.26670338357, 0.644397215952, 2.183738533616),
    ],
)
def test_dobson_interval_is_that_of_the_health_department_of_england(cases, rate, low, high):
    """What PHStatsMethods 0.1.16 of the DHSC, the Python twin of PHEindicatormethods, says of the
    births of Michigan, and of few cases there. Dobson's own paper prints no worked interval."""
    births = (327, 30666, 123419, 149919, 104088, 34392)
    standard = (319933, 931318, 786511, 488235, 237863, 61313)

    found = standardised.direct(list(map(Stratum, cases, births, standard)))

    assert [1e5 * one for one in found] == pytest.approx([rate, low, high], rel=1e-12)


def test_direct_rate_needs_ten_events():
    assert standardised.direct([Stratum(9, 100, 1.0)]) is None
    assert standardised.direct([Stratum(10, 100, 0.0)]) is None


def test_stratum_without_cases_is_left_out_with_its_weight():
    with_gap = standardised.direct([Stratum(20, 100, 1.0), Stratum(0, 0, 5.0)])

    assert with_gap == standardised.direct([Stratum(20, 100, 1.0)])
