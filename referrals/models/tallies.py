"""How many referrals of a hospital are where: for those who watch and may not read single ones."""

import datetime as dt

from django.db.models import Count
from django.utils import timezone

from referrals.enums import OutflowState, TimerKind
from referrals.models.event import ReferralEvent
from referrals.models.outflow import OutflowRecord
from referrals.models.referral import Referral
from referrals.models.timer import Timer

RECENT = dt.timedelta(days=30)
KINDS = ("open", "late", "alarm", "completed", "unplaced", "refused", "reopened", "outflow")


def of(hospitals, now=None):
    """hospital id → kind → how many of the referrals that it filed; hospitals without any lack."""
    now = now or timezone.now()
    found: dict = {}
    for name, rows, place in _counted(hospitals, now):
        for key, count in rows.values_list(place).annotate(Count("pk")).order_by():
            found.setdefault(key, dict.fromkeys(KINDS, 0))[name] = count
    return found


def _counted(hospitals, now):
    filed = Referral.objects.filter(origin__in=hospitals, submitted_at__isnull=False)
    recent = {"state_since__gte": now - RECENT}
    here = {"referral__origin__in": hospitals}
    yield "open", filed.open(), "origin"
    yield "late", filed.open().late(now), "origin"
    yield "completed", filed.filter(state="completed", **recent), "origin"
    yield "unplaced", filed.filter(state="unplaced", **recent), "origin"
    timers = Timer.objects.late(now).filter(kind=TimerKind.ACCEPT_TOTAL, **here)
    yield "alarm", timers, "referral__origin"
    events = ReferralEvent.objects.filter(at__gte=now - RECENT, **here)
    yield "refused", events.filter(action="refuse_at_door"), "referral__origin"
    yield "reopened", events.filter(action="reopen"), "referral__origin"
    leads = OutflowRecord.objects.filter(origin__in=hospitals, reviewed_at__gte=now - RECENT)
    yield "outflow", leads.filter(state=OutflowState.CONFIRMED), "origin"
