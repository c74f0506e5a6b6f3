"""Whether somebody was referred lately, asked across the network by an exact identity number."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.models import DutyShift
from portal.core import audit
from portal.core.locking import atomic
from portal.core.sealing import match_hash
from portal.errors import NotAllowed, TooMany
from portal.models import AuditEvent
from portal.roles import Permission
from referrals import identity
from referrals.models import Referral

WITHIN = dt.timedelta(days=30)
# A day at a busy desk files fewer; whoever asks more often is fishing.
ASKED_PER_HOUR = 60
VERB = "referral.look_up_person"


@dataclass(frozen=True)
class Duplicate:
    """What one desk may know of another's referral: where, since when, how far, whom to ring."""

    hospital: str
    at: dt.datetime
    state: str
    state_label: str
    phone: str
    number: str = ""


@atomic
def look_up(*, id_number, origin, by, besides=None):
    """Open referrals of the same number made lately: all of this hospital, others' once filed.

    Others' only for a whole number with the right check digit, asked by somebody who may file, so
    many times an hour; the audit trail of all hospitals that were found keeps the asking.
    """
    if not by.has_perm(Permission.REFERRAL_CREATE, origin):
        raise NotAllowed(_("您在该机构没有新建转诊单的权限。"), code="forbidden")
    resident = identity.read(id_number, today=timezone.localdate())
    own = Q(origin=origin)
    if resident:
        _spend(by)
    rows = Referral.objects.same_patient(match_hash(resident.number if resident else id_number))
    rows = rows.filter(own | Q(submitted_at__isnull=False) if resident else own)
    rows = rows.filter(created_at__gte=timezone.now() - WITHIN)
    if besides is not None:
        rows = rows.exclude(pk=besides.pk)
    found = list(rows.select_related("origin").order_by("-created_at"))
    places = {origin.pk, *(row.origin_id for row in found)}
    audit.record(VERB, by, by=by, hospitals=sorted(places, key=str), found=len(found))
    return [_told(row, origin) for row in found]


def _spend(by):
    since = timezone.now() - dt.timedelta(hours=1)
    asked = AuditEvent.objects.filter(
        verb=VERB, target_label=by._meta.label_lower, target_id=str(by.pk), at__gte=since
    )
    if asked.count() >= ASKED_PER_HOUR:
        raise TooMany(_("本小时查重次数已用完，请稍后再试，或自行核对。"), code="too_many")


def _told(row, origin):
    shift = DutyShift.objects.on_duty(row.origin).first()
    return Duplicate(
        hospital=row.origin.name,
        at=row.created_at,
        state=row.state,
        state_label=row.state_label,
        phone=shift.phone if shift else row.origin.phone,
        number=row.number if row.origin_id == origin.pk else "",
    )
