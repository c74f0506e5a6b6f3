"""What each job computes: the grain of its figures, their codes, and where they come from.

A family gives a query, or a function that makes figures of a period. Whoever adds a family adds
its job here and in models.Job, and nothing else.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from portal.metrics import catalogue, plans
from portal.metrics.definitions.base import Figure
from portal.metrics.indicators import (
    averted,
    balance,
    causes,
    channels,
    experts,
    inspections,
    mix,
    outflow,
    per_resident,
    reconciled,
    referrals,
    returns,
    technologies,
    training,
    transfers,
    unusual,
)
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


def _by_grain(name: str, family) -> dict[Job, Recipe]:
    """The jobs of a family that computes by month, by quarter and by year, or by some of them."""
    made = {}
    for grain, suffix, codes, figures in (
        ("month", "", "MONTHLY", "monthly"),
        ("quarter", "_OF_QUARTER", "QUARTERLY", "quarterly"),
        ("year", "_OF_YEAR", "YEARLY", "yearly"),
    ):
        if hasattr(family, codes):
            made[Job[f"{name}{suffix}"]] = Recipe(
                Grain(grain),
                getattr(family, codes),
                figures=getattr(family, figures),
                inputs=partial(family.inputs, grain),
            )
    return made


_FLOWS = ("F01", "F02", "F02W", "F03", "F04", "F05")

RECIPES: dict[Job, Recipe] = {
    Job.FLOWS: Recipe(Grain.MONTH, _FLOWS, query=outflow.FLOWS),
    Job.FLOWS_OF_YEAR: Recipe(Grain.YEAR, _FLOWS, query=outflow.FLOWS),
    Job.CHANGE: Recipe(Grain.YEAR, ("F06",), query=outflow.CHANGE),
    Job.REFERRALS: Recipe(
        Grain.MONTH,
        ("R02", "R03", "R03M", "R03P", "R04", "R04M", "K01"),
        query=referrals.REFERRALS,
        also=("counterpart_hospital_id",),
    ),
    Job.BALANCE: Recipe(Grain.MONTH, balance.CODES, query=balance.BALANCE),
    Job.MIX: Recipe(Grain.YEAR, mix.CODES, figures=mix.figures, inputs=mix.inputs),
    Job.PER_RESIDENT_OF_YEAR: Recipe(
        Grain.YEAR, per_resident.YEARLY, figures=per_resident.yearly, inputs=per_resident.inputs
    ),
    Job.AVERTED: Recipe(Grain.YEAR, averted.CODES, figures=averted.figures, inputs=averted.inputs),
    **_by_grain("EXPERTS", experts),
    **_by_grain("TECHNOLOGIES", technologies),
    **_by_grain("TRAINING", training),
    **_by_grain("RECONCILED", reconciled),
    **_by_grain("TRANSFERS", transfers),
    **_by_grain("RETURNS", returns),
    **_by_grain("INSPECTIONS", inspections),
    Job.CHANNELS_OF_QUARTER: Recipe(
        Grain.QUARTER, channels.QUARTERLY, figures=channels.quarterly, inputs=channels.inputs
    ),
    Job.UNUSUAL_OF_YEAR: Recipe(
        Grain.YEAR, unusual.YEARLY, figures=unusual.yearly, inputs=unusual.inputs
    ),
    Job.SIGNALS: Recipe(Grain.MONTH, causes.CODES, figures=causes.figures, inputs=causes.inputs),
}


def is_computed(code: str) -> bool:
    """Whether some job makes figures of this indicator; if not, its definition says why."""
    return any(code in one.codes for one in (*RECIPES.values(), *plans.PLANS.values()))


def counts() -> dict[str, int]:
    """Of the catalogue: how many there are, how many are computed, how many have other readings;
    and how many are ours, beside it."""
    own = [entry for entry in catalogue.INDICATORS if not entry.variant_of]
    planned = [entry.code for entry in own if entry.is_planned]
    return {
        "all": len(planned),
        "made": sum(map(is_computed, planned)),
        "readings": len(catalogue.INDICATORS) - len(own),
        "beside": len(own) - len(planned),
    }
