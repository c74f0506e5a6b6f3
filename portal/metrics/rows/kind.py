"""What a kind of rows behind figures is, and what all kinds ask of a figure."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from portal.metrics import spans


@dataclass(frozen=True)
class Kind:
    """A kind of rows: its name, its columns, which ones belong to a figure, and one in words.

    select: (figure, user) → rows as that user may see them. tell: all shown rows at once, instead
    of one in words after the other. link: where a row is opened. unseen: why nobody may see any.
    """

    title: str
    columns: tuple[str, ...]
    select: Callable
    cells: Callable
    tell: Callable | None = None
    link: Callable | None = None
    unseen: str = ""

    def told(self, shown, rows, value) -> list[list]:
        return self.tell(shown, rows, value) if self.tell else [self.cells(row) for row in shown]


def days(value) -> tuple[dt.date, dt.date]:
    """First and last day of the span of the figure."""
    return value.period, spans.last_day(value.grain, value.period)


def moment(at) -> str:
    return date_format(timezone.localtime(at), "Y-m-d H:i") if at else ""


def day(on) -> str:
    return f"{on:%Y-%m-%d}" if on else ""
