"""The moves of a referral. Nothing else writes its state.

Every move is keyword-only and alike: the referral, who does it, the details that its form
collected, the version they saw, and the time it happened (now, unless somebody says otherwise).
All of them lock the row, check the table, authority, side and version, change what the move
changes, turn the clocks, append event and audit, and owe the notices, in one transaction.
"""

import contextlib
import datetime as dt

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.access import people_at
from portal.core import audit, notices
from portal.errors import NotAllowed, Refusal, Stale
from referrals.actions import changes, timers
from referrals.models import Referral, ReferralEvent
from referrals.states import MOVES, STATES, Side, moves_from

LOCKED_WITH = ("origin__region__parent__parent", "destination", "patient")


def submit_for_review(*, referral, by, details=None, version=None, at=None):
    return _move("submit_for_review", referral, by, details, version, at)


def return_(*, referral, by, details=None, version=None, at=None):
    return _move("return", referral, by, details, version, at)


def approve(*, referral, by, details=None, version=None, at=None):
    return _move("approve", referral, by, details, version, at)


def send(*, referral, by, details=None, version=None, at=None):
    return _move("send", referral, by, details, version, at)


def receive(*, referral, by, details=None, version=None, at=None):
    return _move("receive", referral, by, details, version, at)


def request_info(*, referral, by, details=None, version=None, at=None):
    return _move("request_info", referral, by, details, version, at)


def supply_info(*, referral, by, details=None, version=None, at=None):
    return _move("supply_info", referral, by, details, version, at)


def accept(*, referral, by, details=None, version=None, at=None):
    return _move("accept", referral, by, details, version, at)


def decline(*, referral, by, details=None, version=None, at=None):
    return _move("decline", referral, by, details, version, at)


def redirect(*, referral, by, details=None, version=None, at=None):
    return _move("redirect", referral, by, details, version, at)


def schedule(*, referral, by, details=None, version=None, at=None):
    return _move("schedule", referral, by, details, version, at)


def depart(*, referral, by, details=None, version=None, at=None):
    return _move("depart", referral, by, details, version, at)


def arrive(*, referral, by, details=None, version=None, at=None):
    return _move("arrive", referral, by, details, version, at)


def admit(*, referral, by, details=None, version=None, at=None):
    return _move("admit", referral, by, details, version, at)


def finish_treatment(*, referral, by, details=None, version=None, at=None):
    return _move("finish_treatment", referral, by, details, version, at)


def reply(*, referral, by, details=None, version=None, at=None):
    return _move("reply", referral, by, details, version, at)


def acknowledge(*, referral, by, details=None, version=None, at=None):
    return _move("acknowledge", referral, by, details, version, at)


def cancel(*, referral, by, details=None, version=None, at=None):
    return _move("cancel", referral, by, details, version, at)


ACTIONS = {
    verb: globals()["return_" if verb == "return" else verb] for verb in MOVES if verb != "create"
}


def close_answered(now=None):
    """Acknowledge in the system's name what was answered long ago; returns how many."""
    now = now or timezone.now()
    days = settings.CLOSE_AFTER_REPLY_DAYS
    note = _("回执发出%(days)d天无人确认，系统自动闭环。") % {"days": days}
    waiting = Referral.objects.filter(state="treated", replied_at__lt=now - dt.timedelta(days=days))
    closed = 0
    for referral in waiting[:200]:
        with contextlib.suppress(Stale):
            _move("acknowledge", referral, None, {"note": note}, referral.version, now)
            closed += 1
    return closed


@transaction.atomic
def _move(verb, referral, by, details, version, at):
    row = (
        Referral.objects.select_for_update(of=("self",))
        .select_related(*LOCKED_WITH)
        .get(pk=referral.pk)
    )
    move = MOVES[verb]
    check(move, row, by=by, version=version)
    at = at or timezone.now()
    if at > timezone.now():
        raise Refusal(_("发生时间不能晚于现在。"), code="future")
    came_from = row.state
    payload = changes.CHANGES[verb](row, by=by, details=details or {}, at=at)
    row.state = move.target
    if row.state != came_from:
        row.state_since = at
    row.closed_at = at if STATES[row.state].is_final else None
    row.version += 1
    row.event_count += 1
    timers.turn(row, at=at, from_state=came_from)
    row.save()
    event = append(
        ReferralEvent(referral=row, action=verb, from_state=came_from, actor=by, at=at),
        payload=payload,
        note=(details or {}).get("note", ""),
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
    _tell(row, move, event)
    return row


def check(move, row, *, by, version=None):
    """Version, authority, table, hats: each refusal says what to do. by is None for the system."""
    if version is not None and version != row.version:
        raise Stale(
            _("转诊单刚被他人更新，现为“%(state)s”。请查看最新内容后再操作。")
            % {"state": row.state_label},
            code="stale",
        )
    if by is not None and not by.has_perm(move.permission, row):
        raise NotAllowed(
            _("您在本单的这一方没有“%(action)s”的权限。") % {"action": _(move.label)},
            code="forbidden",
        )
    if move not in moves_from(row.state):
        raise Refusal(
            _("转诊单现为“%(state)s”，不能“%(action)s”。")
            % {"state": row.state_label, "action": _(move.label)},
            code="illegal_move",
        )
    if by is not None:
        _check_one_hat(move, row, by)


def _check_one_hat(move, row, by):
    """A dispatched expert belongs to both hospitals, but acts on one side of one referral only."""
    other = Side.DESTINATION if move.side == Side.ORIGIN else Side.ORIGIN
    if ReferralEvent.objects.filter(referral=row, actor=by, side=other).exists():
        raise NotAllowed(_("您已代表另一方处理过本单，不能再代表这一方。"), code="two_hats")


def append(event, *, payload=None, note=""):
    """Add what happened. The referral is locked by now, so its count numbers the events."""
    row = event.referral
    event.seq, event.to_state = row.event_count, row.state
    event.side = MOVES[event.action].side
    event.hospital_id = row.origin_id if event.side == Side.ORIGIN else row.destination_id
    event.note, event.payload = note, payload or {}
    event.save(force_insert=True)
    return event


def _tell(row, move, event):
    """Owe a notice to those whose step is next, and to the author when the other side moved."""
    recipients = set()
    waits_for = STATES[row.state].waits_for
    if row.state == "treated" and row.replied_at:
        waits_for = "acknowledge"
    if waits_for:
        follow = MOVES[waits_for]
        place = row.origin_id if follow.side == Side.ORIGIN else row.destination_id
        recipients |= people_at([place], follow.permission)
    from_others = move.side == Side.DESTINATION or move.verb in {"return", "approve"}
    if from_others or event.actor_id is None:
        recipients.add(row.author_id)
    if move.verb == "send" and row.origin.review_required:
        # An emergency left without review: the reviewers look at it afterwards.
        recipients |= people_at([row.origin_id], MOVES["approve"].permission)
    recipients.discard(event.actor_id)
    notices.tell(
        key=f"referral-event:{event.pk}",
        kind=f"referral.{move.verb}",
        recipients=recipients,
        url=reverse("referrals:referral-detail", args=[row.pk]),
        number=row.number,
        state=row.state,
        priority=row.priority,
    )
