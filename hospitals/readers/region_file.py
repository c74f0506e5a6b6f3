"""Divisions of any code system from a table with code, name, level and parent; pure.

Levels are stated and checked against the parent: a county lies in a city, a city in a province.
Codes are kept as written (051001 keeps its zero) and mean nothing by their digits.
"""

from django.utils.translation import gettext as _

from hospitals.readers.divisions import Division
from hospitals.readers.problem import Problem
from hospitals.readers.table import Table

COLUMNS = ("code", "name", "level", "parent")
ABOVE = {"province": None, "city": "province", "county": "city"}
LONGEST_CODE, LONGEST_NAME = 12, 64


def read_regions(table: Table) -> tuple[list[Division], list[Problem]]:
    """The divisions of a file, or what is wrong with which row and column of it."""
    missing = [name for name in COLUMNS if name not in table.header]
    if missing:
        hint = _("缺少列%(names)s。") % {"names": "、".join(missing)}
        return [], [Problem(1, ",".join(missing), "", "missing_column", hint)]
    rows = [
        (number, _record(table.header, cells))
        for number, cells in enumerate(table.rows, start=2)
        if any(cell.strip() for cell in cells)
    ]
    levels = {record["code"]: record["level"] for _number, record in rows}
    problems, seen = [], set()
    for number, record in rows:
        problems += _problems(number, record, levels, seen)
        seen.add(record["code"])
    divisions = [
        Division(
            code=record["code"],
            name=record["name"],
            level=record["level"],
            parent=record["parent"] or None,
            valid_from=None,
            valid_to=None,
        )
        for _number, record in rows
    ]
    return ([] if problems else divisions), problems


def _record(header, cells):
    found = dict(zip(header, (cell.strip() for cell in cells), strict=False))
    return {name: found.get(name, "") for name in COLUMNS}


def _problems(number, record, levels, seen):
    """Every rule that this row breaks."""
    code, level = record["code"], record["level"]
    if not code or len(code) > LONGEST_CODE:
        hint = _("代码须为 1 至 %(length)d 个字符。") % {"length": LONGEST_CODE}
        yield Problem(number, "code", code, "code_length", hint)
    if code in seen:
        yield Problem(number, "code", code, "code_twice", _("此代码在文件中出现过。"))
    if not record["name"] or len(record["name"]) > LONGEST_NAME:
        hint = _("名称须为 1 至 %(length)d 个字符。") % {"length": LONGEST_NAME}
        yield Problem(number, "name", record["name"], "name_length", hint)
    if level not in ABOVE:
        hint = _("级别须为 province、city 或 county。")
        yield Problem(number, "level", level, "unknown_level", hint)
        return
    yield from _parent_problems(number, record, levels)


def _parent_problems(number, record, levels):
    parent, above = record["parent"], ABOVE[record["level"]]
    if above is None:
        if parent:
            hint = _("省级不能有上级。")
            yield Problem(number, "parent", parent, "province_with_parent", hint)
    elif parent not in levels:
        hint = _("文件中没有这个上级代码。")
        yield Problem(number, "parent", parent, "unknown_parent", hint)
    elif levels[parent] != above:
        hint = _("上级的级别应为 %(level)s。") % {"level": above}
        yield Problem(number, "parent", parent, "wrong_parent_level", hint)
