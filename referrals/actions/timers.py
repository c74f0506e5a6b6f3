"""The clocks of a referral: started and ended with its moves, swept when they run out."""

from django.db import transaction
from django.db.models import Case, F, When
from django.urls import reverse
from django.utils import timezone

from hospitals.access import people_at
from portal.core import notices
from referrals import sla
from referrals.models import Timer
from referrals.states import MOVES, STATES, Side


def turn(referral, *, at, from_state):
    """End the wait of the state that was left and start that of the state that was entered.

    A wait interrupted by a request for information stops, and resumes with what was left of it.
    """
    before = STATES[from_state].clock if from_state else None
    after = STATES[referral.state].clock
    if referral.replied_at:
        after = None
    if before == after:
        return
    if before:
        _end(referral, before, at, stopped=referral.state == "info_requested")
    referral.due_at = None
    if after:
        referral.due_at = _start(referral, after, at, resumes=from_state == "info_requested")


def _end(referral, kind, at, *, stopped):
    late = Case(When(due_at__lt=at, then=F("due_at")), default=F("breached_at"))
    Timer.objects.running().filter(referral=referral, kind=kind).update(
        ended_at=at, stopped=stopped, breached_at=late
    )


def _start(referral, kind, at, *, resumes):
    last = Timer.objects.filter(referral=referral, kind=kind).order_by("-attempt").first()
    due = sla.due_at(kind, referral.priority, timezone.localtime(at))
    if resumes and last and last.stopped:
        due = at + (last.due_at - last.ended_at)
    Timer.objects.create(
        referral=referral,
        kind=kind,
        attempt=last.attempt + 1 if last else 1,
        started_at=at,
        due_at=due,
    )
    return due


def sweep(*, now=None, limit=500):
    """Tell the side that keeps others waiting, once per breach; returns how many were found."""
    now = now or timezone.now()
    due = list(Timer.objects.newly_breached(now).values_list("pk", flat=True)[:limit])
    return sum(_breach(pk, now) for pk in due)


@transaction.atomic
def _breach(timer_id, now):
    claimed = Timer.objects.newly_breached(now).filter(pk=timer_id).update(breached_at=F("due_at"))
    if not claimed:
        return 0
    timer = Timer.objects.select_related("referral").get(pk=timer_id)
    referral = timer.referral
    move = MOVES[STATES[referral.state].waits_for]
    place = referral.origin_id if move.side == Side.ORIGIN else referral.destination_id
    notices.tell(
        key=f"timer:{timer.pk}",
        kind="referral.late",
        recipients=people_at([place], move.permission),
        url=reverse("referrals:referral-detail", args=[referral.pk]),
        number=referral.number,
        timer=timer.kind,
        priority=referral.priority,
    )
    return 1
