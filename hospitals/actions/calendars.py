"""The working calendar: the nation's days from a file, and what a hospital does otherwise."""

from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from hospitals.actions import changes
from hospitals.models import CalendarDay
from hospitals.readers import workday_file
from hospitals.readers.table import Unreadable
from portal.core import audit
from portal.errors import Incomplete, Refusal
from portal.roles import Permission

# The published arrangements that came with this release.
PUBLISHED = Path(__file__).resolve().parent.parent / "data" / "workdays.csv"


@transaction.atomic
def load_national(*, content=None, by=None):
    """The nation's days of a file; a day that is there already is kept, so loading twice is safe.

    Returns how many days are new. Given content, the file's word replaces what was there.
    """
    days = read(PUBLISHED.read_bytes() if content is None else content)
    rows = [_row(day, None, by) for day in days]
    known = set(CalendarDay.objects.national().values_list("day", flat=True))
    new = [row for row in rows if row.day not in known]
    if content is None:
        CalendarDay.objects.bulk_create(new, ignore_conflicts=True)
    else:
        _replace(rows)
    if new:
        audit.record("calendar.load", new[0], by=by, days=len(new))
    return len(new)


@transaction.atomic
def import_days(*, hospital, content, by):
    """A hospital's own days from a file; days that it had set before are set anew."""
    changes.require(Permission.CALENDAR_EDIT, hospital, by=by)
    rows = [_row(day, hospital, by) for day in read(content)]
    _replace(rows)
    if rows:
        audit.record("calendar.import", hospital, by=by, hospitals=[hospital.pk], days=len(rows))
    return len(rows)


def read(content):
    try:
        return workday_file.read(content)
    except Unreadable as problem:
        raise Incomplete(str(problem), errors={"file": str(problem)}, code="unreadable") from None


def _row(day, hospital, by):
    return CalendarDay(
        day=day.day, is_workday=day.is_workday, name=day.name, hospital=hospital, created_by=by
    )


def _replace(rows):
    for row in rows:
        CalendarDay.objects.update_or_create(
            day=row.day,
            hospital=row.hospital,
            defaults={"is_workday": row.is_workday, "name": row.name},
            create_defaults={
                "is_workday": row.is_workday,
                "name": row.name,
                "created_by": row.created_by,
            },
        )


@transaction.atomic
def add_day(*, hospital, details, by):
    changes.require(Permission.CALENDAR_EDIT, hospital, by=by)
    row = CalendarDay(hospital=hospital, is_synthetic=hospital.is_synthetic, **details)
    return changes.add(row, verb="calendar.set", by=by, hospitals=[hospital.pk])


@transaction.atomic
def edit_day(*, calendar_day, details, by, version=None):
    _require_own(calendar_day, by)
    row = changes.lock(calendar_day, version=version)
    return changes.update(row, details, verb="calendar.set", by=by, hospitals=[row.hospital_id])


@transaction.atomic
def delete_day(*, calendar_day, by, version=None):
    """Afterwards the nation's day counts again, or the weekday itself."""
    _require_own(calendar_day, by)
    row = changes.lock(calendar_day, version=version)
    audit.record(
        "calendar.delete", row, by=by, hospitals=[row.hospital_id], day=row.day.isoformat()
    )
    row.delete()


def _require_own(row, by):
    if row.hospital_id is None:
        raise Refusal(_("全国的节假日安排由运维导入，不能在此修改。"), code="national")
    changes.require(Permission.CALENDAR_EDIT, row, by=by)
