"""The answers of the filing form as they stand, part by part, for reading."""

from collections import defaultdict
from dataclasses import dataclass

from hospitals.models import BedPool
from referrals.forms.filing import PARTS, FilingForm
from referrals.forms.places import destinations
from referrals.models import Referral

PATIENT_PART = "patient"


@dataclass(frozen=True)
class Answer:
    name: str
    label: str
    value: object


@dataclass(frozen=True)
class Part:
    code: str
    title: str
    answers: list


def answers(referral):
    """All parts but the patient, whose identity is shown masked elsewhere."""
    return [
        Part(code, title, [_answer(referral, name) for name in names])
        for code, title, names in PARTS
        if code != PATIENT_PART
    ]


def _answer(referral, name):
    field = Referral._meta.get_field(name)
    value = getattr(referral, name)
    if field.choices:
        value = getattr(referral, f"get_{name}_display")()
    return Answer(name, FilingForm.base_fields[name].label, value)


def labels(names):
    """The labels of fields, as (name, label)."""
    return [(name, FilingForm.base_fields[name].label) for name in names]


@dataclass(frozen=True)
class Hint:
    """What the person who chooses a destination wants to know of it."""

    hospital: object
    beds: list


def destination_hints(user, origin):
    """Phone and free beds of each hospital that may be asked, by department."""
    beds = defaultdict(list)
    pools = BedPool.objects.visible_to(user).with_free().select_related("department")
    for pool in pools.order_by("department__code", "department__name"):
        beds[pool.department.hospital_id].append(pool)
    return [Hint(place, beds[place.pk]) for place in destinations(user, origin)]
