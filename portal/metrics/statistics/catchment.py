"""How far those who go somewhere go to the same place. Pure.

The other indexes of origins and destinations are counts over counts: localisation and Gandy's two
coordinates in indicators/balance.py; relevance, commitment and service areas in engine/cubes.
"""

from collections.abc import Sequence


def concentration(counts: Sequence[int]) -> float | None:
    """Herfindahl and Hirschman: the sum of the squared shares; 1 when all go to one place."""
    total = sum(counts)
    return sum(count * count for count in counts) / (total * total) if total else None
