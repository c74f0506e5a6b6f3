"""Columns whose heads changed places, by what their cells look like. Pure."""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

MOST = 0.9
FEW = 0.1
Test = Callable[[str], bool]


def crossed(columns: Mapping[str, Sequence[str]], tests: Mapping[str, Test]) -> tuple | None:
    """The first two columns whose cells pass each other's test, while one fails its own."""
    own = {name: _share(tests[name], cells) for name, cells in columns.items()}
    for first, second in combinations(columns, 2):
        if min(own[first], own[second]) > FEW:
            continue
        if (
            min(_share(tests[second], columns[first]), _share(tests[first], columns[second]))
            >= MOST
        ):
            return first, second
    return None


def _share(test: Test, texts: list[str]) -> float:
    """The share of the cells that pass; nothing fits a column without cells."""
    return sum(map(test, texts)) / len(texts) if texts else 0.5
