"""Begin from an earlier referral of the same patient: what it said, never what became of it."""

from django.utils.translation import gettext as _

from portal.core import audit
from portal.core.locking import atomic
from portal.core.sealing import match_hash
from portal.errors import NotAllowed
from portal.roles import Permission
from referrals.actions.content import CONSENT_FIELDS, content_of
from referrals.actions.filing import keep_typed
from referrals.models import Referral

SHOWN = 10
# Of that day only: measurements, times, consent, and what hangs on the chain.
OF_THAT_DAY = frozenset(
    {
        *CONSENT_FIELDS,
        *("consent_method", "patient_choice", "parent", "follow_up_on"),
        *("temperature", "pulse", "respiration", "systolic", "diastolic", "oxygen_saturation"),
        *("consciousness", "vital_signs", "vital_signs_at", "wanted_from", "wanted_until"),
        *("agreed_with", "agreed_at", "actual_arrival_at", "insurance_filing_number"),
    }
)


@atomic
def earlier(*, id_number, hospital, by):
    """This hospital's referrals of one person, the newest first; the audit trail keeps the asking.

    What others filed is not asked for here: it is theirs.
    """
    if not by.has_perm(Permission.REFERRAL_CREATE, hospital):
        raise NotAllowed(_("您在该机构没有新建转诊单的权限。"), code="forbidden")
    rows = Referral.objects.visible_to(by).filter(origin=hospital)
    rows = rows.filter(patient__id_hash=match_hash(id_number)).exclude(state="entered_in_error")
    found = list(
        rows.select_related("patient", "origin", "destination").order_by("-created_at")[:SHOWN]
    )
    audit.record("referral.look_up_person", by, by=by, hospitals=[hospital.pk], found=len(found))
    return found


@atomic
def content(*, referral, by):
    """What a new referral of this patient may begin with, as its form would be typed."""
    if not by.has_perm(Permission.REFERRAL_CREATE, referral.origin):
        raise NotAllowed(_("您在该机构没有新建转诊单的权限。"), code="forbidden")
    audit.record("referral.copy", referral, by=by, hospitals=[referral.origin_id])
    said = {
        name: value
        for name, value in content_of(referral).items()
        if name not in OF_THAT_DAY and value not in ("", None, False)
    }
    return {name: "on" if value is True else str(value) for name, value in said.items()}


@atomic
def copy(*, referral, by):
    """Put the content into this person's unfiled form; what lay there is replaced."""
    typed = content(referral=referral, by=by)
    return keep_typed(hospital=referral.origin, typed=typed, by=by)
