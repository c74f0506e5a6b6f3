"""Every deadline of a referral as data: how long, in which states, on which side, and what happens
when it passes.

Spans are clock time and never stop at night; workdays are local days of the hospital whose clock it
is, without weekends and public holidays and with make-up workdays. A network may set other limits
(models/timer_rule.py); what it does not set is taken from here.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.roles import Permission
from referrals import workdays
from referrals.states import Side

Limit = dt.timedelta | int  # a span of clock time, or a number of workdays

MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
# How long before a referral expires its people hear of it.
EXPIRY_NOTICE = 3 * DAY
# A network may make a limit this many times as long as the default, and no longer.
LONGEST = 10


class Audience(StrEnum):
    """Who is told when a level is reached."""

    SIDE = "side"  # those at the clock's side whose step is waited for
    BOTH = "both"  # the same, and the author's hospital
    AUTHOR = "author"  # who wrote the referral
    DEPUTY = "deputy"  # whom the duty roster of that side names as deputy
    CENTRE = "centre"  # the transfer centre of the network
    NETWORK = "network"  # the network's administrators; commissions see how many there are
    LIST = "list"  # nobody: it stands on the list of what is late


class Breach(StrEnum):
    """What happens in the end."""

    TELL = "tell"
    LIST = "list"
    PROPOSE = "propose"  # a person is asked to make the move
    MOVE = "move"  # the system makes the move
    NONE = "none"  # data for others; nothing runs here


class Basis(StrEnum):
    """The moment that a limit counts from, when that is later than the start of the clock.

    slot: of an appointment that can wait. A bed for somebody urgent is held from the moment that it
    was reserved, however far ahead the appointment lies (docs/adr/0023).
    """

    START = "start"
    SLOT = "slot"
    ETA = "eta"
    VALID_UNTIL = "valid_until"


@dataclass(frozen=True)
class Level:
    """One step of an escalation: at a fraction of the limit, or a span before its end."""

    tells: Audience
    at: float = 1.0
    before: dt.timedelta | None = None

    def moment(self, start: dt.datetime, due: dt.datetime) -> dt.datetime:
        """When it is reached by a clock that counts from start and is due then."""
        if self.before is not None:
            return max(start, due - self.before)
        return start + (due - start) * self.at


@dataclass(frozen=True)
class Facts:
    """What of a referral decides which clocks run."""

    state: str
    priority: str
    is_outpatient: bool = False
    is_down: bool = False
    is_answered: bool = False
    has_records: bool = False
    is_looked_after: bool = False
    awaits_desk: bool = False
    slot: dt.datetime | None = None
    eta: dt.datetime | None = None
    valid_until: dt.datetime | None = None


@dataclass(frozen=True)
class Clock:
    """One row of the table of deadlines.

    limits: emergency, urgent, routine; None where no such clock runs. asks: whose step it is.
    pauses: states in which the clock stands still, to go on afterwards with what was left.
    outlasts: states in which it goes on as it was, but does not begin.
    only: the facts that must be so. verb: the move of a breach that moves or proposes.
    is_alarm: whether people can be late for it; else it only tells the system when to act.
    is_beside: whether it runs beside the step that the state waits for, and so is not the row's.
    """

    kind: str
    limits: tuple[Limit | None, Limit | None, Limit | None]
    states: tuple[str, ...]
    side: Side
    asks: Permission
    levels: tuple[Level, ...]
    breach: Breach = Breach.TELL
    pauses: tuple[str, ...] = ()
    outlasts: tuple[str, ...] = ()
    only: Mapping[str, bool] | None = None
    basis: Basis = Basis.START
    verb: str = ""
    is_alarm: bool = True
    is_beside: bool = False

    def limit(self, priority: str) -> Limit | None:
        return self.limits[PRIORITIES.index(priority)]

    def runs(self, facts: Facts) -> bool:
        """Whether it runs for these facts at all, whatever limit a network has set."""
        if facts.state not in self.states or self.limit(facts.priority) is None:
            return False
        return all(getattr(facts, name) is value for name, value in (self.only or {}).items())


PRIORITIES = ("emergency", "urgent", "routine")
P, O, D = Permission, Side.ORIGIN, Side.DESTINATION  # noqa: E741 - the two sides, as in states.py
ONCE = (Level(Audience.SIDE),)
HALF_AND_FULL = (Level(Audience.SIDE, 0.5), Level(Audience.SIDE))
LISTED = (Level(Audience.LIST),)
UNANSWERED = ("submitted", "received", "info_requested", "waitlisted", "declined")
# While one side asks to cancel, the other clocks wait for the answer.
ASKED_TO_CANCEL = ("cancel_requested",)

CLOCKS: dict[str, Clock] = {
    clock.kind: clock
    for clock in (
        Clock(
            "received",
            (5 * MINUTE, HOUR, 1),
            ("submitted",),
            D,
            P.REFERRAL_RECEIVE,
            (Level(Audience.SIDE), Level(Audience.DEPUTY, 1.5), Level(Audience.CENTRE, 2)),
        ),
        Clock(
            "decided",
            (15 * MINUTE, 4 * HOUR, 48 * HOUR),
            ("received",),
            D,
            P.REFERRAL_ACCEPT,
            HALF_AND_FULL,
            pauses=("info_requested", "cancel_requested"),
        ),
        # The origin's own clock while the destination's stands still.
        Clock(
            "supplied",
            (15 * MINUTE, 4 * HOUR, 48 * HOUR),
            ("info_requested",),
            O,
            P.REFERRAL_SUPPLY_INFO,
            HALF_AND_FULL,
            pauses=ASKED_TO_CANCEL,
        ),
        # The patient's clock: nothing that the two sides do to each other stops it.
        Clock(
            "accept_total",
            (30 * MINUTE, 8 * HOUR, 5),
            UNANSWERED,
            D,
            P.REFERRAL_ACCEPT,
            (Level(Audience.NETWORK),),
            Breach.LIST,
            pauses=ASKED_TO_CANCEL,
        ),
        Clock(
            "first_contact",
            (None, 5 * DAY, 40 * DAY),
            ("accepted", "scheduled"),
            D,
            P.REFERRAL_SCHEDULE,
            LISTED,
            Breach.LIST,
            pauses=ASKED_TO_CANCEL,
            only={"is_outpatient": True},
        ),
        Clock(
            "scheduled",
            (None, 4 * HOUR, 1),
            ("accepted",),
            D,
            P.REFERRAL_SCHEDULE,
            LISTED,
            Breach.LIST,
            pauses=ASKED_TO_CANCEL,
        ),
        Clock(
            "hold",
            (2 * HOUR, 24 * HOUR, HOUR),
            ("scheduled",),
            D,
            P.REFERRAL_RELEASE,
            (Level(Audience.BOTH, 0.75), Level(Audience.LIST)),
            Breach.MOVE,
            basis=Basis.SLOT,
            verb="release",
            is_alarm=False,
        ),
        Clock(
            "expected_arrival",
            (2 * HOUR, 24 * HOUR, 24 * HOUR),
            ("scheduled", "in_transit"),
            D,
            P.REFERRAL_MARK_NO_SHOW,
            (Level(Audience.BOTH),),
            Breach.PROPOSE,
            # A slot that was given up an hour later does not mean that the patient came.
            outlasts=("accepted",),
            basis=Basis.ETA,
            verb="mark_no_show",
        ),
        Clock(
            "records",
            (2 * HOUR, 24 * HOUR, 24 * HOUR),
            ("arrived", "admitted"),
            O,
            P.REFERRAL_SUPPLY_INFO,
            ONCE,
            only={"has_records": False},
            is_beside=True,
        ),
        Clock(
            "replied",
            (3, 3, 3),
            ("treated",),
            D,
            P.REFERRAL_REPLY,
            ONCE,
            only={"is_answered": False},
        ),
        Clock(
            "auto_close",
            (7 * DAY, 7 * DAY, 7 * DAY),
            ("treated",),
            O,
            P.REFERRAL_ACKNOWLEDGE,
            (Level(Audience.SIDE, 5 / 7), Level(Audience.LIST)),
            Breach.MOVE,
            only={"is_answered": True},
            verb="acknowledge",
            is_alarm=False,
        ),
        Clock(
            "follow_up",
            (7 * DAY, 7 * DAY, 14 * DAY),
            ("admitted",),
            D,
            P.REFERRAL_REPLY,
            ONCE,
            only={"is_down": True, "is_looked_after": False},
        ),
        Clock(
            "draft_purge",
            (14 * DAY, 14 * DAY, 14 * DAY),
            ("draft", "returned"),
            O,
            P.REFERRAL_CREATE,
            (Level(Audience.AUTHOR, before=3 * DAY), Level(Audience.LIST)),
            Breach.MOVE,
            verb="discard",
            is_alarm=False,
        ),
        Clock(
            "cancel_silence",
            (24 * HOUR, 24 * HOUR, 24 * HOUR),
            ("cancel_requested",),
            D,
            P.REFERRAL_CONFIRM_CANCEL,
            (Level(Audience.SIDE, 0.5), Level(Audience.LIST)),
            Breach.MOVE,
            verb="confirm_cancel",
            is_alarm=False,
        ),
        # Agreed by phone and there already: the desk says so within the day that filing has.
        Clock(
            "confirmed",
            (24 * HOUR, None, None),
            ("draft",),
            D,
            P.REFERRAL_FILE_RETROSPECTIVE,
            HALF_AND_FULL,
            only={"awaits_desk": True},
        ),
        # An accepted referral is valid until a day; the others wait for a month.
        Clock(
            "expiry",
            (None, None, 30 * DAY),
            ("submitted", "accepted", "waitlisted"),
            O,
            P.REFERRAL_SEND,
            (Level(Audience.BOTH, before=EXPIRY_NOTICE), Level(Audience.LIST)),
            Breach.MOVE,
            pauses=ASKED_TO_CANCEL,
            basis=Basis.VALID_UNTIL,
            verb="expire",
            is_alarm=False,
        ),
        # How long somebody may see a record of a patient who is not theirs; run by who grants it.
        Clock(
            "break_glass",
            (3 * HOUR, 3 * HOUR, 3 * HOUR),
            (),
            D,
            P.REFERRAL_REVEAL,
            (),
            Breach.NONE,
            is_alarm=False,
        ),
    )
}

ALARMS = tuple(kind for kind, clock in CLOCKS.items() if clock.is_alarm)
# Those that make the referral itself late, on every list.
ON_THE_ROW = tuple(kind for kind in ALARMS if not CLOCKS[kind].is_beside)


def running(facts: Facts) -> list[Clock]:
    """The clocks that run for a referral like this, in table order."""
    return [clock for clock in CLOCKS.values() if clock.runs(facts)]


def begins_at(clock: Clock, start: dt.datetime, facts: Facts) -> dt.datetime:
    """What the limit counts from: a slot or an arrival that lies ahead puts the limit off."""
    if _waits_for_slot(clock, facts) or clock.basis == Basis.ETA:
        return max(start, getattr(facts, clock.basis) or start)
    return start


def priority_of(clock: Clock, facts: Facts) -> str:
    """Whose limit counts: what waits for its appointment is kept as for a routine patient."""
    return "routine" if _waits_for_slot(clock, facts) else facts.priority


def _waits_for_slot(clock, facts):
    """A routine appointment, and a seat of a clinic, which nobody else can use before its time."""
    return clock.basis == Basis.SLOT and (facts.priority == "routine" or facts.is_outpatient)


def due_at(
    clock: Clock,
    limit: Limit,
    start: dt.datetime,
    *,
    facts: Facts | None = None,
    calendar: Mapping[dt.date, bool] | None = None,
) -> dt.datetime:
    """The moment at which a wait that starts now is late.

    start must be aware and in the hospital's time zone, because workdays are local days.
    calendar holds the days that differ from the rule that Monday to Friday are workdays.
    """
    facts = facts or Facts(state="", priority="routine")
    if clock.basis == Basis.VALID_UNTIL and facts.valid_until:
        return max(facts.valid_until, start + EXPIRY_NOTICE)
    begin = begins_at(clock, start, facts)
    if isinstance(limit, dt.timedelta):
        return begin + limit
    return workdays.after(begin, limit, calendar or {})


def is_sane(kind: str, priority: str, limit: Limit) -> bool:
    """Whether a network may set this limit: no clock that the table lacks, none ten times slower,
    and no workdays where the default is clock time for an emergency, because nights count there."""
    default = CLOCKS[kind].limit(priority)
    if default is None:
        return False
    if isinstance(limit, int) and priority == "emergency" and not isinstance(default, int):
        return False
    return MINUTE <= _length(limit) <= LONGEST * _length(default)


def _length(limit: Limit) -> dt.timedelta:
    return limit * DAY if isinstance(limit, int) else limit
