"""Write a referral down: make it, mend it, keep what was typed."""

import datetime as dt
import json

from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.models import Region
from portal.core import audit
from portal.core.locking import atomic
from portal.core.sealing import match_hash
from portal.errors import NotAllowed, Refusal, Stale
from portal.roles import Permission
from referrals.actions.transfers import append
from referrals.models import FilingDraft, Patient, Referral, ReferralEvent, SearchEntry

PATIENT_FIELDS = (
    "sex",
    "birth_date",
    "id_type",
    "id_number",
    "phone",
    "residence",
    "address",
    "insurance",
    "contact_name",
    "contact_relation",
    "contact_phone",
)

# States in which the content may still be changed.
WITH_AUTHOR = frozenset({"draft", "returned"})
DUPLICATE_WITHIN = dt.timedelta(days=30)

CONTENT_FIELDS = (
    "priority",
    "encounter_class",
    "origin_department",
    "destination",
    "destination_department",
    "reason",
    "purpose",
    "main_diagnosis_code",
    "main_diagnosis",
    "summary",
    "allergies",
    "vital_signs",
    "treatment_so_far",
    "medicines",
    "not_local_reason",
    "care_instructions",
    "down_condition",
    "wanted_from",
    "transport_mode",
    "consent_method",
    "patient_choice",
)


@atomic
def create(*, origin, content, by, at=None, is_synthetic=False):
    """File a draft at the origin hospital. content: the fields above, and patient_name."""
    if not by.has_perm(Permission.REFERRAL_CREATE, origin):
        raise NotAllowed(_("您在该机构没有新建转诊单的权限。"), code="forbidden")
    at = at or timezone.now()
    patient = Patient(hospital=origin, created_by=by, is_synthetic=is_synthetic)
    _fill_patient(patient, content)
    patient.save(force_insert=True)
    referral = Referral(
        number=_next_number(at),
        patient=patient,
        origin=origin,
        author=by,
        event_count=1,
        created_by=by,
        state_since=at,
        is_synthetic=is_synthetic,
    )
    _fill(referral, content)
    referral.save(force_insert=True)
    SearchEntry.objects.write(referral)
    if is_synthetic:
        Referral.objects.filter(pk=referral.pk).update(created_at=at)
    append(ReferralEvent(referral=referral, action="create", actor=by, at=at))
    audit.record("referral.create", referral, by=by, hospitals=[origin.pk])
    return referral


@atomic
def revise(*, referral, content, by, version):
    """Change a referral that has not left its author."""
    row = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    if not by.has_perm(Permission.REFERRAL_CREATE, row.origin):
        raise NotAllowed(_("您在该机构没有修改转诊单的权限。"), code="forbidden")
    if row.state not in WITH_AUTHOR:
        raise Refusal(_("转诊单已提交，不能再修改内容。"), code="not_a_draft")
    if row.version != version:
        raise Stale(_("转诊单已被他人修改，请刷新后再改。"), code="stale")
    _fill_patient(row.patient, content)
    row.patient.save()
    _fill(row, content)
    row.version += 1
    row.save()
    SearchEntry.objects.write(row)
    FilingDraft.objects.filter(referral=row).delete()
    audit.record("referral.revise", row, by=by, hospitals=[row.origin_id], version=row.version)
    return row


def may_revise(referral, user):
    """The referral is still with its author, and this person may write there."""
    return referral.state in WITH_AUTHOR and user.has_perm(
        Permission.REFERRAL_CREATE, referral.origin
    )


def duplicates(id_number, *, at, besides=None):
    """Open referrals of the same person made lately: all of this hospital, others' once filed.

    What another hospital has not filed yet is its own affair.
    """
    since = timezone.now() - DUPLICATE_WITHIN
    rows = Referral.objects.same_patient(match_hash(id_number)).filter(created_at__gte=since)
    rows = rows.filter(Q(origin=at) | Q(submitted_at__isnull=False))
    if besides is not None:
        rows = rows.exclude(pk=besides.pk)
    return rows.select_related("origin").order_by("-created_at")


@atomic
def keep_typed(*, hospital, typed, by, referral=None):
    """Keep a form as it was typed, complete or not, for the person who typed it."""
    draft, _made = FilingDraft.objects.update_or_create(
        user=by,
        hospital=hospital,
        referral=referral,
        defaults={"typed": json.dumps(typed, ensure_ascii=False)},
        create_defaults={
            "typed": json.dumps(typed, ensure_ascii=False),
            "created_by": by,
        },
    )
    return draft


def discard_typed(*, hospital, by):
    FilingDraft.objects.filter(user=by, hospital=hospital, referral__isnull=True).delete()


def _next_number(at):
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('referrals_number')")
        return f"R-{timezone.localtime(at).year}-{cursor.fetchone()[0]:06d}"


def _fill_patient(patient, content):
    patient.name = content.get("patient_name", "")
    for name in PATIENT_FIELDS:
        if name in content:
            setattr(patient, name, content[name])


def _fill(referral, content):
    for name in CONTENT_FIELDS:
        if name in content:
            setattr(referral, name, content[name])
    referral.derive()


def content_of(referral):
    """The content of a referral as its filing form would be given it."""
    content = {name: getattr(referral.patient, name) for name in PATIENT_FIELDS}
    content |= {name: getattr(referral, name) for name in CONTENT_FIELDS}
    content["patient_name"] = referral.patient.name
    return {name: _as_typed(value) for name, value in content.items()}


def _as_typed(value):
    if isinstance(value, Region):
        return value.code
    return getattr(value, "pk", value)
