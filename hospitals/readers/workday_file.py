"""A file of public holidays and make-up workdays: one day per line, and whether it is worked."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from hospitals.readers import table
from hospitals.readers.table import Unreadable

COLUMNS = ["day", "is_workday", "name"]
WORKED = {"1": True, "上班": True, "0": False, "放假": False}
LONGEST_NAME = 64
MOST_ROWS = 2000


@dataclass(frozen=True)
class Day:
    """One line of the file."""

    day: date
    is_workday: bool
    name: str


def read(content: bytes) -> list[Day]:
    """The days of a file. The first line that cannot be read is named, and nothing is taken."""
    found = table.read(content)
    if found.header[: len(COLUMNS)] != COLUMNS:
        raise Unreadable(_("第一行须为 %(columns)s。") % {"columns": ",".join(COLUMNS)})
    if len(found.rows) > MOST_ROWS:
        raise Unreadable(_("行数超过 %(limit)d，请分成几个文件。") % {"limit": MOST_ROWS})
    days = [_day(number, line) for number, line in enumerate(found.rows, start=2) if any(line)]
    if len({row.day for row in days}) != len(days):
        raise Unreadable(_("同一天出现了两次。"))
    return days


def _day(number, line):
    cells = [cell.strip() for cell in [*line, "", "", ""][: len(COLUMNS)]]
    try:
        return Day(date.fromisoformat(cells[0]), WORKED[cells[1]], _name(cells[2]))
    except (ValueError, KeyError):
        raise Unreadable(
            _("第 %(row)d 行无法读取。请按 2027-01-01,0,元旦 填写，0 为放假，1 为上班。")
            % {"row": number}
        ) from None


def _name(text):
    if not text or len(text) > LONGEST_NAME:
        raise ValueError(text)
    return text
