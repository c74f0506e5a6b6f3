"""Which column of a file means what: three naming systems, Chinese heads, and our own names.

The names are data (data/abstract_headers.csv). Columns with names, ID numbers or telephones are
known too, so that they can be left out and said to be left out.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from hospitals.readers.columns import PERSONAL, Column, Guess, bare, names, spellings
from hospitals.readers.columns import guess as guessed

DATA = Path(__file__).resolve().parent.parent.parent / "data" / "abstract_headers.csv"
# Other diagnoses come as up to forty columns.
OTHER_DIAGNOSIS = re.compile(r"c06x(\d\d)c|jbdm(\d{1,2})|其他诊断编码(\d{1,2})")
LOOKS_PERSONAL = re.compile(r"姓名|身份证|证件号|电话|手机|联系方式|户口地址|^name$|phone|id_?card")


def _(text: str) -> str:
    """Mark a Chinese text for the catalogue; it is translated where it is shown."""
    return text


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


def guess(header: Sequence[str], remembered: Mapping[str, str] | None = None) -> Guess:
    """As this sender matched the heads last time, else by the names that we know."""
    return guessed(header, remembered or {}, BY_CODE, meaning)


def meaning(head: str) -> tuple[str, str]:
    """(column, naming system) of a head; two empty texts when nobody uses it."""
    for name in spellings(head):
        if found := _known().get(name):
            return found
        if OTHER_DIAGNOSIS.fullmatch(name):
            return "dx_other", "hqms" if name.startswith("c06") else "pinyin"
    if LOOKS_PERSONAL.search(bare(head)):
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


@cache
def _known():
    return names(COLUMNS, DATA)
