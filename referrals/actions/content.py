"""What a referral says, from its form into its rows and back."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict

from django.db.models import QuerySet
from django.utils import timezone

from hospitals.enums import RegionLevel
from hospitals.models import Membership, Region
from portal.core.documents import InspectionState
from portal.roles import Role
from referrals import requirements
from referrals.enums import CrossLevel
from referrals.models import Consent, KeyResult, Referral, ReferralDiagnosis
from referrals.readers import lines

PATIENT_FIELDS = (
    "sex",
    "birth_date",
    "birth_time",
    "id_type",
    "id_number",
    "phone",
    "residence",
    "address",
    "home_province",
    "insurance",
    "insurance_other",
    "insurance_region",
    "contact_name",
    "contact_relation",
    "contact_phone",
    "contact_is_guardian",
    "nationality",
    "ethnicity",
    "marital_status",
    "occupation",
)
CONTENT_FIELDS = (
    "parent",
    "priority",
    "green_channel",
    "pool",
    "external_name",
    "external_province",
    "encounter_class",
    "encounter_class_other",
    "origin_department",
    "destination",
    "destination_department",
    "reason",
    "purpose",
    "main_diagnosis_code",
    "main_diagnosis",
    "no_other_diagnoses",
    "diagnosis_basis",
    "tcm_diagnosis",
    "summary",
    "past_history",
    "allergies",
    "infection_status",
    "infection_note",
    "temperature",
    "pulse",
    "respiration",
    "systolic",
    "diastolic",
    "oxygen_saturation",
    "consciousness",
    "vital_signs_at",
    "vital_signs",
    "treatment_so_far",
    "medicines",
    "not_local_reason",
    "care_instructions",
    "down_condition",
    "follow_up_plan",
    "follow_up_on",
    "wanted_specialty",
    "wanted_expert",
    "wanted_from",
    "wanted_until",
    "transport_mode",
    "escort",
    "equipment",
    "oxygen",
    "origin_coordinator",
    "destination_coordinator",
    "insurance_filing_number",
    "consent_method",
    "patient_choice",
    "agreed_with",
    "agreed_at",
    "actual_arrival_at",
)
# What the form asks about the consent, beside its method.
CONSENT_FIELDS = (
    "consent_given_by",
    "consent_relation",
    "consent_relation_other",
    "consent_given_at",
    "consent_waiver",
)
# Answers that are several rows.
LISTED = {"other_diagnoses": ReferralDiagnosis, "key_results": KeyResult}
# The main diagnosis is number one.
FIRST_RANK = {"other_diagnoses": 2, "key_results": 1}
# Where the patient goes is changed by redirect once somebody was asked.
WHERE_TO = frozenset(
    {"destination", "destination_department", "pool", "external_name", "external_province"}
)


class Answers(Mapping):
    """Every field of the data set as one referral answers it; rows are read only when asked for."""

    def __init__(self, row):
        self.row = row

    def __getitem__(self, name):
        if name in _ANSWERS:
            return _ANSWERS[name](self.row)
        holder = self.row.patient if name in PATIENT_FIELDS else self.row
        return getattr(holder, f"{name}_id", None) or getattr(holder, name, None)

    def __iter__(self):
        return iter(item.field for item in requirements.ITEMS)

    def __len__(self):
        return len(requirements.ITEMS)


def missing(row):
    """The names of the fields that the referral still lacks before it may leave its author."""
    return requirements.missing(Answers(row), row.direction)


def needed(row):
    """The names of the fields that this referral must answer, going where it goes."""
    return requirements.needed(Answers(row), row.direction)


def snapshot(row):
    """The content at the moment it left its author, without identity."""
    content = {name: _plain(row, name) for name in CONTENT_FIELDS}
    content |= {"direction": row.direction, "cross_level": row.cross_level}
    content["author_title"] = row.author.title
    content["other_diagnoses"] = [[one.code, one.name] for one in row.other_diagnoses.all()]
    content["key_results"] = [lines.result_text(one) for one in row.key_results.all()]
    consent = row.consents.last()
    if consent:
        content["consent_given_at"] = str(consent.given_at or "")
        content["consent_waiver"] = consent.waiver_reason
    return content


def stated(row):
    """Every answer as it can be held against a later one: field → text. Not for showing."""
    told = {name: _plain(row, name) for name in CONTENT_FIELDS}
    told |= {name: _plain(row.patient, name) for name in PATIENT_FIELDS}
    told["name"] = row.patient.name
    for name, model in LISTED.items():
        rows = model.objects.filter(referral=row).order_by("rank").values()
        told[name] = [{**one, "id": None} for one in rows]
    return told


def _plain(row, name):
    if hasattr(row, f"{name}_id"):
        return str(getattr(row, f"{name}_id") or "")
    value = getattr(row, name)
    return value if isinstance(value, str | int | bool) else str(value or "")


def fill_patient(patient, content):
    patient.name = content.get("patient_name", "")
    for name in PATIENT_FIELDS:
        if name in content:
            setattr(patient, name, content[name])
    if patient.residence and not patient.home_province:
        patient.home_province = patient.residence.at(RegionLevel.PROVINCE)


def fill(referral, content, *, keep=frozenset()):
    """Put the answers into the referral; the names in keep stay as they are."""
    for name in CONTENT_FIELDS:
        if name in content and name not in keep:
            setattr(referral, name, content[name])
    if referral.destination is None:
        referral.destination_department = None
    if referral.parent:
        referral.chain_id = referral.parent.chain_id
    referral.derive()
    if referral.cross_level == CrossLevel.PROVINCE:
        name_coordinators(referral)


def name_coordinators(referral):
    """Across provinces somebody at each end is named; who does it there is known here."""
    for end in ("origin", "destination"):
        if not getattr(referral, f"{end}_coordinator") and getattr(referral, end):
            held = Membership.objects.current().filter(
                hospital=getattr(referral, end),
                role=Role.REFERRAL_COORDINATOR,
                user__is_active=True,
            )
            first = held.select_related("user").order_by("since", "pk").first()
            if first:
                setattr(referral, f"{end}_coordinator", first.user.display_name[:80])


def fill_rows(referral, content, *, by):
    """The answers that are rows of their own. A field that was not asked changes nothing."""
    for name, model in LISTED.items():
        if name in content:
            model.objects.filter(referral=referral).delete()
            model.objects.bulk_create(_listed(referral, content, name))
    if any(content.get(name) for name in CONSENT_FIELDS):
        _keep_consent(referral, content, by=by)


def first_rows(referral, content, *, by):
    """The same answers of a referral that is being written, as rows not written yet."""
    rows = [row for name in LISTED if name in content for row in _listed(referral, content, name)]
    if any(content.get(name) for name in CONSENT_FIELDS):
        consent = _consent(referral, by, _said(referral, content))
        consent.derive()
        rows.append(consent)
    return rows


def know_lists(referral, rows):
    """Fill the lists of a referral that was just written, as if they had been read with it."""
    known = {}
    for name, model in (*LISTED.items(), ("consents", Consent)):
        known[name] = QuerySet(model)
        known[name]._result_cache = [row for row in rows if isinstance(row, model)]
    referral._prefetched_objects_cache = known


def _listed(referral, content, name):
    return [
        LISTED[name](referral=referral, rank=rank, **asdict(row))
        for rank, row in enumerate(content[name], start=FIRST_RANK[name])
    ]


def _said(referral, content):
    return {
        "method": referral.consent_method,
        "given_by": content.get("consent_given_by", ""),
        "relation": content.get("consent_relation", ""),
        "relation_other": content.get("consent_relation_other", ""),
        "given_at": content.get("consent_given_at"),
        "waiver_reason": content.get("consent_waiver", ""),
    }


def _consent(referral, by, said):
    synthetic = referral.is_synthetic
    return Consent(referral=referral, created_by=by, is_synthetic=synthetic, **said)


def _keep_consent(referral, content, *, by):
    """A consent that was complete, or taken back, stays as it was; a new one follows it."""
    said, last = _said(referral, content), referral.consents.last()
    if last and all(getattr(last, name) == value for name, value in said.items()):
        return
    if last is None or last.is_complete or last.withdrawn_at:
        last = _consent(referral, by, said)
    for name, value in said.items():
        setattr(last, name, value)
    last.save()


def values_of(referral):
    """The referral as first values of its form."""
    patient = referral.patient
    values = {name: getattr(patient, name) for name in PATIENT_FIELDS}
    values |= {name: getattr(referral, name) for name in CONTENT_FIELDS}
    consent = referral.consents.last()
    values |= {
        "patient_name": patient.name,
        "other_diagnoses": diagnoses_text(referral),
        "key_results": results_text(referral),
        "consent_given_by": consent.given_by if consent else "",
        "consent_relation": consent.relation if consent else "",
        "consent_relation_other": consent.relation_other if consent else "",
        "consent_given_at": consent.given_at if consent else None,
        "consent_waiver": consent.waiver_reason if consent else "",
    }
    del values["no_other_diagnoses"]
    return values


def results_text(referral):
    return "\n".join(lines.result_text(row) for row in referral.key_results.all())


def diagnoses_text(referral):
    if referral.no_other_diagnoses:
        return lines.NONE
    return "\n".join(lines.diagnosis_text(row) for row in referral.other_diagnoses.all())


def content_of(referral):
    """The content of a referral as its filing form would be given it."""
    return {name: _as_typed(value) for name, value in values_of(referral).items()}


def _as_typed(value):
    if isinstance(value, Region):
        return value.code
    if isinstance(value, Referral):
        return value.number
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).strftime("%Y-%m-%dT%H:%M")
    return getattr(value, "pk", value)


def _after_up(row):
    """The patient came from there by an up-referral that was taken in here."""
    if row.direction != requirements.DOWN or not row.patient.id_hash:
        return False
    return Referral.objects.filter(
        patient__id_hash=row.patient.id_hash,
        origin=row.destination_id,
        destination=row.origin_id,
        direction=requirements.UP,
        admitted_at__isnull=False,
    ).exists()


def _consent_answer(name):
    def answer(row):
        consent = row.consents.last()
        return getattr(consent, name) if consent and not consent.withdrawn_at else None

    return answer


_ANSWERS = {
    "patient_name": lambda row: row.patient.name,
    "destination": lambda row: row.destination_id or row.pool_id or row.external_name,
    "age": lambda row: _years(row.patient.birth_date),
    "after_up": _after_up,
    "vital_signs": lambda row: row.vital_signs_words,
    "other_diagnoses": lambda row: row.no_other_diagnoses or row.other_diagnoses.exists(),
    "key_results": lambda row: row.key_results.exists(),
    "attachments": lambda row: row.attachments.exclude(state=InspectionState.BLOCKED).exists(),
    "consent_given_by": _consent_answer("given_by"),
    "consent_relation": _consent_answer("relation"),
    "consent_relation_other": _consent_answer("relation_other"),
    "consent_given_at": _consent_answer("given_at"),
    "consent_waiver": _consent_answer("waiver_reason"),
}


def _years(born):
    if born is None:
        return None
    today = timezone.localdate()
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
