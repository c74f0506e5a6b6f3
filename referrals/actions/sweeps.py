"""What happens when clocks run out: people are told level by level, and the system moves.

Sweeping twice, or by two workers at once, tells each level once: a level is counted up on the
clock's row under the referral's lock, together with the notice that it owes.
"""

import datetime as dt
import logging

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.access import people_at
from hospitals.models import DutyShift, Membership, NetworkMembership
from portal.core import notices
from portal.errors import Refusal
from portal.roles import Permission, Role
from referrals.actions import transfers
from referrals.models import Referral, Timer
from referrals.sla import Audience, Breach

logger = logging.getLogger(__name__)
RETRY_AFTER = dt.timedelta(hours=1)


def sweep(*, now=None, limit=500):
    """Take up every clock whose next level is reached; returns how many were taken up."""
    now = now or timezone.now()
    due = Timer.objects.to_sweep(now).order_by("next_at").values_list("pk", "referral_id")
    return sum(_reach(timer_id, referral_id, now) for timer_id, referral_id in due[:limit])


@transaction.atomic
def _reach(timer_id, referral_id, now):
    """One clock, under the lock that every move of its referral takes first."""
    rows = Referral.objects.select_for_update(of=("self",), skip_locked=True)
    referral = rows.filter(pk=referral_id).first()
    if referral is None:
        # Somebody is moving it, or another worker has it: the next sweep looks again.
        return 0
    timer = Timer.objects.to_sweep(now).filter(pk=timer_id).first()
    if timer is None or not timer.belongs_to(referral.state):
        Timer.objects.filter(pk=timer_id, ended_at=None).update(next_at=None)
        return 0
    if timer.clock.verb == "discard" and _was_touched(timer, referral):
        return 1
    while timer.next_at is not None and timer.next_at <= now:
        _tell(referral, timer)
        timer.level += 1
        timer.next_at = timer.level_moment(timer.level)
    if timer.clock.is_alarm and timer.due_at <= now:
        timer.breached_at = timer.due_at
    timer.save(update_fields=["level", "next_at", "breached_at"])
    if timer.next_at is None and timer.clock.breach == Breach.MOVE:
        _move(referral, timer, now)
    return 1


def _was_touched(timer, referral):
    """A draft is old only when nobody writes in it: its clock counts from the last change."""
    if referral.updated_at <= timer.counts_from:
        return False
    length = timer.length
    timer.counts_from, timer.due_at = referral.updated_at, referral.updated_at + length
    timer.next_at = timer.level_moment(timer.level)
    timer.save(update_fields=["counts_from", "due_at", "next_at"])
    return True


def _tell(referral, timer):
    """Owe the notice of one level. The key makes the debt unique, whoever sweeps."""
    level = timer.clock.levels[timer.level]
    is_due = level.moment(timer.counts_from, timer.due_at) >= timer.due_at
    notices.tell(
        key=f"timer:{timer.pk}:{timer.level}",
        kind="referral.late" if is_due and timer.clock.is_alarm else "referral.reminder",
        recipients=RECIPIENTS[level.tells](referral, timer.clock),
        url=reverse("referrals:referral-detail", args=[referral.pk]),
        number=referral.number,
        timer=timer.kind,
        level=timer.level + 1,
        priority=referral.priority,
        breach=timer.clock.breach,
    )


def _move(referral, timer, now):
    """The system's own move. Where the rules refuse it, it is tried again later."""
    verb = timer.clock.verb
    details = {"note": _("期限已到，系统自动处理。"), "is_system": True}
    try:
        transfers.ACTIONS[verb](referral=referral, by=None, details=details, at=now)
    except Refusal as refusal:
        logger.warning("system move %s of %s refused: %s", verb, referral.number, refusal.code)
        Timer.objects.running().filter(pk=timer.pk).update(
            level=timer.level - 1, next_at=now + RETRY_AFTER
        )


def _people(referral, clock):
    return people_at(referral.hospitals_on(clock.side), clock.asks)


def _both(referral, clock):
    authors = people_at([referral.origin_id], Permission.REFERRAL_SEND)
    return _people(referral, clock) | authors | {referral.author_id}


def _deputies(referral, clock):
    """Whom the roster names now; where it names nobody with an account, the same people again."""
    shifts = DutyShift.objects.on_duty_anywhere().filter(
        hospital__in=referral.hospitals_on(clock.side), is_deputy=True, user__is_active=True
    )
    named = set(shifts.values_list("user_id", flat=True))
    return named or _people(referral, clock)


def _network(referral, clock):
    return _at_leads(referral, {Role.NETWORK_ADMIN})


def _centre(referral, clock):
    """The transfer centre; where a network has none, its administrators."""
    return _at_leads(referral, {Role.TRANSFER_CENTRE}) or _network(referral, clock)


def _at_leads(referral, roles):
    ends = {referral.origin_id, referral.destination_id} - {None}
    leads = NetworkMembership.objects.lead_ids_above(ends)
    held = Membership.objects.current().filter(hospital__in=leads, user__is_active=True)
    return set(held.with_role(roles).values_list("user_id", flat=True))


RECIPIENTS = {
    Audience.SIDE: _people,
    Audience.BOTH: _both,
    Audience.AUTHOR: lambda referral, clock: {referral.author_id},
    Audience.DEPUTY: _deputies,
    Audience.CENTRE: _centre,
    Audience.NETWORK: _network,
    Audience.LIST: lambda referral, clock: set(),
}
