"""How long each wait may last. Emergency clocks never stop; workdays skip weekends and holidays."""

import datetime as dt
from collections.abc import Collection

MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)

# kind of wait × priority: either a span of clock time, or a number of workdays.
LIMITS: dict[tuple[str, str], dt.timedelta | int] = {
    ("received", "emergency"): 5 * MINUTE,
    ("received", "urgent"): HOUR,
    ("received", "routine"): 1,
    ("decided", "emergency"): 15 * MINUTE,
    ("decided", "urgent"): 4 * HOUR,
    ("decided", "routine"): 48 * HOUR,
    ("replied", "emergency"): 3,
    ("replied", "urgent"): 3,
    ("replied", "routine"): 3,
}

SATURDAY = 5


def due_at(
    kind: str, priority: str, start: dt.datetime, holidays: Collection[dt.date] = ()
) -> dt.datetime:
    """The moment at which a wait that starts now is late.

    start must be aware and in the hospital's time zone, because workdays are local days.
    """
    limit = LIMITS[kind, priority]
    if isinstance(limit, dt.timedelta):
        return start + limit
    return _after_workdays(start, limit, holidays)


def _after_workdays(start: dt.datetime, days: int, holidays: Collection[dt.date]) -> dt.datetime:
    moment = start
    while days:
        moment += dt.timedelta(days=1)
        if moment.weekday() < SATURDAY and moment.date() not in holidays:
            days -= 1
    return moment
