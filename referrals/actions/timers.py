"""The clocks of a referral: started, stopped and ended with its moves (sweeps.py watches them)."""

import datetime as dt
from dataclasses import replace

from django.utils import timezone

from hospitals.models import CalendarDay
from portal.core.documents import InspectionState
from portal.core.reference import kept
from referrals import sla
from referrals.enums import (
    AdmissionKind,
    AttachmentKind,
    Direction,
    FollowUpState,
    OfferState,
)
from referrals.models import Attachment, FollowUpTask, Timer, TimerRule, Transport
from referrals.states import Side

RECORDED_STATES = frozenset(sla.CLOCKS["records"].states)


def turn(referral, *, at, from_state=None):
    """Bring the clocks in line with the row as it is now: end, keep, resume, start.

    A clock that an asked question stopped resumes with what was left of it. One of another
    priority, or whose slot was moved, begins anew. The row's alarm becomes the nearest due.
    """
    facts = facts_of(referral)
    wanted = {clock.kind: clock for clock in sla.running(facts)}
    last = {}
    for timer in Timer.objects.filter(referral=referral).order_by("attempt"):
        last[timer.kind] = timer
    starting = _Start(referral, facts, at)
    kept = []
    for timer in [timer for timer in last.values() if timer.ended_at is None]:
        if timer.kind in wanted and _goes_on(timer, facts):
            wanted.pop(timer.kind)
            kept.append(timer)
        elif facts.state in timer.clock.outlasts and timer.priority == facts.priority:
            kept.append(timer)
        else:
            _end(timer, at, stopped=referral.state in timer.clock.pauses)
    new = [starting.clock(clock, last.get(kind), from_state) for kind, clock in wanted.items()]
    Timer.objects.bulk_create(new)
    alarms = [timer.due_at for timer in [*kept, *new] if timer.kind in sla.ON_THE_ROW]
    referral.due_at = min(alarms, default=None)


def first(referral, *, at):
    """The clocks of a referral that is being written: it has had none before."""
    facts = facts_of(referral)
    starting = _Start(referral, facts, at)
    return [starting.clock(clock, None, None) for clock in sla.running(facts)]


def restart(referral, *, at):
    """After a change of the priority: every clock that depends on it counts from this moment."""
    turn(referral, at=at, from_state=referral.state)


def settle(referral, kind, *, at):
    """What a clock waited for has come without a move, such as the records of a patient."""
    for timer in Timer.objects.running().filter(referral=referral, kind=kind):
        _end(timer, at, stopped=False)
    running = Timer.objects.running().filter(referral=referral, kind__in=sla.ON_THE_ROW)
    referral.due_at = running.order_by("due_at").values_list("due_at", flat=True).first()
    type(referral).objects.filter(pk=referral.pk).update(due_at=referral.due_at)


def due_of(referral, kind, *, at, state):
    """When a clock that would start now in a state is due: by the network's rule, else default."""
    facts = replace(facts_of(referral), state=state)
    due_at, _rule = _Start(referral, facts, at).due(sla.CLOCKS[kind])
    return due_at


def facts_of(referral):
    """What decides about the clocks, read from the row and, where a state needs it, around it."""
    eta = None
    if referral.state == "in_transit":
        journeys = Transport.objects.filter(referral=referral).order_by("departed_at")
        eta = journeys.values_list("expected_at", flat=True).last()
    return sla.Facts(
        state=referral.state,
        has_records=referral.state in RECORDED_STATES and _has_records(referral),
        priority=referral.priority,
        is_outpatient=referral.admission_kind == AdmissionKind.OUTPATIENT,
        is_down=referral.direction == Direction.DOWN,
        is_answered=referral.replied_at is not None,
        is_looked_after=referral.state == "admitted" and _was_looked_after(referral),
        awaits_desk=referral.state == "draft" and referral.is_retrospective,
        slot=referral.scheduled_for,
        eta=eta or referral.scheduled_for,
        valid_until=_valid_until(referral) if referral.state == "accepted" else None,
    )


