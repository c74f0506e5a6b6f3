"""The answers of the filing form as they stand, part by part, for reading."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from hospitals.models import BedPool
from portal.roles import Permission
from portal.templatetags.ui import short_time
from referrals import masking
from referrals.actions import records
from referrals.actions.content import CONSENT_FIELDS, diagnoses_text, results_text
from referrals.forms.filing import FilingForm
from referrals.forms.parts import PARTS
from referrals.forms.places import destinations
from referrals.requirements import IN_SUMMARY

PATIENT_PART = "patient"
PERSON = (
    "birth_time",
    "insurance_other",
    "insurance_region",
    "insurance_filing_number",
    "home_province",
    "ethnicity",
    "nationality",
    "marital_status",
    "occupation",
)
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


def record_of(referral, user, missing=()):
    """What this person may read, for the templates: the whole record, or its summary."""
    is_whole = records.look(referral=referral, by=user)
    return {
        "parts": answers(referral, missing, is_whole=is_whole),
        "person": person_answers(referral) if is_whole else [],
        "is_summary": not is_whole,
        "withheld": 0 if is_whole else _withheld(referral, user),
    }


def _withheld(referral, user):
    """How many documents of others wait for this person's hospital to agree."""
    mine = user.hospitals_with(Permission.REFERRAL_REVEAL)
    return referral.attachments.exclude(hospital__in=mine).count() if mine else 0


def person_answers(referral):
    """About the patient, beyond what identifies and what everybody reads."""
    rows = {"insurance_filing_number": referral}
    found = [(name, _value_of(rows.get(name, referral.patient), name)) for name in PERSON]
    return [Answer(name, label_of(name), value) for name, value in found if value]


def answers(referral, missing=(), *, is_whole=True):
    """All parts but the patient, whose identity is shown masked elsewhere.

    What was measured reads as one line, unless a piece of it is still missing.
    """
    consent = referral.consents.last() if is_whole else None
    return [
        Part(
            part.code,
            part.title,
            [
                Answer(name, label_of(name), _value(referral, consent, name))
                for name in part.all_names
                if (name not in MEASURED or name in missing) and (is_whole or name in IN_SUMMARY)
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
    return _value_of(referral, name)


def _value_of(row, name):
    value = getattr(row, name)
    if row._meta.get_field(name).choices:
        return getattr(row, f"get_{name}_display")()
    if value is True:
        return _("是")
    return short_time(value) if isinstance(value, dt.datetime) else value


def _consent_value(consent, name):
    if consent is None:
        return ""
    return {
        "consent_given_by": masking.name(consent.given_by),
        "consent_relation": consent.get_relation_display(),
        "consent_relation_other": consent.relation_other,
        "consent_given_at": _given_at(consent),
        "consent_waiver": consent.waiver_reason,
    }[name]


def _given_at(consent):
    given = short_time(consent.given_at) if consent.given_at else ""
    if not consent.withdrawn_at:
        return given
    told = {"given": given, "at": short_time(consent.withdrawn_at)}
    return _("%(given)s（已于%(at)s撤回：%(reason)s）") % (
        told | {"reason": consent.withdrawn_reason}
    )


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
