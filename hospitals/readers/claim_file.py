"""A file of printed figures: one per line, with where it stands and how it may be read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from hospitals.enums import ClaimQualifier, ClaimQuality
from hospitals.readers import table
from hospitals.readers.table import Unreadable

TEXTS = {
    "code": 16,
    "source": 16,
    "source_title": 128,
    "entity": 64,
    "topic": 16,
    "name": 64,
    "measure": 32,
    "printed": 32,
    "unit": 16,
    "period": 32,
    "note": 255,
    "quote": 255,
}
REQUIRED = frozenset(TEXTS) - {"measure", "note"}
COLUMNS = [
    "code",
    "source",
    "source_title",
    "entity",
    "topic",
    "name",
    "measure",
    "part_of",
    "covers",
    "listed",
    "printed",
    "qualifier",
    "unit",
    "period",
    "since",
    "until",
    "quality",
    "note",
    "quote",
    "proposed",
    "proposed_reason",
    "proposed_unit",
]
MOST_ROWS = 10_000


@dataclass(frozen=True)
class Printed:
    """One line: what the claim holds, and the reading that the file proposes, if any."""

    claim: dict
    reading: dict


def read(content: bytes) -> list[Printed]:
    """The figures of a file. The first line that cannot be read is named, and nothing is taken."""
    found = table.read(content)
    if found.header != COLUMNS:
        raise Unreadable(_("第一行须为 %(columns)s。") % {"columns": ",".join(COLUMNS)})
    if len(found.rows) > MOST_ROWS:
        raise Unreadable(_("行数超过 %(limit)d，请分成几个文件。") % {"limit": MOST_ROWS})
    lines = [_line(number, cells) for number, cells in _filled(found.rows)]
    codes = [line.claim["code"] for line in lines]
    if len(set(codes)) != len(codes):
        raise Unreadable(_("同一编号出现了两次。"))
    return lines


def _filled(rows: list[list[str]]) -> Iterator[tuple[int, list[str]]]:
    return ((number, cells) for number, cells in enumerate(rows, start=2) if any(cells))


def _line(number: int, cells: list[str]) -> Printed:
    given = dict(zip(COLUMNS, (cell.strip() for cell in cells), strict=False))
    for name, most in TEXTS.items():
        text = given.get(name, "")
        if len(text) > most or (not text and name in REQUIRED):
            raise _unreadable(number, name)
    try:
        claim = {name: given.get(name, "") for name in TEXTS} | _coded(given)
    except (ValueError, KeyError) as error:
        raise _unreadable(number, str(error)) from None
    reading = {"proposed": given.get("proposed", ""), "reason": given.get("proposed_reason", "")}
    return Printed(claim, reading | {"unit": given.get("proposed_unit", "")})


def _coded(given: dict[str, str]) -> dict:
    return {
        "part_of": given["part_of"].split(),
        "covers": int(given["covers"]) if given["covers"] else None,
        "listed": int(given["listed"]) if given["listed"] else None,
        "since": date.fromisoformat(given["since"]) if given["since"] else None,
        "until": date.fromisoformat(given["until"]) if given["until"] else None,
        "qualifier": ClaimQualifier(given["qualifier"]),
        "quality": ClaimQuality(given["quality"]),
    }


def _unreadable(number: int, column: str) -> Unreadable:
    return Unreadable(_("第 %(row)d 行无法读取：%(column)s。") % {"row": number, "column": column})
