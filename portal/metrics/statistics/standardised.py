"""Rates and ratios freed of the mix of their strata. Pure.

Indirectly standardised ratio and directly standardised rate after Eayres, Technical Briefing 3
(2008), which the indicators of Public Health England follow; the interval of the direct rate is
Dobson's (Dobson, Kuulasmaa, Eberle, Scherer, Statistics in Medicine 10 (1991): 457-462).
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from portal.metrics import intervals

FEWEST = 10


class Stratum(NamedTuple):
    """Events among cases here; and what the reference has: its rate, or its weight."""

    events: int
    cases: int
    reference: float


class Estimate(NamedTuple):
    value: float
    low: float
    high: float


def ratio(strata: Sequence[Stratum]) -> Estimate | None:
    """Observed over expected, where reference is the rate elsewhere; None if none are expected."""
    expected = math.fsum(row.cases * row.reference for row in strata)
    observed = sum(row.events for row in strata)
    if expected <= 0:
        return None
    low, high = intervals.events(observed)
    return Estimate(observed / expected, low / expected, high / expected)


def direct(strata: Sequence[Stratum]) -> Estimate | None:
    """The rate that the mix of the reference would have; None below FEWEST events.

    reference is the weight. A stratum without cases is left out, with its weight.
    """
    rows = [row for row in strata if row.cases > 0]
    events, weights = sum(row.events for row in rows), math.fsum(row.reference for row in rows)
    if events < FEWEST or weights <= 0:
        return None
    rate = math.fsum(row.reference * row.events / row.cases for row in rows) / weights
    variance = math.fsum(row.reference**2 * row.events / row.cases**2 for row in rows) / weights**2
    low, high = intervals.events(events)
    scale = math.sqrt(variance / events)
    return Estimate(rate, rate + scale * (low - events), rate + scale * (high - events))
