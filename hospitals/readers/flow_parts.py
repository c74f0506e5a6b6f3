"""A whole and its parts: the ALL row of a cell must hold the sum of its diseases.

A suppressed count is only known to lie between 1 and its bound, so sums are ranges.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from hospitals.enums import DiseaseSystem
from hospitals.readers.problem import Problem


class Parts:
    """Adds up the rows of a file by cell and disease system."""

    def __init__(self) -> None:
        self.wholes: dict[tuple, tuple[int, int, int]] = {}
        self.sums: dict[tuple, list[int]] = {}

    def add(self, key: tuple, row: int, stays: int | None, below: int | None) -> None:
        month, origin, destination, system, _code = key
        low, high = (1, below - 1) if below else (stays, stays)
        cell = (month, origin, destination)
        if system == DiseaseSystem.ALL:
            self.wholes[cell] = (low, high, row)
            return
        known = self.sums.setdefault((*cell, system), [0, 0])
        known[0] += low
        known[1] += high

    def problems(self) -> Iterator[Problem]:
        """An error where the parts exceed the whole; one warning if they fall short of it."""
        short = []
        for (*cell, system), (low, high) in self.sums.items():
            whole = self.wholes.get(tuple(cell))
            if whole is None:
                continue
            if low > whole[1]:
                hint = _("“%(system)s”各病种之和至少为 %(sum)d，超过全部病种的 %(all)d。")
                hint %= {"system": system, "sum": low, "all": whole[1]}
                yield Problem(whole[2], "n_stays", str(whole[1]), "parts_exceed_whole", hint)
            elif high < whole[0]:
                short.append(whole[2])
        if short:
            hint = _("有 %(count)d 个单元格的各病种之和小于全部病种，请确认病种是否报全。")
            hint %= {"count": len(short)}
            yield Problem(min(short), "n_stays", "", "parts_below_whole", hint, True)
