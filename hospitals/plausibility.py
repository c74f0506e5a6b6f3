"""Rules that find contradictions among printed figures. Pure: figures in, findings out.

A finding never changes a figure: it says which rule, which figures it doubts, which it compared
them with, and why. The ceilings are deliberately generous: what breaks them cannot be true.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations


def _(text: str) -> str:
    """Mark a Chinese text for the catalogue; it is translated where it is shown."""
    return text


# No hospital sees more than five outpatients per open bed and day, nor turns a bed over more than
# eighty times a year; a figure without a first day counts at most five years.
VISITS_PER_BED_DAY, STAYS_PER_BED_YEAR, LONGEST_YEARS = 5, 80, 5
# Shares of the same patients among sibling measures do not differ by more than this factor.
WIDEST_RATIO = 3
SHARES = (("outpatient_inflow", "outpatient_visits"), ("inpatient_inflow", "inpatients"))
OUTFLOW_RANK = "outflow_rank"
ON_POST, EVER_SENT = "experts_on_post", "experts_ever_sent"
HEADS = frozenset({"人", "名", "位"})
FACTORS = {"万人次": 10_000, "万人": 10_000, "万例": 10_000}
LEVEL_WORDS = re.compile(r"[一二三]甲甲等|[一二三][乙丙][甲乙丙]等")
OUTREACH_WORDS = re.compile(r"义诊|巡诊|讲座|筛查|宣传")
PILOT_TITLES = frozenset({"国家分娩镇痛试点医院"})
DATED = re.compile(r"\d{4}|去年|今年")


@dataclass(frozen=True)
class Figure:
    """One printed figure as the rules see it. value is None where the print gives no number."""

    code: str
    source: str
    entity: str
    topic: str
    measure: str
    value: Decimal | None
    unit: str
    period: str
    quote: str
    part_of: tuple[str, ...] = ()
    covers: int | None = None
    listed: int | None = None
    since: date | None = None
    until: date | None = None
    proposed: Decimal | None = None

    @property
    def amount(self) -> Decimal | None:
        """The value in single units, so that 万人次 and 人次 compare."""
        return None if self.value is None else self.value * FACTORS.get(self.unit, 1)

    @property
    def is_round(self) -> bool:
        """Fewer than three digits that say something."""
        return self.value is not None and len(self.value.normalize().as_tuple().digits) < 3

    @property
    def likely(self) -> Decimal | None:
        """The amount as somebody has proposed to read it, else as printed."""
        value = self.value if self.proposed is None else self.proposed
        return None if value is None else value * FACTORS.get(self.unit, 1)


@dataclass(frozen=True)
class Finding:
    """One contradiction: rule, the figures it doubts, those it compared them with, the numbers."""

    rule: str
    subjects: tuple[str, ...]
    compared: tuple[str, ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        return RULES[self.rule]


RULES = {
    "outpatient_ceiling": _("%(beds)s 张床位不可能有门诊 %(value)s。"),
    "inpatient_ceiling": _("%(beds)s 张床位不可能有住院 %(value)s。"),
    "leans_on_doubtful": _("所依据的总数有疑问，本数只有在总数更正后才可用。"),
    "share_jump": _("占比为 %(share)s%%，与同类指标的 %(other)s%% 相差过大。"),
    "unknown_word": _("原文用词不在规范词表中。"),
    "two_values": _("同一来源对同一指标给出 %(value)s 和 %(other)s，统计期或口径不同，不能相加。"),
    "same_number": _("同一来源中两个不同指标同为 %(value)s，可能误植。"),
    "parts_exceed_total": _("分项合计 %(parts)s，多于总数 %(total)s。"),
    "parts_miss_total": _("分项合计 %(parts)s，与总数 %(total)s 相差 %(gap)s。"),
    "part_exceeds_whole": _("部分 %(part)s 多于整体 %(whole)s。"),
    "unit_differs": _("分项单位为“%(unit)s”，总数单位为“%(other)s”，不能相比。"),
    "on_post_or_ever_sent": _("同一人数既称现在岗又称累计选派，应以派驻起止日期为准。"),
    "overlap_unknown": _("同一机构的两个分项没有总数，是否互相包含未说明。"),
    "list_shorter": _("所列只有 %(listed)s 项，少于所称的 %(value)s 项。"),
    "rank_without_value": _("只有排名，没有数值、基期和数据年度。"),
    "open_period": _("前后对比的统计期不等长，后一期没有截止日期。"),
    "start_unknown": _("统计期的起点没有给出。"),
    "year_missing": _("日期没有印出年份。"),
    "no_split": _("一个数涵盖 %(covers)s 家机构，没有分机构的数。"),
}


def find(figures: Iterable[Figure]) -> list[Finding]:
    """Every contradiction that a rule finds, in the order of the rules, then of the codes."""
    rows = sorted(figures, key=lambda figure: figure.code)
    found = [finding for rule in ORDER for finding in rule(rows)]
    doubted = {code for one in found if one.rule.endswith("ceiling") for code in one.subjects}
    return found + list(_leaning(rows, doubted))


def _value(figure: Figure) -> str:
    return f"{figure.value.normalize():f}{figure.unit}"


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _numbers(**named: str) -> tuple[tuple[str, str], ...]:
    return tuple(named.items())


def _by_code(rows: list[Figure]) -> dict[str, Figure]:
    return {row.code: row for row in rows}


def _by_measure(rows: list[Figure]) -> dict[tuple[str, str], Figure]:
    return {(row.entity, row.measure): row for row in rows if row.measure}


def _ceilings(rows: list[Figure]) -> Iterator[Finding]:
    most = {
        "outpatient_visits": ("outpatient_ceiling", VISITS_PER_BED_DAY * 365),
        "inpatients": ("inpatient_ceiling", STAYS_PER_BED_YEAR),
    }
    at = _by_measure(rows)
    for row in rows:
        beds = at.get((row.entity, "open_beds"))
        if row.measure not in most or row.value is None or beds is None:
            continue
        rule, per_bed_year = most[row.measure]
        if row.amount > beds.amount * per_bed_year * LONGEST_YEARS:
            numbers = _numbers(beds=_number(beds.value), value=_value(row))
            yield Finding(rule, (row.code,), (beds.code,), numbers)


def _leaning(rows: list[Figure], doubted: set[str]) -> Iterator[Finding]:
    for row in rows:
        if wholes := tuple(code for code in row.part_of if code in doubted):
            yield Finding("leans_on_doubtful", (row.code,), wholes)


def _share_jumps(rows: list[Figure]) -> Iterator[Finding]:
    """The share that is far from its sibling's is doubted: the larger one, read as proposed."""
    at = _by_measure(rows)
    for entity in sorted({row.entity for row in rows}):
        pairs = [(at.get((entity, part)), at.get((entity, whole))) for part, whole in SHARES]
        if not all(part and whole and whole.likely for part, whole in pairs):
            continue
        shares = sorted((part.amount / whole.likely, part, whole) for part, whole in pairs)
        (low, *_rest), (high, part, whole) = shares
        if high > low * WIDEST_RATIO:
            numbers = _numbers(share=f"{high * 100:.1f}", other=f"{low * 100:.1f}")
            yield Finding("share_jump", (part.code,), (whole.code,), numbers)


