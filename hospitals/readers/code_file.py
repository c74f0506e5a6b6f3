"""A table of procedures or DRGs: code and name, for procedures also kind, level and approach; pure.

kind is a number or its word (手术, 介入, 诊断操作, 治疗操作); empty cells are unknown.
"""

from typing import NamedTuple

from django.utils.translation import gettext as _

from hospitals.enums import ProcedureKind
from hospitals.readers.problem import Problem
from hospitals.readers.table import Table

NAMES = {
    "code": ("code", "编码", "手术操作编码", "主要编码", "DRG编码"),
    "name": ("name", "名称", "手术操作名称", "主要名称", "DRG名称"),
    "kind": ("kind", "类型", "类别", "录入选项"),
    "level": ("level", "级别", "手术级别"),
    "minimal": ("is_minimally_invasive", "微创"),
}
LONGEST_CODE, LONGEST_NAME = 20, 200
LEVELS = {"1": 1, "2": 2, "3": 3, "4": 4, "一级": 1, "二级": 2, "三级": 3, "四级": 4}
FLAGS = {"1": True, "是": True, "true": True, "0": False, "否": False, "false": False}


class CodeRow(NamedTuple):
    code: str
    name: str
    kind: int | None = None
    level: int | None = None
    minimal: bool | None = None


def read_codes(table: Table) -> tuple[list[CodeRow], list[Problem]]:
    """The codes of a file, or what is wrong with which row and column of it."""
    at = {
        field: place
        for field, names in NAMES.items()
        for place, head in enumerate(table.header)
        if head in names
    }
    missing = [field for field in ("code", "name") if field not in at]
    if missing:
        hint = _("缺少列%(names)s。") % {"names": "、".join(missing)}
        return [], [Problem(1, ",".join(missing), "", "missing_column", hint)]
    found, problems, seen = [], [], set()
    for number, cells in enumerate(table.rows, start=2):
        told = {field: _cell(cells, place) for field, place in at.items()}
        if not any(told.values()):
            continue
        problems += _problems(number, told, seen)
        seen.add(told["code"])
        found.append(_row(told))
    return ([] if problems else found), problems


def _cell(cells, place):
    return cells[place].strip() if place < len(cells) else ""


def _row(told):
    return CodeRow(
        told["code"],
        told["name"],
        _kinds().get(told.get("kind", "")),
        LEVELS.get(told.get("level", "")),
        FLAGS.get(told.get("minimal", "").lower()),
    )


def _kinds():
    named = {str(label): value for value, label in ProcedureKind.choices}
    return named | {str(value): value for value in ProcedureKind.values}


def _problems(number, told, seen):
    if not told["code"] or len(told["code"]) > LONGEST_CODE:
        hint = _("代码须为 1 至 %(length)d 个字符。") % {"length": LONGEST_CODE}
        yield Problem(number, "code", told["code"], "code_length", hint)
    if told["code"] in seen:
        yield Problem(number, "code", told["code"], "code_twice", _("此代码在文件中出现过。"))
    if not told["name"] or len(told["name"]) > LONGEST_NAME:
        hint = _("名称须为 1 至 %(length)d 个字符。") % {"length": LONGEST_NAME}
        yield Problem(number, "name", told["name"][:60], "name_length", hint)
    for field, known in (("kind", _kinds()), ("level", LEVELS), ("minimal", FLAGS)):
        text = told.get(field, "")
        if text and text.lower() not in known and text not in known:
            yield Problem(number, field, text, "unknown", _("不认识这个取值。"))
