"""Intervals at 95 %: Wilson for a share, Newcombe for a difference, log for a ratio. Pure.

R. G. Newcombe, Statistics in Medicine 17 (1998): 857-872 and 873-890; D. Katz et al. 1978.
Counts of events: Byar's approximation from 10 on, exact limits below, as the association of public
health observatories has it (Eayres, Technical Briefing 3, 2008).
"""

import math
from functools import cache

Z = 1.959963984540054
Interval = tuple[float, float]


def wilson(x: int, n: int) -> Interval | None:
    """Score interval of the share x/n; None without cases."""
    if n <= 0:
        return None
    p = x / n
    centre = p + Z * Z / (2 * n)
    half = Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    scale = 1 + Z * Z / n
    low = 0.0 if x == 0 else (centre - half) / scale
    high = 1.0 if x == n else (centre + half) / scale
    return low, high


def newcombe(x1: int, n1: int, x0: int, n0: int) -> Interval | None:
    """Hybrid score interval of x1/n1 - x0/n0 (method 10 of the 1998 paper)."""
    now, base = wilson(x1, n1), wilson(x0, n0)
    if now is None or base is None:
        return None
    p1, p0 = x1 / n1, x0 / n0
    difference = p1 - p0
    below = math.hypot(p1 - now[0], base[1] - p0)
    above = math.hypot(now[1] - p1, p0 - base[0])
    return difference - below, difference + above


def relative_decline(x1: int, n1: int, x0: int, n0: int) -> float | None:
    """(r0 - r1) / r0; None where the base rate is zero or unknown."""
    if n1 <= 0 or n0 <= 0 or x0 <= 0:
        return None
    return 1 - (x1 / n1) / (x0 / n0)


def relative_decline_interval(x1: int, n1: int, x0: int, n0: int) -> Interval | None:
    """From the interval of the log rate ratio; None when a count is zero."""
    if min(x1, n1, x0, n0) <= 0:
        return None
    log_ratio = math.log((x1 / n1) / (x0 / n0))
    half = Z * math.sqrt(1 / x1 - 1 / n1 + 1 / x0 - 1 / n0)
    return 1 - math.exp(log_ratio + half), 1 - math.exp(log_ratio - half)


EXACT_BELOW = 10
# Beyond, the terms of the sum become too small for a float.
EXACT_UP_TO = 500


def events(x: int) -> Interval | None:
    """Limits of a Poisson count."""
    if x < 0:
        return None
    return exact(x) if x < EXACT_BELOW else byar(x)


def byar(x: int) -> Interval:
    """Byar's approximation; good to three digits from about 10 events on."""
    low, more = 1 - 1 / (9 * x) - Z / (3 * math.sqrt(x)), x + 1
    high = 1 - 1 / (9 * more) + Z / (3 * math.sqrt(more))
    return x * (low * low * low), more * (high * high * high)


@cache
def exact(x: int, tail: float = 0.025) -> Interval:
    """Where as many events or more, and as many or fewer, have just the probability of the tail.

    The same as half the chi-square quantiles with 2x and 2x + 2 degrees of freedom.
    """
    low = 0.0 if x == 0 else _root(lambda mean: 1 - _at_most(x - 1, mean) - tail, x)
    return low, _root(lambda mean: tail - _at_most(x, mean), x)


def _at_most(x, mean):
    """P(X <= x) of a Poisson variable."""
    term = total = math.exp(-mean)
    for count in range(1, x + 1):
        term *= mean / count
        total += term
    return total


def _root(rising, x):
    """Where a rising function crosses zero, to the last digit."""
    low, high = 0.0, 10.0 * (x + 5)
    while True:
        middle = (low + high) / 2
        if middle in {low, high}:
            return middle
        low, high = (low, middle) if rising(middle) > 0 else (middle, high)