def _has_records(referral):
    """The origin gave its summary of the illness, and nobody found anything wrong with the file."""
    given = Attachment.objects.filter(
        referral=referral, hospital=referral.origin_id, kind=AttachmentKind.SUMMARY
    )
    return given.exclude(state=InspectionState.BLOCKED).exists()


def _was_looked_after(referral):
    """Somebody below has seen or called the patient once."""
    if referral.direction != Direction.DOWN:
        return False
    return FollowUpTask.objects.filter(referral=referral, state=FollowUpState.DONE).exists()


def _valid_until(referral):
    """The end of the last day on which the acceptance holds."""
    offers = referral.offers.filter(state=OfferState.ACCEPTED, valid_until__isnull=False)
    day = offers.values_list("valid_until", flat=True).last()
    if day is None:
        return None
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time())
    return timezone.make_aware(midnight, timezone.get_default_timezone())


def _goes_on(timer, facts):
    if timer.priority != facts.priority:
        return False
    clock = timer.clock
    if clock.basis == sla.Basis.START:
        return True
    return timer.counts_from == sla.begins_at(clock, timer.started_at, facts)


def _local(moment):
    return timezone.localtime(moment, timezone.get_default_timezone())


def _end(timer, at, *, stopped):
    timer.ended_at, timer.stopped, timer.next_at = at, stopped, None
    if timer.clock.is_alarm and timer.due_at < at:
        timer.breached_at = timer.breached_at or timer.due_at
    timer.save(update_fields=["ended_at", "stopped", "next_at", "breached_at"])


class _Start:
    """Starts the clocks of one moment; rules and calendars are read once, and only if needed."""

    def __init__(self, referral, facts, at):
        self.referral, self.facts, self.at = referral, facts, at
        self.start = _local(at)
        self._rules, self._calendars = {}, {}

    def clock(self, clock, last, from_state):
        """The next attempt of a clock, with what was left of it when it stands no longer still."""
        timer = Timer(
            referral=self.referral,
            kind=clock.kind,
            attempt=last.attempt + 1 if last else 1,
            priority=self.facts.priority,
            started_at=self.at,
        )
        resumes = last and last.stopped and from_state in clock.pauses
        if resumes and last.priority == self.facts.priority:
            timer.due_at = self.at + (last.due_at - last.ended_at)
            timer.counts_from = timer.due_at - last.length
            timer.rule_id, timer.level = last.rule_id, last.level
        else:
            timer.counts_from = sla.begins_at(clock, self.start, self.facts)
            timer.due_at, timer.rule = self.due(clock)
        timer.next_at = timer.level_moment(timer.level)
        return timer

    def due(self, clock):
        """By the rules of the origin's networks (the strictest of them), else by the default."""
        priority = sla.priority_of(clock, self.facts)
        found = [rule for rule in self.rules(priority) if rule.kind == clock.kind]
        rules = [rule for rule in found if rule.network_id] or found
        if not rules:
            return self._due_by(clock, clock.limit(priority)), None
        return min(
            ((self._due_by(clock, rule.limit), rule) for rule in rules), key=lambda pair: pair[0]
        )

    def _due_by(self, clock, limit):
        calendar = self.calendar(clock.side) if isinstance(limit, int) else None
        return sla.due_at(clock, limit, self.start, facts=self.facts, calendar=calendar)

    def rules(self, priority):
        if priority not in self._rules:
            origin = self.referral.origin_id
            self._rules[priority] = _rules_of(origin, priority, self.start.date())
        return self._rules[priority]

    def calendar(self, side):
        """The days that differ, at the hospital whose clock it is."""
        is_origin = side == Side.ORIGIN
        hospital = self.referral.origin_id if is_origin else self.referral.destination_id
        if hospital not in self._calendars:
            self._calendars[hospital] = _calendar_of(hospital, self.start.date())
        return self._calendars[hospital]


@kept
def _rules_of(origin_id, priority, day):
    return list(TimerRule.objects.for_origin(origin_id, priority, day))


@kept
def _calendar_of(hospital_id, day):
    return CalendarDay.objects.deviations(hospital_id, day)
