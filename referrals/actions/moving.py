"""How a move is made: lock, check, change, clocks, event, audit and news, in one transaction."""

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import audit
from portal.core.locking import atomic, in_order
from portal.errors import NotAllowed, Refusal
from referrals.actions import guards, news, supersession, timers
from referrals.actions.changes import CHANGES
from referrals.models import Referral, ReferralEvent
from referrals.states import MOVES, SAME, STATES, TWO_SIDES, Side, moves_from

LOCKED_WITH = ("origin__region__parent__parent", "destination", "patient")


@atomic
def move(verb, *, referral, by, details=None, version=None, at=None):
    """Make one move of the table and return the referral as it stands afterwards."""
    row = _locked(referral)
    step = MOVES[verb]
    check(step, row, by=by, version=version)
    at = at or timezone.now()
    _check_time(row, at)
    came_from, side, details = row.state, row.side_of(by, step), details or {}
    payload = CHANGES[verb](row, by=by, details=details, at=at)
    if older := supersession.replaced_by(row):
        move("supersede", referral=older, by=None, details={"by_referral": row}, at=at)
    _enter(row, _target(step, row, payload), at)
    timers.turn(row, at=at, from_state=came_from)
    row.save()
    event = append(
        ReferralEvent(referral=row, action=verb, from_state=came_from, actor=by, side=side, at=at),
        payload=payload,
        note=details.get("note", ""),
    )
    audit.record(
        f"referral.{verb}",
        row,
        by=by,
        hospitals=[row.origin_id, row.destination_id],
        seq=event.seq,
        from_state=came_from,
        to_state=row.state,
    )
    news.tell(row, step=step, event=event)
    return row


def _check_time(row, at):
    """Nothing happens in the future, nor before the referral was sent."""
    if at > timezone.now():
        raise Refusal(_("发生时间不能晚于现在。"), code="future")
    if row.submitted_at and at < row.submitted_at:
        raise Refusal(_("发生时间不能早于提交时间。"), code="before_submission")


def _locked(referral):
    return in_order(Referral.objects.select_related(*LOCKED_WITH)).get(pk=referral.pk)


def _target(step, row, payload):
    """Where the move leads; a change that leaves the table is a defect, not a refusal."""
    target = payload.target or (row.state if step.targets[0] == SAME else step.targets[0])
    if (row.state, target) not in step.edges():
        raise AssertionError(f"{step.verb}: {row.state} -> {target} is not in the table")
    return target


def _enter(row, target, at):
    """The one place that writes a state. A request to cancel keeps what it interrupted in mind."""
    if target != row.state:
        if row.state != "cancel_requested":
            row.state_before = row.state
        row.state_since = at
    row.state = target
    row.closed_at = (row.closed_at or at) if STATES[row.state].is_final else None
    row.version += 1
    row.event_count += 1


def check(step, row, *, by, version=None):
    """Version, authority, table, hats: each refusal says what to do. by is None for the system."""
    if by is None and not step.by_system:
        raise NotAllowed(_("系统不能代替人办理此操作。"), code="not_for_system")
    guards.require(step, row, by=by, version=version, moves=moves_from(row.state))
    other = TWO_SIDES - {row.side_of(by, step)}
    if by is not None and len(other) == 1:
        guards.require_one_hat(row, by=by, sides=other)


def append(event, *, payload=None, note=""):
    """Add what happened. The referral is locked by now, so its count numbers the events."""
    numbered(event, payload=payload, note=note).save(force_insert=True)
    return event


def numbered(event, *, payload=None, note=""):
    """The event in its place: after those that happened before, where the referral is now."""
    row = event.referral
    event.seq, event.to_state = row.event_count, row.state
    event.hospital_id = _hospital_of(event, row)
    event.note, event.payload = note, payload or {}
    return event


def _hospital_of(event, row):
    if event.side == Side.SYSTEM:
        return None
    if event.side == Side.DESTINATION:
        asked = row.hospitals_on(Side.DESTINATION)
        mine = event.actor.hospitals_with(MOVES[event.action].permission) & asked
        return row.destination_id if row.destination_id in mine or not mine else min(mine)
    return row.origin_id
