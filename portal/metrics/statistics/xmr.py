"""Individuals and moving ranges: is a month unlike the others? Pure.

NHS England, Making Data Count: limits are the mean ± 2.66 mean moving ranges; ranges above 3.267
times their mean are left out once (as the R package NHSRplotthedots does). Four rules, the first
that holds names the point. Below 12 points the limits are on trial.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

TO_LIMITS, TO_RANGE_LIMIT = 2.66, 3.267
ENOUGH = 12
RUN = 7


class Signal(IntEnum):
    NONE = 0
    OUTSIDE = 1
    TREND = 2
    TWO_OF_THREE = 3
    SHIFT = 4


@dataclass(frozen=True)
class Chart:
    """Mean, limits and what each point signals; with too few points the limits are on trial."""

    mean: float
    low: float
    high: float
    signals: tuple[Signal, ...]
    is_trial: bool


def chart(values: Sequence[float]) -> Chart | None:
    """None below two points: there is no range."""
    if len(values) < 2:
        return None
    mean = sum(values) / len(values)
    ranges = [abs(now - then) for then, now in pairwise(values)]
    kept = [one for one in ranges if one <= TO_RANGE_LIMIT * sum(ranges) / len(ranges)]
    half = TO_LIMITS * sum(kept) / len(kept)
    low, high = mean - half, mean + half
    rules = (
        (Signal.OUTSIDE, [not low <= value <= high for value in values]),
        (Signal.TREND, _trends(values)),
        (Signal.TWO_OF_THREE, _two_of_three(values, mean, half)),
        (Signal.SHIFT, _shifts(values, mean)),
    )
    signals = tuple(
        next((signal for signal, holds in rules if holds[at]), Signal.NONE)
        for at in range(len(values))
    )
    return Chart(mean, low, high, signals, len(values) < ENOUGH)


def _trends(values):
    """Points of seven in a row that all rise, or all fall."""
    steps = [(now > then) - (now < then) for then, now in pairwise(values)]
    found = [False] * len(values)
    for first in range(len(values) - RUN + 1):
        if abs(sum(steps[first : first + RUN - 1])) == RUN - 1:
            found[first : first + RUN] = [True] * RUN
    return found


def _shifts(values, mean):
    """Points of seven in a row on one side of the mean."""
    sides = [(value > mean) - (value < mean) for value in values]
    found = [False] * len(values)
    for first in range(len(values) - RUN + 1):
        if abs(sum(sides[first : first + RUN])) == RUN:
            found[first : first + RUN] = [True] * RUN
    return found


def _two_of_three(values, mean, half):
    """Those of three in a row that lie in the outer third on one side, if two do or more."""
    found = [False] * len(values)
    for side in (1, -1):
        near = [half * 2 / 3 < side * (value - mean) <= half for value in values]
        for first in range(len(values) - 2):
            if sum(near[first : first + 3]) >= 2:
                for at in range(first, first + 3):
                    found[at] = found[at] or near[at]
    return found
