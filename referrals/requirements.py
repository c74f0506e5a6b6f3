"""What must be filled in before a referral leaves its author: the minimum data set, by direction.

Sources: WS 445.16-2014 转诊（院）记录 and the national referral data sets.
"""

from collections.abc import Mapping
from typing import Any

UP, DOWN, LATERAL = "up", "down", "lateral"
ALL = frozenset({UP, DOWN, LATERAL})

ALWAYS = (
    "patient_name",
    "sex",
    "birth_date",
    "phone",
    "residence",
    "allergies",
    "origin_department",
    "destination",
    "encounter_class",
    "priority",
    "reason",
    "purpose",
    "main_diagnosis_code",
    "main_diagnosis",
    "summary",
    "wanted_from",
    "consent_method",
    "patient_choice",
)

BY_DIRECTION: dict[str, frozenset[str]] = {
    "not_local_reason": frozenset({UP, LATERAL}),
    "transport_mode": frozenset({UP, LATERAL}),
    "treatment_so_far": frozenset({DOWN}),
    "medicines": frozenset({DOWN}),
    "care_instructions": frozenset({DOWN}),
    "down_condition": frozenset({DOWN}),
}

BY_CASE = (
    "id_number",
    "vital_signs",
    "treatment_so_far",
    "insurance",
    "contact_name",
    "contact_phone",
)
# Everything that may be asked for before a referral leaves: nothing of it is merely optional.
NEEDED = frozenset({*ALWAYS, *BY_DIRECTION, *BY_CASE})


def missing(values: Mapping[str, Any], direction: str) -> list[str]:
    """The names of required fields that are empty, in form order."""
    needed = [*ALWAYS]
    needed += [name for name, directions in BY_DIRECTION.items() if direction in directions]
    if values.get("id_type") != "unknown":
        needed.append("id_number")
    elif values.get("priority") != "emergency":
        # An unidentified patient is accepted in an emergency only.
        needed.append("id_number")
    if values.get("encounter_class") == "inpatient":
        needed.append("treatment_so_far")
    if values.get("priority") in {"emergency", "urgent"}:
        needed.append("vital_signs")
    if values.get("cross_level") == "province":
        needed += ["insurance", "contact_name", "contact_phone"]
    return [name for name in dict.fromkeys(needed) if not values.get(name)]
