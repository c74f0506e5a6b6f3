"""Who went away to learn and works alone now: M07, by the hospital that sent and by the one that
taught.

A person counts in the year in which they came back; alone by the end of it, or by today.
"""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Min
from django.utils import timezone

from experts.models import TrainingStay
from portal.metrics import spans, watch
from portal.metrics.definitions.base import Figure

YEARLY = ("M07", "M07R")


class Return(NamedTuple):
    """One stay of one person, and since when they have worked alone, where they do."""

    person: object
    returned_on: dt.date
    independent_on: dt.date | None = None


def independent(returns: Iterable[Return], first: dt.date, last: dt.date) -> tuple[int, int]:
    """Of the people who came back in the span, those who work alone; each once."""
    own = [row for row in returns if first <= row.returned_on <= last]
    alone = {row.person for row in own if row.independent_on and row.independent_on <= last}
    return len(alone), len({row.person for row in own})


def yearly(period: dt.date) -> list[Figure]:
    last = min(spans.last_day("year", period), timezone.localdate())
    stays = TrainingStay.objects.returned().order_by("returned_on", "pk")
    made = []
    for code, hospital in (("M07", "home_hospital_id"), ("M07R", "at_hospital_id")):
        told = (
            (at, row, Return(row.trainee_id, row.returned_on, row.independent_on))
            for row in stays
            if (at := getattr(row, hospital))
        )
        for about, returns in watch.by_hospital(told).items():
            counts = independent(returns, period, last)
            made += [about.figure(code, *counts)] if counts[1] else []
    return made


def inputs(grain):
    """For each year since somebody first came back: how the stays stand."""
    stays = TrainingStay.objects.returned()
    since = stays.aggregate(first=Min("returned_on"))["first"]
    return watch.periods(grain, since, {"stays": stays})
