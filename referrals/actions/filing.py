"""Write a referral down: make it, mend it, keep what was typed."""

import json

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import audit, writing
from portal.core.locking import atomic
from portal.errors import NotAllowed, Refusal, Stale
from portal.roles import Permission
from referrals.actions import timers
from referrals.actions.content import (
    WHERE_TO,
    fill,
    fill_patient,
    fill_rows,
    first_rows,
    know_lists,
    stated,
)
from referrals.actions.moving import numbered
from referrals.models import FilingDraft, Patient, Referral, ReferralEvent, SearchEntry
from referrals.states import Side

# States in which the content may still be changed.
WITH_AUTHOR = frozenset({"draft", "returned", "declined"})


@atomic
def create(*, origin, content, by, at=None, is_synthetic=False):
    """File a draft at the origin hospital. content: the answers of FilingForm."""
    if not by.has_perm(Permission.REFERRAL_CREATE, origin):
        raise NotAllowed(_("您在该机构没有新建转诊单的权限。"), code="forbidden")
    at = at or timezone.now()
    patient = Patient(hospital=origin, created_by=by, is_synthetic=is_synthetic)
    fill_patient(patient, content)
    patient.derive()
    referral = Referral(
        person_hash=patient.id_hash,
        number=_next_number(at),
        patient=patient,
        origin=origin,
        author=by,
        event_count=1,
        created_by=by,
        state_since=at,
        is_synthetic=is_synthetic,
    )
    fill(referral, content)
    said = first_rows(referral, content, by=by)
    event = ReferralEvent(referral=referral, action="create", actor=by, side=Side.ORIGIN, at=at)
    writing.insert(
        [
            patient,
            referral,
            SearchEntry.of(referral),
            *said,
            numbered(event),
            *timers.first(referral, at=at),
            audit.event("referral.create", referral, by=by, hospitals=[origin.pk]),
        ]
    )
    know_lists(referral, said)
    if is_synthetic:
        Referral.objects.filter(pk=referral.pk).update(created_at=at)
    return referral


@atomic
def revise(*, referral, content, by, version):
    """Change a referral that is with its author: not sent yet, returned, or declined.

    Where a declined one goes next is said by redirect, which keeps the content as it is then.
    """
    row = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    if not by.has_perm(Permission.REFERRAL_CREATE, row.origin):
        raise NotAllowed(_("您在该机构没有修改转诊单的权限。"), code="forbidden")
    if row.state not in WITH_AUTHOR:
        raise Refusal(_("转诊单已提交，不能再修改内容。"), code="not_a_draft")
    if row.version != version:
        raise Stale(_("转诊单已被他人修改，请刷新后再改。"), code="stale")
    before = stated(row)
    fill_patient(row.patient, content)
    row.patient.save()
    row.person_hash = row.patient.id_hash
    fill(row, content, keep=WHERE_TO if row.submitted_at else frozenset())
    row.version += 1
    row.save()
    SearchEntry.objects.write(row)
    fill_rows(row, content, by=by)
    FilingDraft.objects.filter(referral=row).delete()
    after = stated(row)
    audit.record(
        "referral.revise",
        row,
        by=by,
        hospitals=[row.origin_id],
        version=row.version,
        fields=sorted(name for name in after if after[name] != before[name]),
    )
    return row


def may_revise(referral, user):
    """The referral is still with its author, and this person may write there."""
    return referral.state in WITH_AUTHOR and user.has_perm(
        Permission.REFERRAL_CREATE, referral.origin
    )


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
