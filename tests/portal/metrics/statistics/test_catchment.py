import pytest

from portal.metrics.statistics import catchment


@pytest.mark.parametrize(
    "counts, index", [([10], 1.0), ([5, 5], 0.5), ([60, 30, 10], 0.46), ([], None)]
)
def test_concentration(counts, index):
    assert catchment.concentration(counts) == (index and pytest.approx(index))


def test_concentration_is_that_of_the_department_of_justice():
    """Four firms with 30, 30, 20 and 20 percent: 2,600 of 10,000 points."""
    assert catchment.concentration([30, 30, 20, 20]) * 10_000 == pytest.approx(2600)
