import pytest

from hospitals import volumes
from hospitals.enums import Measure

USUAL = {measure.value: 600 for measure in Measure} | {
    "outpatients": 12_000,
    "surgeries": 200,
    "surgeries_level_3": 80,
    "surgeries_level_4": 40,
    "minimally_invasive": 60,
    "discharges_away": 20,
    "open_bed_days": 9000,
    "open_beds": 300,
    "occupied_bed_days": 8000,
    "discharged_bed_days": 4900,
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
        ({"occupied_bed_days": 11_701}, ["occupied_bed_days"]),
        ({"occupied_bed_days": 11_700}, []),
        ({"open_bed_days": 12_091}, ["open_bed_days"]),
        ({"discharges": 991, "discharged_bed_days": 991}, ["discharges"]),
        ({"discharges": 990, "discharged_bed_days": 990}, []),
        ({"discharged_bed_days": 599}, ["discharges"]),
        ({"surgeries": 601}, ["surgeries"]),
        ({"outpatients_away": 12_001}, ["outpatients_away"]),
        ({"minimally_invasive": 201}, ["minimally_invasive"]),
        ({"day_surgeries": 601}, ["day_surgeries"]),
        ({"complications": 601}, ["complications"]),
        ({"clean_infections": 601}, ["clean_infections"]),
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
        (5600, [1000, 1000, 8000], True),
        (5000, [1000, 1000, 8000], False),
        (9000, [1000, 1050], False),
        (19, [0, 0, 1], False),
        (25, [0, 0, 1], True),
    ],
)
def test_jumps_are_doubted(value, past, is_doubted):
    found = volumes.doubts({"emergencies": value}, {"emergencies": past})

    assert measures(found) == (["emergencies"] if is_doubted else [])


def test_added_beds_want_a_word():
    assert volumes.doubts({"open_bed_days": 100, "occupied_bed_days": 110}, {}) == []
    found = volumes.doubts({"open_bed_days": 100, "occupied_bed_days": 111}, {})

    assert [(one.measure, one.numbers) for one in found] == [("occupied_bed_days", {"whole": 100})]


def test_most_patients_from_elsewhere_are_doubted():
    """As printed once: 11.9 of 23.87 ten thousands from other provinces."""
    told = {"discharges": 238_700, "discharges_away": 119_000}
    assert volumes.doubts(told, {}) == []

    found = volumes.doubts(told | {"discharges_away": 143_221}, {})

    assert [(one.measure, one.numbers) for one in found] == [("discharges_away", {"most": 60})]


def test_five_times_the_usual_month_is_a_wrong_unit():
    found = volumes.doubts({"emergencies": 5600}, {"emergencies": [1000, 1000, 1100]})

    assert [one.numbers for one in found] == [{"median": 1000}]


def test_every_measure_has_a_bound():
    assert set(volumes.MOST) == set(Measure)
