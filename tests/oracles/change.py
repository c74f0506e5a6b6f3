"""Change against the base year, and its intervals, written out from the papers' formulas."""

from math import exp, log, sqrt
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)


def wilson(x, n):
    """The roots of (p - x/n)² = z² p (1 - p) / n."""
    a, b, c = 1 + Z**2 / n, -(2 * x / n + Z**2 / n), (x / n) ** 2
    root = sqrt(max(0.0, b * b - 4 * a * c))
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


def change(x1, n1, x0, n0):
    """Points with Newcombe's limits, and the relative decline with those of the log ratio."""
    now, base = wilson(x1, n1), wilson(x0, n0)
    p1, p0 = x1 / n1, x0 / n0
    low = p1 - p0 - sqrt((p1 - now[0]) ** 2 + (base[1] - p0) ** 2)
    high = p1 - p0 + sqrt((now[1] - p1) ** 2 + (p0 - base[0]) ** 2)
    error = sqrt((1 - p1) / x1 + (1 - p0) / x0)
    ratio = [exp(log(p1 / p0) + side * Z * error) for side in (1, -1)]
    return {
        "value": p1 - p0,
        "low": low,
        "high": high,
        "relative": (p0 - p1) / p0,
        "relative_low": 1 - ratio[0],
        "relative_high": 1 - ratio[1],
    }
