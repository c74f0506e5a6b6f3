"""A hand-picked start list of common diagnoses, until an operator loads an official table."""

from pathlib import Path

from hospitals.readers import table
from referrals.actions import diagnoses
from referrals.models import DiagnosisCode
from referrals.models.diagnosis import STARTER
from referrals.readers.diagnosis_file import read_diagnoses

FILE = Path(__file__).parent / "data" / "diagnoses.csv"


def load():
    """The rows in force afterwards. The list is no official table and is marked as what it is."""
    rows, problems = read_diagnoses(table.read(FILE.read_bytes()))
    if problems:
        raise ValueError(problems[0])
    diagnoses.load(rows=rows, system=STARTER, edition="1")
    return DiagnosisCode.objects.in_force().filter(code_system=STARTER).count()
