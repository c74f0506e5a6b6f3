"""What each job computes: the grain of its figures, their codes, and where they come from.

A family gives a query, or a function that makes figures of a period. Whoever adds a family adds
its job here and in models.Job, and nothing else.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from portal.metrics.definitions.base import Figure
from portal.metrics.indicators import outflow, referrals
from portal.metrics.models import Grain, Job


@dataclass(frozen=True)
class Recipe:
    """One of query and figures; inputs where portal/metrics/stale.py does not know them itself.

    query: SQL that gives writer.COLUMNS, then the columns that `also` names.
    inputs: for each period that has facts, what they are: a change of it makes the period stale.
    """

    grain: Grain
    codes: tuple[str, ...]
    query: str = ""
    also: tuple[str, ...] = ()
    figures: Callable[[dt.date], Iterable[Figure]] | None = None
    inputs: Callable[[], dict[dt.date, list[str]]] | None = None


_FLOWS = ("F01", "F02", "F02W", "F03", "F04", "F05")

RECIPES: dict[Job, Recipe] = {
    Job.FLOWS: Recipe(Grain.MONTH, _FLOWS, query=outflow.FLOWS),
    Job.FLOWS_OF_YEAR: Recipe(Grain.YEAR, _FLOWS, query=outflow.FLOWS),
    Job.CHANGE: Recipe(Grain.YEAR, ("F06",), query=outflow.CHANGE),
    Job.REFERRALS: Recipe(
        Grain.MONTH,
        ("R02", "R03", "R03M", "R03P", "R04", "R04M", "K01"),
        query=referrals.REFERRALS,
    ),
}
