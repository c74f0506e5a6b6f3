"""A whole and its parts: the ALL rows of a cell must hold the sum of its diseases.

A suppressed count is only known to lie between 1 and its bound, so sums are ranges.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from hospitals.enums import ALL_AGES, DiseaseSystem, PopulationSex
from hospitals.readers.flow_cells import Wrong
from hospitals.readers.problem import Problem

WHOLE = (PopulationSex.ALL.value, ALL_AGES)


class Strata:
    """A cell is told whole, or split in one way: by sex, by age band, or by both; bands of a file
    do not overlap. So a cell is always the sum of its rows."""

    def __init__(self) -> None:
        self.shapes: dict[tuple, tuple[bool, bool]] = {}
        self.seen: dict[tuple, int] = {}
        self.ends: dict[str, tuple[int, int]] = {}

    def add(self, key: tuple, row: int, sex: int, band: str) -> None:
        first = self.seen.setdefault((key, sex, band), row)
        if first != row:
            raise Wrong("duplicate", _("与第 %(row)d 行重复。") % {"row": first})
        shape = sex != PopulationSex.ALL, band != ALL_AGES
        if self.shapes.setdefault(key, shape) != shape:
            raise Wrong("split", _("同一单元格要么是合计，要么都按性别、年龄段拆分，不能混用。"))
        if band != ALL_AGES and band not in self.ends:
            self._learn(band)

    def _learn(self, band):
        first, last = ends = ends_of(band)
        if last < first or any(first <= end and start <= last for start, end in self.ends.values()):
            raise Wrong("bands", _("年龄段“%(band)s”与文件中其他年龄段重叠。") % {"band": band})
        self.ends[band] = ends


def ends_of(band: str) -> tuple[int, int]:
    """The first and the last year of an age band."""
    first, _dash, last = band.rstrip("+").partition("-")
    return int(first), int(last or 999)


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
            known_low, known_high, first = self.wholes.get(cell, (0, 0, row))
            self.wholes[cell] = (known_low + low, known_high + high, first)
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
