"""Against the limits that PHEindicatormethods is tested with (testdata_funnel_prop_outputs)."""

import pytest

from portal.metrics.statistics import funnel

BASE = 0.80642448


@pytest.mark.parametrize(
    "cases, two, three",
    [
        (1, (3.204264, 100), (0, 100)),
        (10, (56.154344, 100), (42.03259, 100)),
        (41, (68.548635, 92.73626), (61.574398, 99.710497)),
        (102, (72.974925, 88.309971), (68.553233, 92.731663)),
        (1008, (78.203374, 83.081521), (76.796814, 84.488082)),
        (110000, (80.408963, 80.875933), (80.274317, 81.010578)),
    ],
)
def test_limits(cases, two, three):
    inner = funnel.limits(BASE, cases)
    outer = funnel.limits(BASE, cases, funnel.ALARM)

    assert [100 * side for side in inner] == pytest.approx(two, abs=1e-6)
    assert [100 * side for side in outer] == pytest.approx(three, abs=1e-6)


@pytest.mark.parametrize(
    "events, cases, grade",
    [
        (35078.488, 41980, 2),  # New Forest: High (0.001)
        (24803.6256, 31824, -2),  # Norwich: Low (0.001)
        (50050.7443, 61921, 0),  # South Gloucestershire: Not significant
        (26789.238, 33012, 1),  # West Norfolk: High (0.025)
        (30277.5312, 37828, -1),  # North Devon: Low (0.025)
    ],
)
def test_flags_are_those_of_the_primary_care_trusts(events, cases, grade):
    assert funnel.flag(events, cases, BASE) == grade
