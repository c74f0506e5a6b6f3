"""The answers of the filing form as they stand, part by part, for reading."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from hospitals.models import BedPool
from portal.templatetags.ui import short_time
from referrals import masking
from referrals.actions.content import CONSENT_FIELDS, diagnoses_text, results_text
from referrals.forms.filing import FilingForm
from referrals.forms.parts import PARTS
from referrals.forms.places import destinations
from referrals.models import Referral

PATIENT_PART = "patient"
MEASURED = frozenset(
    {
        "temperature",
        "pulse",
        "respiration",
        "systolic",
        "diastolic",
        "oxygen_saturation",
        "consciousness",
        "vital_signs_at",
    }
)
# Where a field reads otherwise than it is asked for, or no field of the form asks for it.
LABELS = {"vital_signs": _("生命体征"), "attachments": _("附件（病历摘要）")}


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


def answers(referral, missing=()):
    """All parts but the patient, whose identity is shown masked elsewhere.

    What was measured reads as one line, unless a piece of it is still missing.
    """
    consent = referral.consents.last()
    return [
        Part(
            part.code,
            part.title,
            [
                Answer(name, label_of(name), _value(referral, consent, name))
                for name in part.all_names
                if name not in MEASURED or name in missing
            ],
        )
        for part in PARTS
        if part.code != PATIENT_PART
    ]


def _value(referral, consent, name):
    if name in _VALUES:
        return _VALUES[name](referral)
    if name in CONSENT_FIELDS:
        return _consent_value(consent, name)
    if Referral._meta.get_field(name).choices:
        return getattr(referral, f"get_{name}_display")()
    value = getattr(referral, name)
    return short_time(value) if isinstance(value, dt.datetime) else value


def _consent_value(consent, name):
    if consent is None:
        return ""
    return {
        "consent_given_by": masking.name(consent.given_by),
        "consent_relation": consent.get_relation_display(),
        "consent_given_at": short_time(consent.given_at) if consent.given_at else "",
        "consent_waiver": consent.waiver_reason,
    }[name]


_VALUES = {
    "vital_signs": lambda referral: referral.vital_signs_words,
    "other_diagnoses": lambda referral: diagnoses_text(referral),
    "key_results": lambda referral: results_text(referral),
}


def label_of(name):
    return LABELS.get(name) or FilingForm.base_fields[name].label


def labels(names):
    """The labels of fields, as (name, label)."""
    return [(name, label_of(name)) for name in names]


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
