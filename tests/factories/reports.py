"""Figures of a month that fit each other."""

from tests.factories import hospitals

FIGURES = {
    "outpatients": 12_000,
    "emergencies": 900,
    "admissions": 605,
    "discharges": 600,
    "discharges_away": 20,
    "open_beds": 300,
    "open_bed_days": 9000,
    "occupied_bed_days": 8000,
    "discharged_bed_days": 4900,
    "surgeries": 200,
    "surgeries_level_3": 80,
    "surgeries_level_4": 40,
    "remote_consultations": 10,
    "remote_diagnoses": 90,
}


def told(**changed):
    """The figures as the action takes them: without a word."""
    return {measure: (value, "") for measure, value in (FIGURES | changed).items()}


def full(hospital, month="2026-09-01", **changed):
    return hospitals.report(hospital, month, FIGURES | changed)


def approved(hospital, month, **changed):
    return hospitals.handed_in(hospital, month, FIGURES | changed, state="approved")
