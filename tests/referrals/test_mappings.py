from dataclasses import fields

import pytest

from referrals.mappings import CN_PH_FORBIDDEN, CN_PH_INSTEAD, ELSEWHERE, cn_ph_appointment
from referrals.states import STATES
from tests.house.test_moves import TASK_STATUSES

# Appointment.status of FHIR R4.
APPOINTMENT = {
    "proposed",
    "pending",
    "booked",
    "arrived",
    "fulfilled",
    "cancelled",
    "noshow",
    "entered-in-error",
    "checked-in",
    "waitlist",
}


def test_table_is_total():
    assert set(ELSEWHERE) == set(STATES)


def test_no_business_status_repeats_a_task_status():
    assert {state.business for state in STATES.values()} & TASK_STATUSES == set()
    assert {entry.bser.lower() for entry in ELSEWHERE.values()} & {"draft", "requested"} == set()


@pytest.mark.parametrize("state", STATES)
def test_appointment_has_a_status_that_exists_and_nothing_forbidden(state):
    words = cn_ph_appointment(state)

    assert words["status"] in APPOINTMENT
    assert set(words) & set(CN_PH_FORBIDDEN) == set()


def test_cancelled_appointment_gives_no_reason_but_says_what_it_was():
    assert "cancelationReason" in CN_PH_FORBIDDEN
    assert cn_ph_appointment("cancelled") == {"status": "cancelled", "description": "已撤销"}
    assert cn_ph_appointment("declined") == {"status": "cancelled"}
    assert set(filter(None, CN_PH_INSTEAD.values())) & set(CN_PH_FORBIDDEN) == set()


def test_every_other_system_has_words_for_the_main_line():
    columns = [field.name for field in fields(ELSEWHERE["accepted"])]

    assert [name for name in columns if not getattr(ELSEWHERE["accepted"], name)] == []
