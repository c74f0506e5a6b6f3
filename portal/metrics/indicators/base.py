"""What an indicator is, and what may be shown of one of its figures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.metrics import disclose, intervals


class Kind(StrEnum):
    """How a figure is made from its counts."""

    SHARE = "share"
    COUNT = "count"
    CHANGE = "change"
    DURATION = "duration"


@dataclass(frozen=True)
class Indicator:
    """One entry of the catalogue. Texts are Chinese source texts, translated when shown."""

    code: str
    name: str
    meaning: str
    formula: str
    kind: Kind
    unit: str
    direction: str
    grain: str
    source: str
    standard: str
    version: int = 1
    valid_from: str = "2026-01-01"

    @property
    def is_lower_better(self) -> bool:
        return self.direction == "lower"


@dataclass(frozen=True)
class Shown:
    """A figure after disclosure control; what must not be seen is None everywhere in it."""

    numerator: int | None = None
    denominator: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    base_value: float | None = None
    relative: float | None = None
    relative_low: float | None = None
    relative_high: float | None = None
    is_hidden: bool = False
    is_unstable: bool = False

    @classmethod
    def of(
        cls,
        indicator: Indicator,
        *,
        numerator: int | None,
        denominator: int | None = None,
        base: tuple[int | None, int | None] = (None, None),
        measure: float | None = None,
        is_hidden: bool = False,
    ) -> Shown:
        if is_hidden:
            return cls(is_hidden=True)
        if indicator.kind == Kind.COUNT:
            return cls(numerator, value=numerator)
        if indicator.kind == Kind.DURATION:
            return cls(denominator=denominator, value=measure, is_unstable=_few(denominator))
        if indicator.kind == Kind.CHANGE:
            return _change(numerator, denominator, *base)
        return _share(numerator, denominator)


def _few(denominator):
    return bool(denominator) and denominator < disclose.UNSTABLE_BELOW


def _share(numerator, denominator):
    """No denominator, no share: null, never zero."""
    if not denominator:
        return Shown(numerator, denominator)
    low, high = intervals.wilson(numerator, denominator)
    return Shown(
        numerator,
        denominator,
        numerator / denominator,
        low,
        high,
        is_unstable=_few(denominator),
    )


def _change(numerator, denominator, base_numerator, base_denominator):
    """Points against the base year, and the relative decline: always both."""
    if not denominator or not base_denominator:
        return Shown(numerator, denominator)
    counts = numerator, denominator, base_numerator, base_denominator
    low, high = intervals.newcombe(*counts)
    relative = intervals.relative_decline_interval(*counts) or (None, None)
    return Shown(
        numerator,
        denominator,
        numerator / denominator - base_numerator / base_denominator,
        low,
        high,
        base_value=base_numerator / base_denominator,
        relative=intervals.relative_decline(*counts),
        relative_low=relative[0],
        relative_high=relative[1],
        is_unstable=_few(denominator) or _few(base_denominator),
    )