def _words(rows: list[Figure]) -> Iterator[Finding]:
    for row in rows:
        is_session = row.topic == "巡回" and row.unit in {"期", "场"}
        is_pilot = row.quote.endswith("试点医院")
        if (
            LEVEL_WORDS.search(row.quote)
            or (is_session and not OUTREACH_WORDS.search(row.quote))
            or (is_pilot and row.quote not in PILOT_TITLES)
        ):
            yield Finding("unknown_word", (row.code,))


def _totals(rows: list[Figure]) -> list[Figure]:
    return [row for row in rows if row.measure and not row.part_of and row.value is not None]


def _two_values(rows: list[Figure]) -> Iterator[Finding]:
    for one, other in combinations(_totals(rows), 2):
        same = one.source == other.source and one.measure == other.measure
        if same and one.value != other.value and one.topic == "新技术":
            numbers = _numbers(value=_value(one), other=_value(other))
            yield Finding("two_values", (one.code, other.code), (), numbers)


def _same_numbers(rows: list[Figure]) -> Iterator[Finding]:
    """Only numbers that are not round: three digits that agree by chance are rare."""
    exact = [row for row in rows if row.value is not None and row.value >= 100 and not row.is_round]
    for one, other in combinations(exact, 2):
        near = (one.source, one.entity) == (other.source, other.entity)
        if near and one.value == other.value and one.unit != other.unit:
            numbers = _numbers(value=_number(one.value))
            yield Finding("same_number", (one.code, other.code), (), numbers)


