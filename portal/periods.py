"""Calendar periods: the month is the grain in which figures are computed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Month:
    """One calendar month; prints as YYYY-MM."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 12:
            raise ValueError(f"{self.number} is no month")

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read exactly YYYY-MM; anything else is a ValueError."""
        year, _, number = text.partition("-")
        if len(year) != 4 or len(number) != 2 or not (year + number).isdigit():
            raise ValueError(f"{text!r} is not YYYY-MM")
        return cls(int(year), int(number))

    @classmethod
    def of(cls, day: dt.date) -> Month:
        return cls(day.year, day.month)

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.number, 1)

    @property
    def last(self) -> dt.date:
        return self.plus(1).first - dt.timedelta(days=1)

    def plus(self, months: int) -> Month:
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"
