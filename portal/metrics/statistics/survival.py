"""How long until something happens, where for some it has not happened yet. Pure.

E. L. Kaplan, P. Meier, Journal of the American Statistical Association 53 (1958): 457-481.
"""

from collections.abc import Iterable


def curve(spans: Iterable[tuple[float, bool]]) -> list[tuple[float, float]]:
    """(time, share left) after each time at which it happened. A span: how long, and whether."""
    spans = sorted(spans)
    steps, left, at_risk = [], 1.0, len(spans)
    for time in sorted({length for length, _happened in spans}):
        ended = [happened for length, happened in spans if length == time]
        if any(ended):
            left *= 1 - sum(ended) / at_risk
            steps.append((time, left))
        at_risk -= len(ended)
    return steps


def median(spans: Iterable[tuple[float, bool]]) -> float | None:
    """The first time at which at most half are left; None while more than half are."""
    return next((time for time, left in curve(spans) if left <= 0.5), None)
