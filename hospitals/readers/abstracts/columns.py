"""Which column of a file means what: three naming systems, Chinese heads, and our own names.

The names are data (data/abstract_headers.csv). Columns with names, ID numbers or telephones are
known too, so that they can be left out and said to be left out.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent.parent / "data" / "abstract_headers.csv"
PERSONAL = "personal"
# Other diagnoses come as up to forty columns.
OTHER_DIAGNOSIS = re.compile(r"c06x(\d\d)c|jbdm(\d{1,2})|其他诊断编码(\d{1,2})")
IN_BRACKETS = re.compile(r"(.*?)[（(\[【]([^（(\[【）)\]】]+)[）)\]】]")
LOOKS_PERSONAL = re.compile(r"姓名|身份证|证件号|电话|手机|联系方式|户口地址|^name$|phone|id_?card")


def _(text: str) -> str:
    """Mark a Chinese text for the catalogue; it is translated where it is shown."""
    return text


@dataclass(frozen=True)
class Column:
    """What a file may tell of a stay. many: it may be told by several columns."""

    code: str
    label: str
    is_required: bool = False
    many: bool = False


COLUMNS = (
    Column("org_code", _("组织机构代码"), is_required=True),
    Column("record_no", _("病案号"), is_required=True),
    Column("stay_no", _("住院次数"), is_required=True),
    Column("person_key", _("人员标识（64 位十六进制）")),
    Column("sex", _("性别"), is_required=True),
    Column("age_years", _("年龄（岁）"), is_required=True),
    Column("age_days", _("年龄（天）")),
    Column("birth_date", _("出生日期（只用于核对年龄）")),
    Column("residence_code", _("现住址代码")),
    Column("residence_text", _("现住址（只用于匹配代码）"), many=True),
    Column("residence_postcode", _("现住址邮编")),
    Column("admission_route", _("入院途径"), is_required=True),
    Column("admit_date", _("入院日期"), is_required=True),
    Column("discharge_date", _("出院日期"), is_required=True),
    Column("los_days", _("实际住院天数"), is_required=True),
    Column("dept_in", _("入院科别"), is_required=True),
    Column("dept_out", _("出院科别"), is_required=True),
    Column("dx_main", _("主要诊断编码"), is_required=True),
    Column("dx_other", _("其他诊断编码"), many=True),
    Column("op_main", _("主要手术操作编码")),
    Column("op_level", _("手术级别")),
    Column("discharge_mode", _("离院方式"), is_required=True),
    Column("dest_org_name", _("拟接收机构名称"), many=True),
    Column("readmit_plan", _("31 天内再住院计划")),
    Column("total_cost", _("总费用（元）"), is_required=True),
    Column("drg_code", _("DRG 编码")),
    Column("drg_version", _("DRG 版本")),
    Column("rw", _("DRG 权重")),
)
BY_CODE = {column.code: column for column in COLUMNS}
# One of them says where somebody lives.
RESIDENCES = ("residence_code", "residence_text")


@dataclass(frozen=True)
class Guess:
    """mapping: column → places in the header; personal: heads that are left out on purpose."""

    mapping: dict[str, list[int]]
    personal: tuple[str, ...]
    unused: tuple[str, ...]
    system: str


def guess(header: Sequence[str], remembered: Mapping[str, str] | None = None) -> Guess:
    """As this sender matched the heads last time, else by the names that we know."""
    remembered = remembered or {}
    mapping: dict[str, list[int]] = {}
    personal, unused, systems = [], [], []
    for at, head in enumerate(header):
        code, system = remembered.get(head), ""
        if code not in BY_CODE:
            code, system = meaning(head)
        if code == PERSONAL:
            personal.append(head)
        elif code and (code not in mapping or BY_CODE[code].many):
            mapping.setdefault(code, []).append(at)
            systems.append(system)
        else:
            unused.append(head)
    return Guess(mapping, tuple(personal), tuple(unused), _most(systems))


def meaning(head: str) -> tuple[str, str]:
    """(column, naming system) of a head; two empty texts when nobody uses it."""
    for name in _spellings(head):
        if found := _known().get(name):
            return found
        if OTHER_DIAGNOSIS.fullmatch(name):
            return "dx_other", "hqms" if name.startswith("c06") else "pinyin"
    if LOOKS_PERSONAL.search(_bare(head)):
        return PERSONAL, ""
    return "", ""


def missing(mapping: Mapping[str, Sequence[int]], *, has_sender: bool) -> list[str]:
    """Required columns that the file lacks. A hospital that sends its own need not say its code."""
    lacking = [column.code for column in COLUMNS if column.is_required]
    lacking = [code for code in lacking if code not in mapping]
    if has_sender and "org_code" in lacking:
        lacking.remove("org_code")
    if not any(code in mapping for code in RESIDENCES):
        lacking.append(RESIDENCES[0])
    return lacking


def _spellings(head):
    """The head itself; of 出院主要诊断编码(C03C) also what is before and in the brackets."""
    yield _bare(head)
    if found := IN_BRACKETS.fullmatch(head.strip()):
        yield _bare(found[2])
        yield _bare(found[1])


def _bare(head):
    return "".join(head.split()).strip("*＊\ufeff").replace("（", "(").replace("）", ")").lower()


def _most(systems):
    named = [system for system in systems if system]
    return max(sorted(set(named)), key=named.count) if named else ""


@cache
def _known():
    found = {column.code: (column.code, "own") for column in COLUMNS}
    with DATA.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[_bare(row["name"])] = (row["column"], row["system"])
    return found
