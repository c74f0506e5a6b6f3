import pytest

from hospitals import volumes
from hospitals.enums import Measure

USUAL = {measure.value: 600 for measure in Measure} | {
    "outpatients": 12_000,
    "surgeries": 200,
    "surgeries_level_3": 80,
    "surgeries_level_4": 40,
    "discharges_away": 20,
    "open_bed_days": 9000,
    "occupied_bed_days": 8000,
}


def measures(findings):
    return [one.measure for one in findings]


@pytest.mark.parametrize(
    "changed, wrong",
    [
        ({}, []),
        ({"outpatients": 290_630_000}, ["outpatients"]),
        ({"discharges_away": 601}, ["discharges_away"]),
        ({"surgeries_level_3": 161}, ["surgeries_level_3"]),
        ({"occupied_bed_days": 10_801}, ["occupied_bed_days"]),
        ({"occupied_bed_days": 10_800}, []),
    ],
)
def test_what_cannot_be_is_found(changed, wrong):
    assert measures(volumes.errors(USUAL | changed)) == wrong


def test_figures_not_told_break_no_rule():
    assert volumes.errors({"surgeries_level_3": 9, "discharges": 1, "occupied_bed_days": 9}) == []


@pytest.mark.parametrize(
    "value, past, is_doubted",
    [
        (1600, [1000, 1050, 900], True),
        (1570, [1000, 1050, 900], False),
        (590, [1000, 1050, 900], True),
        (610, [1000, 1050, 900], False),
        (9000, [1000, 1050], False),
        (19, [0, 0, 1], False),
        (25, [0, 0, 1], True),
    ],
)
def test_jumps_are_doubted(value, past, is_doubted):
    found = volumes.doubts({"emergencies": value}, {"emergencies": past})

    assert measures(found) == (["emergencies"] if is_doubted else [])


def test_added_beds_want_a_word():
    found = volumes.doubts({"open_bed_days": 100, "occupied_bed_days": 110}, {})

    assert [(one.measure, one.numbers) for one in found] == [("occupied_bed_days", {"whole": 100})]


def test_every_measure_has_a_bound():
    assert set(volumes.MOST) == set(Measure)
