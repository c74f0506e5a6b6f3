"""What a file of rows may hold: the columns of an import, and how the text of each cell is read.

A list says what it takes in an ImportKind; dry run, error workbook and import all read that.
"""

import datetime as dt
import re
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.downloads import FORMULA_STARTS
from portal.periods import Month
from portal.roles import Permission

MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?(?:[-/.]\d{1,2})?")
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
YES, NO = {"是", "有", "yes", "y", "true", "1", "√"}, {"否", "无", "no", "n", "false", "0", "×"}
WHOLE = re.compile(r"-?\d+(?:\.0+)?")


class Wrong(Exception):
    """A cell breaks a rule; the hint says how to mend it."""

    def __init__(self, rule, hint):
        super().__init__(hint)
        self.rule, self.hint = rule, hint


@dataclass(frozen=True)
class Reader:
    """How a cell is read: text → value, or Wrong; and what a template says of it.

    form: how the text has to look; words: the only texts there are, where the list is closed.
    """

    act: Callable
    form: str = ""
    words: tuple[str, ...] = ()

    def __call__(self, text):
        return self.act(text)


@dataclass(frozen=True)
class ImportColumn:
    """code: what the value is called; names: how files head it; read: text → value, or Wrong.

    meaning: what belongs there, where the label does not say it.
    """

    code: str
    label: str
    read: Callable
    is_required: bool = False
    names: tuple[str, ...] = ()
    meaning: str = ""

    @property
    def form(self):
        return getattr(self.read, "form", "")

    @property
    def words(self):
        return [str(word) for word in getattr(self.read, "words", ())]

    def value(self, text):
        if not text:
            if self.is_required:
                raise Wrong("required", _("不能为空。"))
            return None
        return self.read(text)


@dataclass
class Sheet:
    """One reading of one file for one person: columns, and what rows have to do with each other.

    whole(values) yields (column code, rule, hint) for what is wrong with a row as such; write(rows)
    stores all of them and returns how many, inside the transaction of whoever calls it. trial():
    what is around the reading of all rows.
    """

    columns: tuple[ImportColumn, ...]
    whole: Callable
    write: Callable
    most_rows: int = 50_000
    trial: Callable = nullcontext


@dataclass(frozen=True)
class ImportKind:
    """One list that takes files. sheet(user): how a file of this person is read and written."""

    code: str
    label: str
    url_name: str
    permission: Permission
    sheet: Callable
    hints: tuple[str, ...] = field(default=())


def plain(cell):
    """The text of a cell; the quote that a safe export put before a formula is taken off again."""
    text = cell.strip()
    if text[:1] == "'" and text[1:].startswith(FORMULA_STARTS):
        return text[1:]
    return text


def text_of(most):
    def read(text):
        if len(text) > most:
            raise Wrong("too_long", _("最多 %(most)d 个字。") % {"most": most})
        if "\x00" in text:
            raise Wrong("malformed", _("含有无法保存的字符。"))
        return text

    return Reader(read, format_lazy(gettext_lazy("文字，最多 {most} 个字"), most=most))


def one_of(choices):
    """A closed list: by its code or by its label."""
    known = {str(label): code for code, label in choices} | {code: code for code, _label in choices}

    def read(text):
        if text not in known:
            words = "、".join(str(label) for _code, label in choices)
            raise Wrong("unknown", _("请填写 %(words)s 之一。") % {"words": words})
        return known[text]

    return Reader(
        read, gettext_lazy("从可填的值中选一个"), tuple(label for _code, label in choices)
    )


def _yes_or_no(text):
    if text.lower() in YES:
        return True
    if text.lower() in NO:
        return False
    raise Wrong("unknown", _("请填写 %(words)s 之一。") % {"words": f"{_('是')}、{_('否')}"})


def named_in(rows, hint):
    """A row by one of its names."""

    def read(text):
        if text not in rows:
            raise Wrong("unknown", str(hint))
        return rows[text]

    return Reader(read, gettext_lazy("从可填的值中选一个"), _names(rows))


def _names(rows):
    """One name of each row, the last one given: the full name comes after the short one."""
    return tuple({str(row): name for name, row in rows.items()}.values())


def _count(text):
    """A whole number from 0; thousands may be set apart."""
    digits = text.replace(",", "").replace("，", "")
    if not WHOLE.fullmatch(digits) or len(digits) > 15:
        raise Wrong("number", _("请填写整数，不带单位。"))
    number = int(digits.partition(".")[0])
    if number < 0:
        raise Wrong("negative", _("数值不能为负。"))
    return number


def _month(text):
    found = MONTH.fullmatch(text)
    try:
        return Month(int(found[1]), int(found[2])).first
    except (TypeError, ValueError):
        raise Wrong("month", _("请写成 2026-01 的样子。")) from None


def _day(text):
    found = DAY.fullmatch(text.partition(" ")[0])
    try:
        return dt.date(*(int(part) for part in found.groups()))
    except (AttributeError, ValueError):
        raise Wrong("date", _("请写成 2026-01-31 的样子。")) from None


count = Reader(_count, gettext_lazy("整数，从 0 起，不带单位"))
month = Reader(_month, gettext_lazy("月份，如 2026-01"))
day = Reader(_day, gettext_lazy("日期，如 2026-01-31"))
yes_or_no = Reader(
    _yes_or_no, gettext_lazy("从可填的值中选一个"), (gettext_lazy("是"), gettext_lazy("否"))
)
