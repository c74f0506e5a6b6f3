"""Interrupted time series: did counts change level or slope when something began? Pure.

J. Lopez Bernal, S. Cummins, A. Gasparrini, International Journal of Epidemiology 46 (2017): 348 to
355. log E(y) = log N + b0 + b1 t + b2 after [+ b3 (t - T) after] + two harmonics of the year; the
error is quasi-Poisson. Fitted by iterated weighted least squares: few columns need no library.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from portal.metrics.intervals import Z

FEWEST_EACH_SIDE = 12
MOST_ROUNDS = 50
YEAR = 12


@dataclass(frozen=True)
class Fit:
    """Coefficients in the order of the columns, their covariance, and the dispersion."""

    coefficients: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    dispersion: float

    def error(self, at: int) -> float:
        return math.sqrt(self.covariance[at][at])

    def ratio(self, at: int) -> tuple[float, float, float]:
        """exp of a coefficient with its limits."""
        centre, half = self.coefficients[at], Z * self.error(at)
        return math.exp(centre), math.exp(centre - half), math.exp(centre + half)


@dataclass(frozen=True)
class Averted:
    """How many fewer events there were than the trend of before would have had."""

    value: float
    low: float
    high: float
    fit: Fit


LEVEL, SLOPE = 2, 3


class Effects(NamedTuple):
    """Rate ratios with their limits: at once when it began, and of each month since."""

    level: tuple[float, float, float]
    slope: tuple[float, float, float]


def design(times: Sequence[int], begins: int, *, with_slope: bool, months: Sequence[int] = ()):
    """Rows of 1, t, after, [slope after,] and with months the sines and cosines of the year.

    begins: the time of the first point after; the slope counts from the one before.
    """
    rows = []
    for at, time in enumerate(times):
        after = float(time >= begins)
        row = [1.0, float(time), after]
        row += [after * (time - begins + 1)] if with_slope else []
        if months:
            angles = [2 * math.pi * months[at] * times_a_year / YEAR for times_a_year in (1, 2)]
            row += [math.sin(angle) for angle in angles] + [math.cos(angle) for angle in angles]
        rows.append(row)
    return rows


def quasi_poisson(counts: Sequence[float], rows: Sequence[Sequence[float]], base: Sequence[float]):
    """Fit log E(count) = log base + row · b; the dispersion is Pearson's."""
    width = len(rows[0])
    offsets = [math.log(one) for one in base]
    means = [max(count, 0.5) for count in counts]
    betas = [0.0] * width
    for _round in range(MOST_ROUNDS):
        working = [
            math.log(mean) - offset + (count - mean) / mean
            for count, mean, offset in zip(counts, means, offsets, strict=True)
        ]
        inverse = _inverse(_weighted(rows, means))
        right = [
            math.fsum(
                row[at] * mean * one for row, mean, one in zip(rows, means, working, strict=True)
            )
            for at in range(width)
        ]
        found = [math.fsum(a * b for a, b in zip(line, right, strict=True)) for line in inverse]
        moved = max(abs(new - old) for new, old in zip(found, betas, strict=True))
        betas = found
        means = [
            math.exp(offset + math.fsum(a * b for a, b in zip(row, betas, strict=True)))
            for row, offset in zip(rows, offsets, strict=True)
        ]
        if moved < 1e-12:
            break
    pearson = math.fsum((y - mean) ** 2 / mean for y, mean in zip(counts, means, strict=True))
    dispersion = pearson / (len(counts) - width)
    inverse = _inverse(_weighted(rows, means))
    covariance = tuple(tuple(dispersion * cell for cell in line) for line in inverse)
    return Fit(tuple(betas), covariance, dispersion)


def averted(counts: Sequence[int], cases: Sequence[int], begins: int) -> Averted | None:
    """Σ (expected without - observed) from point `begins` on; None with too few points.

    Level and slope may both change. The interval of the expected sum is that of the trend before
    (delta method), widened by the dispersion of the points themselves.
    """
    after = len(counts) - begins
    if min(begins, after) < FEWEST_EACH_SIDE or min(cases) <= 0 or sum(counts[:begins]) == 0:
        return None
    fit = quasi_poisson(counts[:begins], _trend(range(begins)), cases[:begins])
    rows = _trend(range(begins, len(counts)))
    expected = [
        n * math.exp(math.fsum(a * b for a, b in zip(row, fit.coefficients, strict=True)))
        for row, n in zip(rows, cases[begins:], strict=True)
    ]
    slopes = [
        math.fsum(mean * row[at] for mean, row in zip(expected, rows, strict=True))
        for at in range(2)
    ]
    variance = math.fsum(
        slopes[a] * fit.covariance[a][b] * slopes[b] for a in range(2) for b in range(2)
    ) + fit.dispersion * math.fsum(expected)
    value, half = math.fsum(expected) - sum(counts[begins:]), Z * math.sqrt(variance)
    return Averted(value, value - half, value + half, fit)


def effects(
    counts: Sequence[int], cases: Sequence[int], begins: int, months: Sequence[int]
) -> Effects | None:
    """Change of level and slope from point `begins` on, season allowed for; None with too few.

    months: of each point the month of the year.
    """
    sides = counts[:begins], counts[begins:]
    if min(map(len, sides)) < FEWEST_EACH_SIDE or min(cases) <= 0 or 0 in map(sum, sides):
        return None
    rows = design(range(len(counts)), begins, with_slope=True, months=months)
    fit = quasi_poisson(counts, rows, cases)
    return Effects(fit.ratio(LEVEL), fit.ratio(SLOPE))


def _trend(times):
    return [[1.0, float(time)] for time in times]


def _weighted(rows, weights):
    width = range(len(rows[0]))
    return [
        [
            math.fsum(w * row[a] * row[b] for row, w in zip(rows, weights, strict=True))
            for b in width
        ]
        for a in width
    ]


def _inverse(matrix):
    """Gauss and Jordan with pivots; the matrices here have eight columns at most."""
    size = len(matrix)
    rows = [[*line, *(float(at == to) for to in range(size))] for at, line in enumerate(matrix)]
    for at in range(size):
        best = max(range(at, size), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        pivot = rows[at][at]
        rows[at] = [cell / pivot for cell in rows[at]]
        for other in range(size):
            if other != at:
                factor = rows[other][at]
                rows[other] = [
                    cell - factor * mine for cell, mine in zip(rows[other], rows[at], strict=True)
                ]
    return [line[size:] for line in rows]
