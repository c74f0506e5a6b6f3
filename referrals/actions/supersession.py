"""One hospital asks for one person once at a time: an older request makes way, or stands in it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from hospitals.access import people_at
from portal.core import notices
from portal.errors import Refusal
from portal.roles import Permission
from referrals.enums import IdType
from referrals.models import Referral
from referrals.states import ASKING_STATES, MOVES

REPLACEABLE = MOVES["supersede"].sources


def standing(row):
    """The request that this hospital already has out for the same person, if any."""
    if not row.person_hash:
        return None
    same = Referral.objects.filter(
        origin=row.origin_id, person_hash=row.person_hash, state__in=ASKING_STATES
    )
    return same.exclude(pk=row.pk).order_by("created_at").first()


def make_way_for(row, *, by, at, replace=False):
    """Refuse while an older request stands, unless it is to be replaced and has not set out."""
    older = standing(row)
    if older is None:
        return
    words = {"number": older.number, "state": older.state_label}
    if older.state not in REPLACEABLE:
        raise Refusal(
            _("该患者的转诊单%(number)s现为“%(state)s”，不能再次转出。") % words, code="on_the_way"
        )
    if not replace:
        raise Refusal(
            _(
                "本院为该患者提交的转诊单%(number)s仍在办理（%(state)s）。"
                "请先撤销它，或勾选“替代在办的转诊单”。"
            )
            % words,
            code="open_request",
        )
    row.replaces = older


def tell_others(row):
    """Other hospitals that still ask for the same person look whether their request is over.

    By an exact resident number only, and without a word on who refers now (docs/adr/0017).
    """
    if not row.person_hash or row.patient.id_type != IdType.RESIDENT:
        return
    same = Referral.objects.filter(
        person_hash=row.person_hash, state__in=REPLACEABLE, submitted_at__isnull=False
    )
    for other in same.exclude(origin=row.origin_id).order_by("created_at"):
        notices.tell(
            key=f"referral-moved-on:{other.pk}:{row.pk}",
            kind="referral.moved_on",
            recipients=people_at([other.origin_id], Permission.REFERRAL_REQUEST_CANCEL),
            url=reverse("referrals:referral-detail", args=[other.pk]),
            number=other.number,
            state=other.state,
            priority=other.priority,
        )


def replaced_by(row):
    """The older request that the move just made wants superseded, once; None for most moves."""
    return row.__dict__.pop("replaces", None)
