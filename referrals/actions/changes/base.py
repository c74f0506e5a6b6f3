"""What the changes of all moves have in common: what they need, and what they leave behind.

A change runs inside the locked transaction of referrals.actions.moving; it raises Incomplete when
its details are not enough and Refusal when the facts forbid it. It returns the event's Payload.
"""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import audit
from portal.errors import Incomplete
from referrals.actions import arrival_codes, reservations
from referrals.actions.content import missing
from referrals.enums import OfferState, OutflowState
from referrals.models import OutflowRecord, ReasonCode

DIED = "died"
LEFT_BY_HIMSELF = "patient_left"


class Payload(dict):
    """What the event keeps of the move; target is set where the table leaves several ends open."""

    target = ""

    def to(self, target):
        self.target = target
        return self


def need(details, *names):
    """The named details, or Incomplete naming those that are empty."""
    empty = [name for name in names if details.get(name) in (None, "")]
    if empty:
        raise Incomplete(
            _("还有必填内容未填写。"), errors={name: _("请填写此项。") for name in empty}
        )
    return [details[name] for name in names]


def coded_reason(details, side):
    """A reason that this side may give today, with a word where it asks for one."""
    (code,) = need(details, "reason_code")
    reason = ReasonCode.objects.valid_on().for_side(side).filter(code=code).first()
    if reason is None:
        raise Incomplete(_("原因不在可选范围内。"), errors={"reason_code": _("请选择原因。")})
    if reason.comment_required:
        need(details, "note")
    return reason


def own_reason(code):
    """The reason that a move writes by itself: the list never ends it."""
    return ReasonCode.objects.valid_on().get(code=code)


def because(reason):
    """What an event keeps of a reason: the code to count by, and the words of that day."""
    return {"reason": reason.code, "reason_words": reason.label}


def need_minimum_data(row):
    """Nothing leaves its author without the minimum data set of its direction."""
    if empty := missing(row):
        raise Incomplete(
            _("转诊单还缺必填内容。"), errors={name: _("请填写此项。") for name in empty}
        )


def end_promises(row, *, by, at, state=OfferState.WITHDRAWN):
    """Nobody is asked any longer and no bed is held: the referral comes to an end."""
    for offer in row.offers.live():
        offer.close(state=state, by=by, at=at)
    row.also_asked = []
    row.scheduled_for = None
    reservations.release(referral=row, at=at)
    arrival_codes.withdraw(row, at=at)


def note_outflow(row, *, outcome, at, by, province=None, place=None, place_name=""):
    """A lead for the outflow list; confirmed or dismissed by somebody else later.

    Who leaves once more, after the referral was opened again, is looked into once more.
    """
    OutflowRecord.objects.update_or_create(
        referral=row,
        defaults={
            "origin": row.origin,
            "outcome": outcome,
            "province": province or (place and place.region.at("province")),
            "place": place,
            "place_name": place.name if place else place_name,
            "noted_at": at,
            "state": OutflowState.CANDIDATE,
            "reviewed_by": None,
            "reviewed_at": None,
            "created_by": by,
            "is_synthetic": row.is_synthetic,
        },
    )


def dismiss_outflow(row, *, by, at):
    """The referral goes on, or was an error: nobody left by it, whatever was noted at its end."""
    leads = OutflowRecord.objects.filter(referral=row).exclude(state=OutflowState.DISMISSED)
    for lead in leads.select_for_update():
        lead.state, lead.reviewed_by, lead.reviewed_at = OutflowState.DISMISSED, by, at
        lead.version += 1
        lead.save()
        audit.record(
            "outflow_lead.judge", lead, by=by, hospitals=[row.origin_id], verdict=lead.state
        )


def need_valid_date(day, at):
    if day < timezone.localdate(at):
        raise Incomplete(_("有效期已过。"), errors={"valid_until": _("有效期不能早于今天。")})


def within(moment, at, span=dt.timedelta(0)):
    """moment lies in the span before at, both ends included."""
    return at - span <= moment <= at