def _sums(rows: list[Figure]) -> Iterator[Finding]:
    parts_of = defaultdict(list)
    for row in rows:
        for code in row.part_of:
            parts_of[code].append(row)
    for total in rows:
        parts = [
            part
            for part in parts_of[total.code]
            if part.measure == total.measure and part.value is not None
        ]
        if total.measure and total.covers and parts:
            yield from _sum(total, parts)


def _sum(total: Figure, parts: list[Figure]) -> Iterator[Finding]:
    gap = total.amount - sum(part.amount for part in parts)
    codes = tuple(part.code for part in parts)
    numbers = _numbers(
        parts=_number(total.value - gap / FACTORS.get(total.unit, 1)),
        total=_number(total.value),
        gap=_number(abs(gap)),
    )
    if gap < 0:
        yield Finding("parts_exceed_total", (total.code,), codes, numbers)
    elif gap > 0:
        yield Finding("parts_miss_total", (total.code,), codes, numbers)


def _parts(rows: list[Figure]) -> Iterator[Finding]:
    at = _by_code(rows)
    for row in rows:
        for whole in (at[code] for code in row.part_of if code in at):
            if row.value is None or whole.value is None:
                continue
            heads = row.unit in HEADS and whole.unit == "人次"
            if heads:
                numbers = _numbers(unit=row.unit, other=whole.unit)
                yield Finding("unit_differs", (row.code,), (whole.code,), numbers)
            elif row.amount > whole.amount:
                numbers = _numbers(part=_value(row), whole=_value(whole))
                yield Finding("part_exceeds_whole", (row.code,), (whole.code,), numbers)


def _on_post(rows: list[Figure]) -> Iterator[Finding]:
    at = _by_measure([row for row in rows if not row.part_of])
    for (entity, measure), row in at.items():
        other = at.get((entity, EVER_SENT))
        if measure == ON_POST and other and other.value == row.value:
            yield Finding("on_post_or_ever_sent", (row.code,), (other.code,))


def _overlaps(rows: list[Figure]) -> Iterator[Finding]:
    """Two figures of one measure at one place that both belong to a total printed elsewhere."""
    groups = defaultdict(list)
    at = _by_code(rows)
    for row in rows:
        if row.measure and any(
            code in at and at[code].entity != row.entity for code in row.part_of
        ):
            groups[row.entity, row.measure].append(row)
    for found in groups.values():
        if len(found) > 1:
            largest = max(found, key=lambda row: row.value)
            rest = tuple(row.code for row in found if row is not largest)
            yield Finding("overlap_unknown", (largest.code,), rest)


def _lists(rows: list[Figure]) -> Iterator[Finding]:
    for row in rows:
        is_counted = row.listed is not None and row.value is not None and row.covers is None
        if is_counted and row.listed < row.value:
            numbers = _numbers(listed=str(row.listed), value=_number(row.value))
            yield Finding("list_shorter", (row.code,), (), numbers)


def _periods(rows: list[Figure]) -> Iterator[Finding]:
    pairs = defaultdict(list)
    for row in rows:
        if row.measure == OUTFLOW_RANK and row.unit == "名":
            yield Finding("rank_without_value", (row.code,))
        if "以来" in row.period and not DATED.search(row.period):
            yield Finding("start_unknown", (row.code,))
        if row.topic == "专家成效" and row.measure:
            pairs[row.entity, row.measure].append(row)
    for found in pairs.values():
        closed = tuple(row.code for row in found if row.until)
        for row in found:
            if row.until is None and closed:
                yield Finding("open_period", (row.code,), closed)


def _years(rows: list[Figure]) -> Iterator[Finding]:
    for row in rows:
        is_day = row.unit == "日期" and row.value is None and "月" in row.quote
        if is_day and row.since and not DATED.search(row.quote):
            yield Finding("year_missing", (row.code,))


def _splits(rows: list[Figure]) -> Iterator[Finding]:
    split = {code for row in rows for code in row.part_of}
    for row in rows:
        if row.covers and not row.measure and row.code not in split:
            yield Finding("no_split", (row.code,), (), _numbers(covers=str(row.covers)))


ORDER = (
    _ceilings,
    _share_jumps,
    _words,
    _two_values,
    _same_numbers,
    _sums,
    _parts,
    _on_post,
    _overlaps,
    _lists,
    _periods,
    _years,
    _splits,
)
