"""The filing page in four parts, in the order in which people fill them in.

What is rarely needed stands behind “更多”; it opens by itself when it holds something.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Part:
    code: str
    title: str
    names: tuple[str, ...]
    more: tuple[str, ...] = ()

    @property
    def all_names(self):
        return self.names + self.more


PARTS = (
    Part(
        "patient",
        _("患者"),
        (
            "patient_name",
            "id_type",
            "id_number",
            "sex",
            "birth_date",
            "phone",
            "residence",
            "address",
            "insurance",
            "insurance_other",
            "contact_name",
            "contact_relation",
            "contact_phone",
            "contact_is_guardian",
        ),
        (
            "birth_time",
            "home_province",
            "insurance_region",
            "insurance_filing_number",
            "ethnicity",
            "nationality",
            "marital_status",
            "occupation",
        ),
    ),
    Part(
        "condition",
        _("病情"),
        (
            "priority",
            "green_channel",
            "encounter_class",
            "encounter_class_other",
            "origin_department",
            "main_diagnosis",
            "main_diagnosis_code",
            "reason",
            "purpose",
            "not_local_reason",
            "summary",
            "allergies",
            "temperature",
            "pulse",
            "respiration",
            "systolic",
            "diastolic",
            "oxygen_saturation",
            "consciousness",
            "vital_signs_at",
            "treatment_so_far",
            "medicines",
            "other_diagnoses",
            "key_results",
        ),
        (
            "vital_signs",
            "diagnosis_basis",
            "tcm_diagnosis",
            "past_history",
            "infection_status",
            "infection_note",
            "down_condition",
            "care_instructions",
            "follow_up_plan",
            "follow_up_on",
        ),
    ),
    Part(
        "destination",
        _("接收与转运"),
        (
            "destination",
            "destination_department",
            "wanted_from",
            "wanted_until",
            "transport_mode",
            "escort",
            "equipment",
            "oxygen",
        ),
        (
            "pool",
            "external_name",
            "external_province",
            "parent",
            "wanted_specialty",
            "wanted_expert",
            "origin_coordinator",
            "destination_coordinator",
            "agreed_with",
            "agreed_at",
            "actual_arrival_at",
        ),
    ),
    Part(
        "consent",
        _("知情同意"),
        (
            "consent_method",
            "consent_given_by",
            "consent_relation",
            "consent_relation_other",
            "consent_given_at",
            "consent_waiver",
            "patient_choice",
        ),
    ),
)


@dataclass(frozen=True)
class BoundPart:
    """One part with the fields of one form; is_open: something in 更多 is filled in or asked."""

    code: str
    title: str
    fields: list
    more: list
    is_open: bool


def parts_of(form, asked=()):
    """The bound fields of a form, part by part; asked: names that are still needed."""
    return [_bound(form, part, frozenset(asked)) for part in PARTS]


def _bound(form, part, asked):
    more = [form[name] for name in part.more if name in form.fields]
    is_open = any(field.errors or field.value() or field.name in asked for field in more)
    fields = [form[name] for name in part.names if name in form.fields]
    return BoundPart(part.code, part.title, fields, more, is_open)
