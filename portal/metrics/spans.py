"""Months, quarters and years as spans of days, named by their first day. Pure."""

import datetime as dt
from collections.abc import Iterator

from portal.periods import Month

MONTHS = {"month": 1, "quarter": 3, "year": 12}
# Reports of a month are due by this day of the next one; before, the month is not closed.
DUE_DAY = 10


def first_day(grain: str, day: dt.date) -> dt.date:
    """The first day of the span in which the day lies."""
    length = MONTHS[grain]
    return dt.date(day.year, (day.month - 1) // length * length + 1, 1)


def last_day(grain: str, first: dt.date) -> dt.date:
    return Month.of(first).plus(MONTHS[grain] - 1).last


def spans(grain: str, since: dt.date, until: dt.date) -> Iterator[dt.date]:
    """First days of the spans from the one that holds since to the one that holds until."""
    first = first_day(grain, since)
    while first <= until:
        yield first
        first = Month.of(first).plus(MONTHS[grain]).first


def months_back(day: dt.date, months: int) -> dt.date:
    """The first day of the month so many before that of the day."""
    return Month.of(day).plus(-months).first


def is_closed(month: dt.date, today: dt.date) -> bool:
    """Whether the reports of the month were due before today."""
    return today > Month.of(month).plus(1).first.replace(day=DUE_DAY)
