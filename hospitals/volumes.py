"""What the figures of a month can be: bounds, parts of a whole, jumps against the past year.

An error keeps a figure out. A doubt lets it in once somebody has said why it is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

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
    Measure.OUTPATIENTS_AWAY: 1_000_000,
    Measure.ADMISSIONS: 100_000,
    Measure.DISCHARGES: 100_000,
    Measure.DISCHARGES_AWAY: 100_000,
    Measure.OPEN_BEDS: 16_000,
    Measure.OPEN_BED_DAYS: 500_000,
    Measure.OCCUPIED_BED_DAYS: 600_000,
    Measure.DISCHARGED_BED_DAYS: 1_000_000,
    Measure.SURGERIES: 60_000,
    Measure.SURGERIES_LEVEL_3: 60_000,
    Measure.SURGERIES_LEVEL_4: 60_000,
    Measure.MINIMALLY_INVASIVE: 60_000,
    Measure.ELECTIVE_SURGERIES: 60_000,
    Measure.DAY_SURGERIES: 60_000,
    Measure.OPERATED_PATIENTS: 60_000,
    Measure.COMPLICATIONS: 60_000,
    Measure.CLEAN_SURGERIES: 60_000,
    Measure.CLEAN_INFECTIONS: 60_000,
    Measure.REMOTE_CONSULTATIONS: 20_000,
    Measure.REMOTE_DIAGNOSES: 200_000,
}
# A report may be handed in without these: not every hospital counts them.
OPTIONAL = frozenset(
    {
        Measure.OUTPATIENTS_AWAY,
        Measure.MINIMALLY_INVASIVE,
        Measure.ELECTIVE_SURGERIES,
        Measure.DAY_SURGERIES,
        Measure.OPERATED_PATIENTS,
        Measure.COMPLICATIONS,
        Measure.CLEAN_SURGERIES,
        Measure.CLEAN_INFECTIONS,
    }
)
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
    (
        Measure.OUTPATIENTS,
        (Measure.OUTPATIENTS_AWAY,),
        _("省外患者门诊人次 %(parts)d 多于门诊人次 %(whole)d。"),
    ),
    (
        Measure.DISCHARGES,
        (Measure.SURGERIES,),
        _("住院手术台次 %(parts)d 多于出院人次 %(whole)d。"),
    ),
    (
        Measure.SURGERIES,
        (Measure.MINIMALLY_INVASIVE,),
        _("微创手术台次 %(parts)d 多于住院手术台次 %(whole)d。"),
    ),
    (
        Measure.ELECTIVE_SURGERIES,
        (Measure.DAY_SURGERIES,),
        _("日间手术台次 %(parts)d 多于择期手术台次 %(whole)d。"),
    ),
    (
        Measure.OPERATED_PATIENTS,
        (Measure.COMPLICATIONS,),
        _("发生并发症人数 %(parts)d 多于手术患者人数 %(whole)d。"),
    ),
    (
        Measure.CLEAN_SURGERIES,
        (Measure.CLEAN_INFECTIONS,),
        _("手术部位感染人次 %(parts)d 多于Ⅰ类切口手术台次 %(whole)d。"),
    ),
    (
        Measure.DISCHARGED_BED_DAYS,
        (Measure.DISCHARGES,),
        _("出院者占用总床日 %(whole)d 少于出院人次 %(parts)d，每位出院者至少 1 日。"),
    ),
)
# Of whom so many come from elsewhere, a digit is likely to be wrong; in percent.
AWAY = {
    Measure.DISCHARGES_AWAY: Measure.DISCHARGES,
    Measure.OUTPATIENTS_AWAY: Measure.OUTPATIENTS,
}
MOST_AWAY = 60
# Added beds bring a hospital above its open beds, but not far; little of that is no surprise.
MOST_OCCUPIED = 1.3
MUCH_OCCUPIED = 1.1
LONGEST_MONTH = 31
# How far beyond the least and the most of the past year a figure is doubted.
JUMP = 1.5
LEAST_DIFFERENCE = 20
LEAST_PAST = 3
# So many times the usual month is a wrong unit until somebody says otherwise.
TIMES_MEDIAN = 5


def errors(values: Mapping[str, int]) -> list[Finding]:
    """What cannot be, whatever somebody says about it."""
    return [
        *_beyond_bounds(values),
        *_parts_above_whole(values),
        *_overfull(values),
        *_more_left_than_came(values),
    ]


def doubts(values: Mapping[str, int], past: Mapping[str, Sequence[int]]) -> list[Finding]:
    """What is unusual; past holds the figures of the months before, by measure."""
    return [*_above_open_beds(values), *_mostly_from_away(values), *_jumps(values, past)]


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
        text = _("占用床日超过开放床日 %(whole)d 的 130%%。")
        numbers = {"whole": values[Measure.OPEN_BED_DAYS]}
        yield Finding(Measure.OCCUPIED_BED_DAYS, text, numbers)
    beds = values.get(Measure.OPEN_BEDS)
    if beds is not None and values.get(Measure.OPEN_BED_DAYS, 0) > _most_of(beds):
        text = _("实际开放总床日超过 %(beds)d 张床位一个月的 130%%。")
        yield Finding(Measure.OPEN_BED_DAYS, text, {"beds": beds})


def _more_left_than_came(values):
    """Nobody leaves but those who came in this month or lay there when it began."""
    names = Measure.ADMISSIONS, Measure.OPEN_BEDS, Measure.DISCHARGES
    if all(name in values for name in names):
        came, beds, left = (values[name] for name in names)
        if left > came + beds * MOST_OCCUPIED:
            text = _("出院人次 %(left)d 多于入院人次 %(came)d 与月初在院人数之和。")
            yield Finding(Measure.DISCHARGES, text, {"left": left, "came": came})


def _mostly_from_away(values):
    for part, whole in AWAY.items():
        if part in values and values[part] * 100 > values.get(whole, values[part]) * MOST_AWAY:
            text = _("省外患者占 %(most)d%% 以上，请核对并说明。")
            yield Finding(part, text, {"most": MOST_AWAY})


def _above_open_beds(values):
    if not _beds(values):
        return
    opened, occupied = values[Measure.OPEN_BED_DAYS], values[Measure.OCCUPIED_BED_DAYS]
    if opened * MUCH_OCCUPIED < occupied <= _most_occupied(values):
        text = _("占用床日超过开放床日 %(whole)d 的 110%%，如有加床请说明。")
        yield Finding(Measure.OCCUPIED_BED_DAYS, text, {"whole": opened})


def _beds(values):
    return Measure.OPEN_BED_DAYS in values and Measure.OCCUPIED_BED_DAYS in values


def _most_occupied(values):
    return values[Measure.OPEN_BED_DAYS] * MOST_OCCUPIED


def _most_of(beds):
    return beds * LONGEST_MONTH * MOST_OCCUPIED


def _jumps(values, past) -> Iterator[Finding]:
    for measure, value in values.items():
        before = past.get(measure, ())
        if len(before) < LEAST_PAST:
            continue
        least, most, usual = min(before), max(before), median(before)
        if usual and value > usual * TIMES_MEDIAN and value - usual >= LEAST_DIFFERENCE:
            text = _("超过过去十二个月中位数 %(median)d 的 5 倍，请核对单位并说明。")
            yield Finding(measure, text, {"median": round(usual)})
            continue
        is_up = value > most * JUMP and value - most >= LEAST_DIFFERENCE
        is_down = value < least / JUMP and least - value >= LEAST_DIFFERENCE
        if is_up or is_down:
            text = _("过去十二个月为 %(least)d 至 %(most)d，变动过大，请说明。")
            yield Finding(measure, text, {"least": least, "most": most})
