"""What a discarded draft said is forgotten in the end; that there was one, and whose, is not.

The number, the events and the audit trail stay: events can be neither changed nor deleted. What
identified a patient, and what was written about the need, goes.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from portal.core import audit
from referrals.actions.content import LISTED
from referrals.models import Attachment, Consent, FilingDraft, Referral, ReferralEvent, SearchEntry
from referrals.models.content import ReferralContent

# A draft lies this long before it is discarded, and once more before it is purged.
PURGED_AFTER = dt.timedelta(days=14)
# Of the patient only the hospital stays, which is the origin anyway.
KEPT = {"id", "hospital", "created_by", "created_at", "updated_at", "version", "id_type"}
ABOUT = (Attachment, Consent, FilingDraft, *LISTED.values())


def purge_discarded(*, now=None, limit=500):
    """Purge what was discarded long enough ago; returns how many."""
    due = _due((now or timezone.now()) - PURGED_AFTER).values_list("pk", flat=True)
    return sum(_purge(pk) for pk in due[:limit])


def _due(before):
    """Discarded by somebody or by the clock; never what was sent and is in error."""
    discarded = ReferralEvent.objects.filter(
        referral=OuterRef("pk"), action="discard", to_state=OuterRef("state")
    )
    return Referral.objects.filter(
        Exists(discarded),
        state="entered_in_error",
        submitted_at__isnull=True,
        purged_at__isnull=True,
        closed_at__lt=before,
    ).order_by("closed_at")


@transaction.atomic
def _purge(pk):
    rows = Referral.objects.select_for_update(of=("self",), skip_locked=True)
    row = rows.filter(pk=pk, purged_at__isnull=True).first()
    if row is None:
        # Another worker has it.
        return 0
    for model in ABOUT:
        model.objects.filter(referral=row).delete()
    _forget(row, ReferralContent._meta.local_fields)
    fields = [field for field in row.patient._meta.concrete_fields if field.name not in KEPT]
    _forget(row.patient, fields)
    row.patient.save()
    row.person_hash, row.external_name, row.external_province = "", "", None
    row.purged_at = timezone.now()
    row.version += 1
    row.save()
    SearchEntry.objects.filter(referral=row).update(tokens=[])
    audit.record("referral.purge", row, by=None, hospitals=[row.origin_id])
    return 1


def _forget(row, fields):
    """Empty what may be empty: nothing that the database insists on is about a person."""
    for field in fields:
        if field.null:
            setattr(row, field.attname, None)
        elif field.empty_strings_allowed and (field.blank or field.name == "name"):
            setattr(row, field.attname, "")
