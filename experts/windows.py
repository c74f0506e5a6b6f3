"""Two windows of whole months around a posting, and the months in which nobody is on post.

A comparison of windows of different lengths is no comparison, so it is refused here and nowhere
else. What is seen afterwards goes along with the posting; nothing here says that it came from it.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from portal.periods import Month

LONGEST = 24
USUAL = 6


class Unequal(ValueError):
    """The windows cannot be compared; code says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Window:
    """Whole months, both ends included."""

    first: Month
    last: Month

    @property
    def months(self) -> int:
        told = (self.last.year - self.first.year) * 12 + self.last.number - self.first.number
        return told + 1

    @property
    def begins(self) -> dt.date:
        return self.first.first

    @property
    def ends(self) -> dt.date:
        return self.last.last


def arrival(since: dt.date) -> Month:
    """The first whole month of a posting."""
    month = Month.of(since)
    return month if since == month.first else month.plus(1)


def proposed(since: dt.date, until: dt.date | None, today: dt.date) -> tuple[Window, Window]:
    """As many whole months before as after, at most USUAL, of those that are over."""
    first = arrival(since)
    end = Month.of(min(until or today, today))
    if (until is None or until > today) or until != end.last:
        end = end.plus(-1)
    after = Window(first, end).months
    months = max(min(after, USUAL), 1)
    before_last = Month.of(since).plus(-1)
    return (
        Window(before_last.plus(1 - months), before_last),
        Window(first, first.plus(months - 1)),
    )


def check(before: Window, after: Window, since: dt.date, today: dt.date) -> None:
    """Equal in length, before the posting and from its first whole month on, and over."""
    if before.months < 1 or after.months < 1:
        raise Unequal("backwards")
    if before.months != after.months:
        raise Unequal("unequal")
    if before.months > LONGEST:
        raise Unequal("too_long")
    if before.last >= Month.of(since):
        raise Unequal("before_is_not_before")
    if after.first < arrival(since):
        raise Unequal("after_is_not_after")
    if after.ends >= today:
        raise Unequal("not_over")


def covered(stays: Iterable[tuple[dt.date, dt.date | None]], month: Month) -> int:
    """On how many days of the month at least one of the stays runs."""
    days: set[int] = set()
    for since, until in stays:
        first, last = max(since, month.first), min(until or month.last, month.last)
        if first <= last:
            days |= set(range(first.day, last.day + 1))
    return len(days)


def year(first: dt.date | None, today: dt.date) -> list[Month]:
    """Twelve months from that of a day; without one, half of them lie behind today."""
    begin = Month.of(first) if first else Month.of(today).plus(-6)
    return [begin.plus(number) for number in range(12)]


class OnPost(NamedTuple):
    """One person who stays at one department; until is None while there is no last day."""

    department: object
    name: str
    person: str
    since: dt.date
    until: dt.date | None


@dataclass(frozen=True)
class Cell:
    """One month of one department: who is there, and whether on every day."""

    month: Month
    state: str
    people: tuple[str, ...]
    days: int


@dataclass(frozen=True)
class Row:
    """One department, month by month."""

    pk: object
    name: str
    cells: tuple[Cell, ...]

    @property
    def gaps(self) -> int:
        """Months in which nobody was there on some day."""
        return sum(cell.state != "full" for cell in self.cells)


def calendar(stays: Iterable[OnPost], months: list[Month]) -> list[Row]:
    """One row per department in the order in which they come."""
    by_department: dict = {}
    for stay in stays:
        by_department.setdefault((stay.department, stay.name), []).append(stay)
    return [
        Row(pk, name, tuple(_cell(rows, month) for month in months))
        for (pk, name), rows in by_department.items()
    ]


def _cell(stays: list[OnPost], month: Month) -> Cell:
    there = [one for one in stays if covered([(one.since, one.until)], month)]
    days = covered([(one.since, one.until) for one in there], month)
    state = "none" if not days else "full" if days == month.last.day else "partial"
    return Cell(month, state, tuple(sorted({one.person for one in there})), days)
