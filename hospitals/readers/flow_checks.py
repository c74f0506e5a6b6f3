"""What is odd about a flow return as a whole, held against months before, people and reports. Pure.

Nothing here refuses: somebody who knows says why it is right, and it goes in.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from statistics import median

from hospitals.readers.abstracts.rules import HOLD, NOTE

MOST_OUT, MOST_UNMAPPED = 0.6, 0.01
JUMP, LEAST_PAST, LEAST_STAYS = 5, 3, 30
MONTHS_BEFORE = 12
# Of each rule so many are told, the gravest first.
TOLD = 20
WHOLE = "ALL"
CODES = {
    "ICD_CHAPTER": r"0?[1-9]|1\d|2[0-2]|[IVX]+|[A-Z]\d\d(-[A-Z]\d\d)?|OTH",
    "MDC": r"[A-Z]|OTH",
    "ADRG": r"[A-Z]{2}\d|OTH",
}


def _(text: str) -> str:
    """Mark a Chinese text for the catalogue; it is translated where it is shown."""
    return text


RULES = {
    "flow_jump": (
        HOLD,
        _("%(place)s %(month)s 有 %(rows)s 人次，近 12 个月中位数为 %(other)s 人次。"),
    ),
    "flow_out_share": (HOLD, _("%(place)s %(month)s 流向外省占 %(rows)s%%，超过 60%%。")),
    "flow_people": (HOLD, _("%(place)s %(month)s 有 %(rows)s 人次，常住人口只有 %(other)s 人。")),
    "flow_capacity": (
        HOLD,
        _("%(place)s %(month)s 收治 %(rows)s 人次，多于其月报出院 %(other)s 人次。"),
    ),
    "flow_unmapped": (HOLD, _("%(rows)s%% 的人次病种代码不是 %(other)s 的代码，超过 1%%。")),
    "flow_more": (NOTE, _("另有 %(rows)s 处同类情况。")),
}


@dataclass(frozen=True)
class Finding:
    """One odd thing: its rule, about whom and when, the number, and what it was held against."""

    rule: str
    about: str = ""
    month: str = ""
    rows: str = ""
    other: str = ""
    place: str = ""


@dataclass(frozen=True)
class Known:
    """What is known beside the file. Regions and hospitals by their ids, as texts.

    provinces: of each region; past: months in force of each origin; people: of each origin and
    year; discharges: of each hospital and month, as reported.
    """

    provinces: Mapping[str, str] = field(default_factory=dict)
    past: Mapping[str, Mapping[dt.date, int]] = field(default_factory=dict)
    people: Mapping[tuple[str, int], int] = field(default_factory=dict)
    discharges: Mapping[tuple[str, dt.date], int] = field(default_factory=dict)


@dataclass
class Sums:
    """The stays of a file: by origin and month, of those beyond the province, by hospital."""

    stays: dict = field(default_factory=lambda: defaultdict(int))
    out: dict = field(default_factory=lambda: defaultdict(int))
    inside: set = field(default_factory=set)
    hospitals: dict = field(default_factory=lambda: defaultdict(int))
    systems: dict = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))


def summed(rows: Iterable, provinces: Mapping[str, str]) -> Sums:
    """rows: as flow_return keeps them. Hidden counts are few; they are left out."""
    sums = Sums()
    whole = _whole(rows)
    for row in rows:
        if not row.stays:
            continue
        sums.systems[row.disease_system][row.disease_code] += row.stays
        if row.disease_system != whole:
            continue
        key = row.origin_id, row.month
        sums.stays[key] += row.stays
        if row.destination_hospital_id:
            sums.hospitals[row.destination_hospital_id, row.month] += row.stays
        if row.destination_id is None:
            continue
        if provinces.get(row.destination_id) == provinces.get(row.origin_id):
            sums.inside.add(row.origin_id)
        else:
            sums.out[key] += row.stays
    return sums


def _whole(rows):
    """The disease system that counts everybody once: that of all diseases, if the file has it."""
    systems = {row.disease_system for row in rows}
    return WHOLE if WHOLE in systems else min(systems, default=WHOLE)


def find(sums: Sums, known: Known, *, is_yearly: bool) -> list[Finding]:
    """Findings about origins and hospitals, then about all of the file."""
    rules = [_people, _out_shares, *([] if is_yearly else [_jumps, _capacities])]
    found = []
    for rule in rules:
        graded = sorted(rule(sums, known, is_yearly), key=lambda pair: -pair[0])
        found += [one for _grade, one in graded[:TOLD]]
        if len(graded) > TOLD:
            found.append(Finding("flow_more", rows=str(len(graded) - TOLD)))
    return found + list(_unmapped(sums))


def _people(sums, known, is_yearly) -> Iterator[tuple[float, Finding]]:
    """Nobody has more stays than people: one for each in a year, a twelfth in a month."""
    for (origin, month), stays in sums.stays.items():
        people = known.people.get((origin, month.year))
        if people and stays > people / (1 if is_yearly else 12):
            yield stays / people, _finding("flow_people", origin, month, stays, people)


def _out_shares(sums, _known, _is_yearly):
    """Not of returns that tell only who left: they have nobody inside."""
    for (origin, month), stays in sums.stays.items():
        share = sums.out[origin, month] / stays
        if origin in sums.inside and stays >= LEAST_STAYS and share > MOST_OUT:
            yield share, _finding("flow_out_share", origin, month, f"{share * 100:.1f}", "")


def _jumps(sums, known, _is_yearly):
    """Against the median of the months before, of those in force and those of the file itself."""
    history = {origin: dict(months) for origin, months in known.past.items()}
    for (origin, month), stays in sums.stays.items():
        history.setdefault(origin, {})[month] = stays
    for (origin, month), stays in sums.stays.items():
        first = dt.date(month.year - 1, month.month, 1)
        past = [count for at, count in history[origin].items() if first <= at < month]
        usual = median(past) if len(past) >= LEAST_PAST else 0
        if usual >= LEAST_STAYS and not usual / JUMP <= stays <= usual * JUMP:
            grade = max(stays / usual, usual / stays)
            yield grade, _finding("flow_jump", origin, month, stays, f"{usual:g}")


def _capacities(sums, known, _is_yearly):
    for (hospital, month), stays in sums.hospitals.items():
        discharges = known.discharges.get((hospital, month))
        if discharges and stays > discharges:
            found = _finding("flow_capacity", hospital, month, stays, discharges)
            yield stays / discharges, found


def _unmapped(sums):
    for system, codes in sums.systems.items():
        if system not in CODES:
            continue
        is_code = re.compile(CODES[system]).fullmatch
        unknown = sum(stays for code, stays in codes.items() if not is_code(code))
        share = unknown / sum(codes.values())
        if share > MOST_UNMAPPED:
            yield Finding("flow_unmapped", rows=f"{share * 100:.1f}", other=system)


def _finding(rule, about, month, rows, other):
    return Finding(rule, about, f"{month:%Y-%m}", str(rows), str(other))
