import pytest

from portal.metrics.statistics import catchment

# 80 of north's 100 stay; south sends 40 of its 60 there.
FLOWS = {
    ("north", "north"): 80,
    ("north", "south"): 20,
    ("south", "north"): 40,
    ("south", "south"): 20,
}


def test_indexes():
    assert catchment.localisation(FLOWS, "north") == 0.8
    assert catchment.relevance(FLOWS, "south", "north") == pytest.approx(2 / 3)
    assert catchment.commitment(FLOWS, "south", "north") == pytest.approx(1 / 3)
    assert catchment.commitment(FLOWS, "south", "east") is None


def test_gandy_lies_below_the_diagonal_where_more_come_than_leave():
    """x: residents treated at home over residents; y: over all who are treated there."""
    assert catchment.gandy(FLOWS, "north") == pytest.approx((0.8, 80 / 120))
    assert catchment.gandy(FLOWS, "south") == pytest.approx((20 / 60, 20 / 40))
    assert catchment.gandy(FLOWS, "east") is None


@pytest.mark.parametrize("share, area", [(0.5, ["a"]), (0.6, ["a", "b"]), (0.9, ["a", "b", "c"])])
def test_service_area_is_the_smallest_that_holds_the_share(share, area):
    assert catchment.service_area({"c": 15, "a": 50, "d": 5, "b": 30}, share) == area


def test_service_area_of_nobody_is_empty():
    assert catchment.service_area({"a": 0}) == []


@pytest.mark.parametrize(
    "counts, index", [([10], 1.0), ([5, 5], 0.5), ([60, 30, 10], 0.46), ([], None)]
)
def test_concentration(counts, index):
    assert catchment.concentration(counts) == (index and pytest.approx(index))
