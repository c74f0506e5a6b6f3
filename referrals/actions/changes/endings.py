"""Ways in which a referral ends early, is set right, or is opened again."""

import datetime as dt

from django.utils.translation import gettext as _

from portal.errors import Incomplete, NotAllowed, Refusal
from referrals.actions import follow_ups, offers, supersession, timers
from referrals.actions.changes.base import (
    DIED,
    LEFT_BY_HIMSELF,
    Payload,
    because,
    coded_reason,
    dismiss_outflow,
    end_promises,
    need,
    note_outflow,
    own_reason,
)
from referrals.enums import OfferState, Priority, UnplacedOutcome
from referrals.models import ReferralEvent
from referrals.states import ASKING_STATES, MOVES, Side

REOPENED_WITHIN = dt.timedelta(days=30)
LONG_ENOUGH_NOTE = 10
AWAY = frozenset({UnplacedOutcome.LEFT, UnplacedOutcome.ELSEWHERE})
PRIORITIES = (Priority.ROUTINE, Priority.URGENT, Priority.EMERGENCY)


def cancel(row, *, by, details, at):
    reason = coded_reason(details, Side.ORIGIN)
    end_promises(row, by=by, at=at)
    _note_if_gone(row, reason.code, by=by, at=at)
    return Payload(because(reason))


def _note_if_gone(row, code, *, by, at):
    if code == LEFT_BY_HIMSELF:
        note_outflow(row, outcome=UnplacedOutcome.LEFT, by=by, at=at)


def request_cancel(row, *, by, details, at):
    return Payload(because(coded_reason(details, Side.ORIGIN)))


def confirm_cancel(row, *, by, details, at):
    asked = ReferralEvent.objects.filter(referral=row, action="request_cancel").last()
    end_promises(row, by=by, at=at)
    _note_if_gone(row, asked.payload["reason"], by=by, at=at)
    said = {name: asked.payload.get(name, "") for name in ("reason", "reason_words")}
    return Payload(said, by_silence=by is None)


def refuse_cancel(row, *, by, details, at):
    """Too late: the patient is here already, or under treatment; or the wish rests on an error."""
    need(details, "note")
    if not details.get("already_here"):
        return Payload().to(row.state_before)
    offer = offers.live_offer(row)
    if offer.state == OfferState.OPEN:
        offers.settle(row, offer, by=by, at=at)
        offer.close(state=OfferState.ACCEPTED, by=by, at=at)
        row.decided_at = at
    row.arrived_at = at
    return Payload(already_here=True).to("arrived")


def close_unplaced(row, *, by, details, at):
    (outcome,) = need(details, "outcome")
    here = Side.DESTINATION if row.state == "arrived" else Side.ORIGIN
    if not row.is_external and row.side_of(by, MOVES["close_unplaced"]) != here:
        raise NotAllowed(_("患者到诊后由接收方办理，此前由转出方办理。"), code="other_side")
    if outcome == UnplacedOutcome.ELSEWHERE and not details.get("place"):
        # Placed by somebody: then it is known where.
        need(details, "place_name")
    end_promises(row, by=by, at=at)
    if outcome in AWAY:
        note_outflow(
            row,
            outcome=outcome,
            province=details.get("province"),
            place=details.get("place"),
            place_name=details.get("place_name", ""),
            by=by,
            at=at,
        )
    return Payload(outcome=outcome)


def record_death(row, *, by, details, at):
    (place,) = need(details, "place")
    end_promises(row, by=by, at=at)
    row.transports.filter(arrived_at__isnull=True, turned_back_at__isnull=True).update(
        arrived_at=at
    )
    reason = own_reason(DIED)
    follow_ups.end_for_the_dead(row, reason=reason, by=by, at=at)
    return Payload(because(reason), place=place)


def expire(row, *, by, details, at):
    if row.priority != Priority.ROUTINE:
        raise Refusal(_("只有常规转诊会超时失效。"), code="not_routine")
    end_promises(row, by=by, at=at, state=OfferState.EXPIRED)
    return Payload()


def supersede(row, *, by, details, at):
    (newer,) = need(details, "by_referral")
    if newer.pk == row.pk or newer.person_hash != row.person_hash or not row.person_hash:
        raise Incomplete(
            _("新单须是同一患者的另一张转诊单。"),
            errors={"by_referral": _("请选择同一患者的新转诊单。")},
        )
    if newer.created_at < row.created_at:
        raise Incomplete(_("只能由更新的转诊单替代。"), errors={"by_referral": _("该单早于本单。")})
    end_promises(row, by=by, at=at)
    row.superseded_by = newer
    return Payload(by_referral=str(newer.pk))


def change_priority(row, *, by, details, at):
    priority, _note = need(details, "priority", "note")
    before = row.priority
    if priority == before:
        raise Incomplete(_("紧急程度没有变化。"), errors={"priority": _("请选择另一级。")})
    raised = PRIORITIES.index(priority) > PRIORITIES.index(before)
    if row.side_of(by, MOVES["change_priority"]) == Side.DESTINATION and not raised:
        raise Refusal(_("接收方只能调高紧急程度。"), code="only_raise")
    row.priority = priority
    timers.restart(row, at=at)
    return Payload(priority=priority, instead_of=before)


def mark_error(row, *, by, details, at):
    """Taken out of every figure, kept in the audit; by two people once a patient was there."""
    (note,) = need(details, "note")
    if len(note.strip()) < LONG_ENOUGH_NOTE:
        raise Incomplete(
            _("说明太短。"),
            errors={"note": _("至少写%(count)d个字。") % {"count": LONG_ENOUGH_NOTE}},
        )
    if row.arrived_at and not _second_person(row, by):
        return Payload(awaits_second_person=True).to(row.state)
    end_promises(row, by=by, at=at)
    dismiss_outflow(row, by=by, at=at)
    return Payload().to("entered_in_error")


def _second_person(row, by):
    """Somebody else has already asked for it in this state; the same person may not confirm."""
    asked = row.events.filter(action="mark_error").last()
    if asked is None or asked.to_state != row.state:
        return False
    if asked.actor_id == by.pk:
        raise Refusal(_("已提交，须由另一位管理员确认。"), code="second_person")
    return True


def reopen(row, *, by, details, at):
    need(details, "note")
    if at - row.closed_at > REOPENED_WITHIN:
        raise Refusal(
            _("结束超过%(days)d天，不能重新打开。") % {"days": REOPENED_WITHIN.days}, code="too_old"
        )
    state = "accepted" if row.state_before == "scheduled" else row.state_before
    _need_no_newer(row, state)
    row.superseded_by = None
    dismiss_outflow(row, by=by, at=at)
    offers.ask_again(row, state, at=at)
    return Payload(from_end=row.state).to(state)


def _need_no_newer(row, state):
    newer = (
        type(row)
        .objects.open()
        .filter(person_hash=row.person_hash, created_at__gt=row.created_at)
        .exclude(person_hash="")
    )
    if newer.exists() or (state in ASKING_STATES and supersession.standing(row)):
        raise Refusal(_("该患者已有更新的转诊单在办，不能重新打开。"), code="newer_open")
