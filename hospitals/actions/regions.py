"""Load administrative divisions: the national timeline, or a file of another code system."""

from datetime import date

from django.db import transaction

from hospitals.models import Region
from hospitals.pinyin import searchable
from hospitals.readers.divisions import SYSTEM, Division, read_divisions
from portal.core import audit

CHANGING = ["name", "pinyin", "level", "parent", "valid_to", "successor"]


def load_national(*, by=None) -> int:
    """GB/T 2260 with current and retired codes. Loading twice changes nothing; returns changes."""
    return load(divisions=read_divisions(), system=SYSTEM, by=by)


@transaction.atomic
def load(*, divisions: list[Division], system: str, by=None) -> int:
    """Bring the stored regions of one code system to this state; nothing is removed."""
    stored = {(row.code, row.valid_from): row for row in Region.objects.filter(code_system=system)}
    rows = {
        division.key: stored.get(division.key)
        or Region(code_system=system, code=division.code, valid_from=division.valid_from)
        for division in divisions
    }
    periods = _by_code(divisions)
    new, changed = [], []
    for division in divisions:
        row = rows[division.key]
        before = [getattr(row, f"{name}_id", None) or getattr(row, name) for name in CHANGING]
        _fill(row, division, rows, periods)
        after = [getattr(row, f"{name}_id", None) or getattr(row, name) for name in CHANGING]
        if division.key not in stored:
            new.append(row)
        elif before != after:
            changed.append(row)
    Region.objects.bulk_create(new, batch_size=2000)
    Region.objects.bulk_update(changed, CHANGING, batch_size=500)
    if new:
        audit.record("region.load", new[0], by=by, system=system, rows=len(new))
    return len(new) + len(changed)


def _by_code(divisions):
    periods: dict[str, list[Division]] = {}
    for division in divisions:
        periods.setdefault(division.code, []).append(division)
    return periods


def _fill(row, division, rows, periods):
    parent = _at(periods, division.parent, division.valid_to or date.max)
    successor = _at(periods, division.successor, date.max)
    if row.name != division.name:
        row.name, row.pinyin = division.name, searchable(division.name, limit=200)
    row.level, row.valid_to = division.level, division.valid_to
    row.parent_id = rows[parent.key].pk if parent else None
    row.successor_id = rows[successor.key].pk if successor else None


def _at(periods, code, day):
    """The name that a code had on a day, else the last one it had."""
    if code is None:
        return None
    spans = periods[code]
    held = [
        span
        for span in spans
        if (span.valid_from or date.min) <= day and day <= (span.valid_to or date.max)
    ]
    return (held or spans)[-1]
