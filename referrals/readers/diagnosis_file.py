"""The national tables of diagnoses (国临版 2.0, 医保版 2.0) as they are handed out; pure.

Columns are known by the names that the two editions use. Chapters, sections and categories above
a row are not read: a diagnosis is its code and its name.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from hospitals.readers.problem import Problem
from hospitals.readers.table import Table

CODE_COLUMNS = ("诊断代码", "诊断编码", "主要编码", "疾病编码", "疾病代码", "编码", "code")
NAME_COLUMNS = ("诊断名称", "疾病名称", "名称", "name")
LONGEST_CODE, LONGEST_NAME = 20, 200
CODE = re.compile(r"[A-Z]\d{2}[\dA-Z.+*†/ -]*")


class Row(NamedTuple):
    code: str
    name: str


def read_diagnoses(table: Table) -> tuple[list[Row], list[Problem]]:
    """The rows of a file, or what is wrong with which of them. The same row twice is one row."""
    places = [_place(table.header, names) for names in (CODE_COLUMNS, NAME_COLUMNS)]
    if None in places:
        wanted = (CODE_COLUMNS[0], NAME_COLUMNS[0])
        hint = _("缺少列%(names)s。") % {"names": "、".join(wanted)}
        return [], [Problem(1, ",".join(wanted), "", "missing_column", hint)]
    names: dict[str, str] = {}
    problems: list[Problem] = []
    for number, row in _rows(table, places):
        found = list(_problems(number, row, names))
        problems += found
        if not found:
            names[row.code] = row.name
    return ([] if problems else [Row(*pair) for pair in names.items()]), problems


def _place(header, names):
    known = [cell.strip().strip("\ufeff") for cell in header]
    return next((known.index(name) for name in names if name in known), None)


def _rows(table, places) -> Iterator[tuple[int, Row]]:
    for number, cells in enumerate(table.rows, start=2):
        code, name = (cells[at].strip() if at < len(cells) else "" for at in places)
        if code or name:
            yield number, Row(code.upper().replace(" ", ""), " ".join(name.split()))


def _problems(number, row, names):
    if not CODE.fullmatch(row.code) or len(row.code) > LONGEST_CODE:
        yield Problem(number, "code", row.code, "code", _("编码须以字母和两位数字开头。"))
    if not 1 <= len(row.name) <= LONGEST_NAME:
        hint = _("名称须为 1 至 %(length)d 个字符。") % {"length": LONGEST_NAME}
        yield Problem(number, "name", row.name[:40], "name_length", hint)
    if names.get(row.code, row.name) != row.name:
        yield Problem(number, "code", row.code, "code_twice", _("此编码在文件中另有名称，请核对。"))
