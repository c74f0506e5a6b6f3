"""What the figures of a month can be: bounds, parts of a whole, jumps against the past year.

An error keeps a figure out. A doubt lets it in once somebody has said why it is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hospitals.enums import Measure


def _(text: str) -> str:
    """Mark a sentence for the catalogue; it is translated where it is shown."""
    return text


@dataclass(frozen=True)
class Finding:
    """What is wrong or doubtful with one figure: a sentence, and the numbers in it."""

    measure: str
    text: str
    numbers: Mapping[str, int] = field(default_factory=dict)


# More than the largest hospital of the country has in a month: such a figure has a wrong unit.
MOST = {
    Measure.OUTPATIENTS: 1_000_000,
    Measure.EMERGENCIES: 200_000,
    Measure.DISCHARGES: 100_000,
    Measure.DISCHARGES_AWAY: 100_000,
    Measure.OPEN_BED_DAYS: 500_000,
    Measure.OCCUPIED_BED_DAYS: 600_000,
    Measure.SURGERIES: 60_000,
    Measure.SURGERIES_LEVEL_3: 60_000,
    Measure.SURGERIES_LEVEL_4: 60_000,
    Measure.REMOTE_CONSULTATIONS: 20_000,
    Measure.REMOTE_DIAGNOSES: 200_000,
}
# whole, its parts, and what to say at the first part when they are more than the whole.
PARTS = (
    (
        Measure.DISCHARGES,
        (Measure.DISCHARGES_AWAY,),
        _("省外患者出院人次 %(parts)d 多于出院人次 %(whole)d。"),
    ),
    (
        Measure.SURGERIES,
        (Measure.SURGERIES_LEVEL_3, Measure.SURGERIES_LEVEL_4),
        _("三级与四级手术合计 %(parts)d，多于住院手术台次 %(whole)d。"),
    ),
)
# Added beds bring a hospital above its open beds, but not far.
MOST_OCCUPIED = 1.2
# How far beyond the least and the most of the past year a figure is doubted.
JUMP = 1.5
LEAST_DIFFERENCE = 20
LEAST_PAST = 3


def errors(values: Mapping[str, int]) -> list[Finding]:
    """What cannot be, whatever somebody says about it."""
    return [*_beyond_bounds(values), *_parts_above_whole(values), *_overfull(values)]


def doubts(values: Mapping[str, int], past: Mapping[str, Sequence[int]]) -> list[Finding]:
    """What is unusual; past holds the figures of the months before, by measure."""
    return [*_above_open_beds(values), *_jumps(values, past)]


def _beyond_bounds(values):
    for measure, value in values.items():
        if value > MOST[measure]:
            numbers = {"most": MOST[measure]}
            yield Finding(measure, _("超过每月上限 %(most)d，请核对单位。"), numbers)


def _parts_above_whole(values):
    for whole, parts, text in PARTS:
        told = [part for part in parts if part in values]
        total = sum(values[part] for part in told)
        if whole in values and total > values[whole]:
            yield Finding(told[0], text, {"parts": total, "whole": values[whole]})


def _overfull(values):
    if _beds(values) and values[Measure.OCCUPIED_BED_DAYS] > _most_occupied(values):
        text = _("占用床日超过开放床日 %(whole)d 的 120%%。")
        numbers = {"whole": values[Measure.OPEN_BED_DAYS]}
        yield Finding(Measure.OCCUPIED_BED_DAYS, text, numbers)


def _above_open_beds(values):
    if not _beds(values):
        return
    opened, occupied = values[Measure.OPEN_BED_DAYS], values[Measure.OCCUPIED_BED_DAYS]
    if opened < occupied <= _most_occupied(values):
        text = _("占用床日多于开放床日 %(whole)d，如有加床请说明。")
        yield Finding(Measure.OCCUPIED_BED_DAYS, text, {"whole": opened})


def _beds(values):
    return Measure.OPEN_BED_DAYS in values and Measure.OCCUPIED_BED_DAYS in values


def _most_occupied(values):
    return values[Measure.OPEN_BED_DAYS] * MOST_OCCUPIED


def _jumps(values, past) -> Iterator[Finding]:
    for measure, value in values.items():
        before = past.get(measure, ())
        if len(before) < LEAST_PAST:
            continue
        least, most = min(before), max(before)
        is_up = value > most * JUMP and value - most >= LEAST_DIFFERENCE
        is_down = value < least / JUMP and least - value >= LEAST_DIFFERENCE
        if is_up or is_down:
            text = _("过去十二个月为 %(least)d 至 %(most)d，变动过大，请说明。")
            yield Finding(measure, text, {"least": least, "most": most})
