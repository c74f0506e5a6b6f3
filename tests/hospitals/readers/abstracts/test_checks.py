"""What is odd about a batch: held against the monthly report and the months before."""

import pytest

from hospitals.readers.abstracts import checks
from hospitals.readers.abstracts.checks import Past

HERE = "h"


def part(**fields):
    told = {
        "rows": 100,
        "bed_days": 900,
        "unknown": 0,
        "unmapped": 0,
        "provinces": {"45": 95, "44": 5},
    }
    return {"hospital": HERE, "month": "2026-01-01"} | told | fields


def rules(told, **past):
    pasts = {(HERE, "2026-01-01"): Past(province="45", **past)}
    return [one.rule for one in checks.of_parts([told], pasts)]


@pytest.mark.parametrize(
    ("told", "past", "found"),
    [
        ({}, {"discharges": 101, "open_bed_days": 1000, "rows": [90, 110, 99]}, []),
        ({}, {"discharges": 103}, ["rows_differ"]),
        ({}, {"open_bed_days": 600}, ["capacity"]),
        ({"unknown": 4}, {}, ["unknown_places"]),
        ({"unmapped": 2}, {}, ["unmapped"]),
        ({}, {"rows": [10, 11, 12]}, ["rows_jump"]),
        ({}, {"rows": [10, 11]}, []),
        ({}, {"rows": [600, 700, 800]}, ["rows_jump"]),
        ({"provinces": {"45": 39, "44": 61}}, {}, ["out_share"]),
        ({"provinces": {"45": 90, "44": 10}}, {"out": [0.05, 0.05, 0.06]}, ["out_share_jump"]),
        ({"provinces": {}}, {"out": [0.05, 0.05, 0.06]}, []),
    ],
)
def test_each_rule(told, past, found):
    assert rules(part(**told), **past) == found


def test_share_is_of_those_whose_province_is_known():
    assert checks.out_share(part(unknown=50), "45") == pytest.approx(0.05)
    assert checks.out_share(part(), "") is None
