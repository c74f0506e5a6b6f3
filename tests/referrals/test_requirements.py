import pytest

from referrals import requirements

COMPLETE = dict.fromkeys([*requirements.ALWAYS, "id_number", "not_local_reason"], "x") | {
    "priority": "routine",
    "encounter_class": "outpatient",
    "transport_mode": "own",
}


def test_complete_up_referral_misses_nothing():
    assert requirements.missing(COMPLETE, "up") == []


def test_going_down_needs_a_plan():
    assert requirements.missing(COMPLETE, "down") == [
        "treatment_so_far",
        "medicines",
        "care_instructions",
        "down_condition",
    ]


@pytest.mark.parametrize(
    ("changes", "needed"),
    [
        ({"id_number": ""}, ["id_number"]),
        ({"id_number": "", "id_type": "unknown"}, ["id_number"]),
        ({"encounter_class": "inpatient"}, ["treatment_so_far"]),
        ({"priority": "urgent"}, ["vital_signs"]),
        ({"cross_level": "province"}, ["insurance", "contact_name", "contact_phone"]),
        (
            {"id_number": "", "id_type": "unknown", "priority": "emergency"},
            ["vital_signs"],
        ),
    ],
)
def test_conditions(changes, needed):
    assert requirements.missing(COMPLETE | changes, "up") == needed
