"""A file of referral routes: one row per route, hospitals by printed or short name."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from hospitals.readers import table
from hospitals.readers.problem import Problem

COLUMNS = ("转出机构", "接收机构", "方向", "专科", "开始", "结束", "说明")
REQUIRED = COLUMNS[:3]
# Who works in English may head the columns so.
ENGLISH = ("origin", "destination", "direction", "specialty", "since", "until", "note")
MOST = 2000


@dataclass
class Reading:
    """The routes that may be imported, and what is wrong with the others."""

    rows: list[dict] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(content, *, hospitals, directions, members, today):
    """hospitals: name → hospital; directions: word → code; members: ids of possible origins."""
    sheet = table.read(content)
    renamed = dict(zip(ENGLISH, COLUMNS, strict=True))
    header = [renamed.get(name, name) for name in sheet.header]
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        raise table.Unreadable(_("缺少列：%(names)s") % {"names": "、".join(missing)})
    if len(sheet.rows) > MOST:
        raise table.Unreadable(_("一次最多导入 %(limit)d 条转诊关系。") % {"limit": MOST})
    found, seen = Reading(), {}
    for number, line in enumerate(sheet.rows, start=2):
        cells = dict(zip(header, (cell.strip() for cell in line), strict=False))
        if any(cells.values()):
            _Row(number, cells, found).read(hospitals, directions, members, today, seen)
    return found


class _Row:
    """One line of the file, and where its problems go."""

    def __init__(self, number, cells, found):
        self.number, self.cells, self.found = number, cells, found
        self.is_sound = True

    def wrong(self, column, rule, hint):
        self.is_sound = False
        value = self.cells.get(column, "")
        self.found.problems.append(Problem(self.number, column, value, rule, hint))

    def read(self, hospitals, directions, members, today, seen):
        details = {
            "origin": self._hospital("转出机构", hospitals),
            "destination": self._hospital("接收机构", hospitals),
            "direction": self._direction(directions),
            "specialty": self.cells.get("专科", "")[:64],
            "since": self._day("开始", today),
            "until": self._day("结束", None),
            "note": self.cells.get("说明", "")[:200],
        }
        self._check(details, members)
        key = tuple(details[name] for name in ("origin", "destination", "direction", "specialty"))
        if self.is_sound and key in seen:
            self.wrong("接收机构", "twice", _("与第 %(row)d 行重复。") % {"row": seen[key]})
        if self.is_sound:
            seen[key] = self.number
            self.found.rows.append(details)

    def _check(self, details, members):
        origin, destination = details["origin"], details["destination"]
        if origin and origin == destination:
            self.wrong("接收机构", "self", _("转出机构与接收机构不能是同一家。"))
        if origin and origin.pk not in members:
            self.wrong("转出机构", "no_member", _("转出机构不是该医联体的现有成员。"))
        if details["since"] and details["until"] and details["until"] < details["since"]:
            self.wrong("结束", "order", _("结束日期不能早于开始日期。"))

    def _hospital(self, column, hospitals):
        hospital = hospitals.get(self.cells.get(column, ""))
        if hospital is None:
            self.wrong(column, "unknown", _("没有这家机构，或您不能看到它。请填写全称。"))
        return hospital

    def _direction(self, directions):
        code = directions.get(self.cells.get("方向", ""))
        if code is None:
            words = "、".join(word for word in directions if not word.isascii())
            self.wrong("方向", "unknown", _("请填写 %(words)s 之一。") % {"words": words})
        return code

    def _day(self, column, default):
        text = self.cells.get(column, "").replace("/", "-").partition(" ")[0]
        if not text:
            return default
        try:
            return dt.date(*(int(part) for part in text.split("-")))
        except (TypeError, ValueError):
            self.wrong(column, "date", _("请写成 2026-01-31 的样子。"))
            return None
