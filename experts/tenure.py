"""How long somebody served: days inside a window, and who served half a year of the last twelve
months.

The rule of the national monitoring figure: resident postings only, at least 183 days inside the
year, an intermediate title or above; people whose title nobody coded are told apart, not guessed.
The year is the twelve months that end on the day asked about, so on 31 December it is that year.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

HALF_A_YEAR = 183
QUALIFIED = frozenset({"intermediate", "associate", "senior"})
UNKNOWN = "unknown"


class Stay(NamedTuple):
    """One posting of one person; until is None while it has no last day."""

    person: object
    title_level: str
    since: dt.date
    until: dt.date | None


class LongTerm(NamedTuple):
    """People who served half a year: those who count, those of unknown title, those below."""

    counted: frozenset
    unknown: frozenset
    below: frozenset


def first_of_year(last: dt.date) -> dt.date:
    """The first of the twelve months that end on this day."""
    day_after = last + dt.timedelta(days=1)
    if (day_after.month, day_after.day) == (2, 29):
        return day_after.replace(year=day_after.year - 1, day=28)
    return day_after.replace(year=day_after.year - 1)


def days_inside(since: dt.date, until: dt.date | None, first: dt.date, last: dt.date) -> int:
    """The days of since..until that lie in first..last, both ends included."""
    begin, end = max(since, first), min(until or last, last)
    return max((end - begin).days + 1, 0)


def long_term(stays: Iterable[Stay], on: dt.date) -> LongTerm:
    """Who served at least HALF_A_YEAR of the twelve months that end on the day."""
    first = first_of_year(on)
    served: dict = defaultdict(int)
    levels = {}
    for stay in stays:
        served[stay.person] += days_inside(stay.since, stay.until, first, on)
        levels[stay.person] = stay.title_level
    long = {person for person, days in served.items() if days >= HALF_A_YEAR}
    counted = frozenset(person for person in long if levels[person] in QUALIFIED)
    unknown = frozenset(person for person in long if levels[person] == UNKNOWN)
    return LongTerm(counted, unknown, frozenset(long - counted - unknown))


def meet(since, until, other_since, other_until):
    """Whether two spans share a day; one without an end goes on."""
    begins_in_time = other_until is None or since <= other_until
    return begins_in_time and (until is None or other_since <= until)
