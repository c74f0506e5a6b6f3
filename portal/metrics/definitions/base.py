"""What an indicator is, what a family computes, and what may be shown of a figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext_noop as _

from portal.metrics import disclose, intervals
from portal.metrics.definitions import words


class Kind(StrEnum):
    """How a figure is made from its counts, and with it which interval it has."""

    SHARE = "share"  # part of a whole: Wilson
    RATIO = "ratio"  # one count over another that does not hold it: no interval
    RATE = "rate"  # events per case: Byar or exact on the events
    COUNT = "count"  # events: Byar or exact
    TALLY = "tally"  # things counted in full, such as postings: no interval
    CHANGE = "change"  # against a base: Newcombe, and the log ratio
    DURATION = "duration"  # a measured time
    INDEX = "index"  # a measured number; its family gives the interval, where there is one


@dataclass(frozen=True)
class Version:
    """How an indicator was defined before; figures say by which version they were made."""

    number: int
    formula: str
    valid_from: dt.date
    valid_until: dt.date
    note: str = ""


FIRST_DAY = dt.date(2026, 1, 1)


@dataclass(frozen=True)
class Indicator:
    """One entry of the catalogue. Texts are Chinese source texts, translated when shown.

    counted and base say what is above and below the line; missing says why there are no figures,
    as long as no job computes it. variant_of names the entry whose second reading this is.
    counts_patients: of few people although its source is a report of totals. counts_work: of
    referrals, beside a total of patients. untold: what those are that a figure counts apart, as
    their records do not tell where they belong. is_planned: of the 98 of the catalogue.
    """

    code: str
    name: str
    formula: str
    kind: Kind
    unit: str
    direction: str
    grain: str
    sources: tuple[str, ...]
    standard: str
    counted: str = ""
    base: str = ""
    note: str = ""
    missing: str = ""
    untold: str = _("去向不明人次")
    is_planned: bool = True
    variant_of: str = ""
    counts_patients: bool = False
    counts_work: bool = False
    version: int = 1
    valid_from: dt.date = FIRST_DAY
    earlier: tuple[Version, ...] = ()

    @property
    def meaning(self) -> str:
        return self.note or self.counted

    @property
    def owner(self) -> str:
        """Who answers for the definition."""
        return words.OWNERS[self.code[0]]

    @property
    def source_words(self) -> list[str]:
        return [words.SOURCES[name] for name in self.sources]

    @property
    def direction_words(self) -> str:
        return words.DIRECTIONS[self.direction]

    @property
    def is_lower_better(self) -> bool:
        return self.direction == "lower"

    @property
    def is_of_patients(self) -> bool:
        """Whether it counts stays or patients, so that small cells of it are hidden."""
        told = not self.counts_work and {"flow_agg", "case_abstract"} & set(self.sources)
        return self.counts_patients or bool(told)

    @property
    def versions(self) -> tuple[Version, ...]:
        """All of them, the one in force first; it has no end."""
        own = Version(self.version, self.formula, self.valid_from, dt.date.max, self.note)
        return (own, *self.earlier)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What a family that computes in Python hands to the writer; SQL gives the same columns.

    One of region_id, hospital_id and network_id says whose figure it is; a pair names the other.
    """

    code: str
    as_of: dt.datetime
    region_id: UUID | None = None
    hospital_id: UUID | None = None
    network_id: UUID | None = None
    counterpart_region_id: UUID | None = None
    counterpart_hospital_id: UUID | None = None
    numerator: int | None = None
    denominator: int | None = None
    base_numerator: int | None = None
    base_denominator: int | None = None
    measure: float | None = None
    low: float | None = None
    high: float | None = None
    item: str = ""
    source_system: str = ""
    disease_system: str = "ALL"
    disease_code: str = "ALL"
    drg_version: str = ""
    code_versions: Mapping[str, str] = field(default_factory=dict)
    hidden_cells: int = 0
    hidden_stays_max: int = 0
    unplaced: int = 0
    layer: str = "measured"
    version: int = 1
    is_synthetic: bool = False


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
        limits: tuple[float | None, float | None] = (None, None),
        is_hidden: bool = False,
    ) -> Shown:
        """limits: the stored interval, where the figure is one row and no sum of several."""
        if is_hidden:
            return cls(is_hidden=True)
        if indicator.kind in {Kind.COUNT, Kind.TALLY}:
            return cls(numerator, value=numerator, low=limits[0], high=limits[1])
        if indicator.kind in {Kind.DURATION, Kind.INDEX}:
            return cls(numerator, denominator, measure, *limits, is_unstable=_few(denominator))
        if indicator.kind == Kind.CHANGE:
            return _change(numerator, denominator, *base)
        return _quotient(indicator.kind, numerator, denominator, limits)


def _few(denominator):
    return bool(denominator) and denominator < disclose.UNSTABLE_BELOW


def _quotient(kind, numerator, denominator, limits):
    """No denominator, no rate: null, never zero."""
    if not denominator or numerator is None:
        return Shown(numerator, denominator)
    if kind == Kind.SHARE:
        limits = intervals.wilson(numerator, denominator)
    value = numerator / denominator
    return Shown(numerator, denominator, value, *limits, is_unstable=_few(denominator))


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
