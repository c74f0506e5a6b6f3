"""Control limits of a funnel of proportions, and on which side of them a place lies. Pure.

D. J. Spiegelhalter, Statistics in Medicine 24 (2005): 1185-1202; the score limits of Public Health
England's funnel plots, at p = 0.025 (two deviations) and p = 0.001 (three).
"""

import math
from typing import NamedTuple

# Of fewer the pooled rate is that of the place itself.
FEWEST = 3
WARNING, ALARM = 1.959963984540054, 3.090232306167813


class Limits(NamedTuple):
    low: float
    high: float


def limits(base: float, cases: int, deviations: float = WARNING) -> Limits:
    """Between which shares a place with so many cases lies, if it is like the others."""
    half = deviations * math.sqrt(base * (1 - base) / cases)
    return Limits(max(0.0, base - half), min(1.0, base + half))


def flag(events: int, cases: int, base: float) -> int:
    """0 inside; ±1 beyond the limits of p = 0.025, ±2 beyond those of p = 0.001."""
    share = events / cases
    side = 1 if share > base else -1
    for grade, deviations in ((2, ALARM), (1, WARNING)):
        low, high = limits(base, cases, deviations)
        if share < low or share > high:
            return side * grade
    return 0
