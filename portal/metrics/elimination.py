"""Which unknowns a set of linear equations fixes, whatever stands on their right sides. Pure.

Gauss and Jordan over the numbers modulo a prime, so that nothing is lost to rounding.
"""

from collections.abc import Hashable, Iterable, Mapping

PRIME = 2_147_483_647


def fixed(equations: Iterable[Mapping[Hashable, int]]) -> set[Hashable]:
    """The unknowns that have one value in every solution. An equation: unknown → its factor."""
    rows: dict = {}
    for equation in equations:
        row = {name: factor % PRIME for name, factor in equation.items() if factor % PRIME}
        for name in [name for name in row if name in rows]:
            _take(row, rows[name], name)
        if not row:
            continue
        first = min(row, key=str)
        inverse = pow(row[first], -1, PRIME)
        row = {name: factor * inverse % PRIME for name, factor in row.items()}
        for other in rows.values():
            if first in other:
                _take(other, row, first)
        rows[first] = row
    return {name for name, row in rows.items() if len(row) == 1}


def _take(row, other, name):
    """Take as much of the other row as removes the unknown."""
    times = row[name]
    for at, factor in other.items():
        left = (row.get(at, 0) - times * factor) % PRIME
        if left:
            row[at] = left
        else:
            row.pop(at, None)
