"""Open the sessions of a clinic in bulk, and close one that will not take place."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.actions import changes
from hospitals.models import ClinicSlot
from portal.core import audit
from portal.errors import Incomplete, Refusal
from portal.roles import Permission

LONGEST = dt.timedelta(days=92)
MOST = 1000


@dataclass(frozen=True)
class Week:
    """A pattern: on these weekdays (0 is Monday), from first to last, sessions of some minutes."""

    first: dt.date
    last: dt.date
    weekdays: frozenset[int]
    opens: dt.time
    closes: dt.time
    minutes: int

    def sessions(self):
        """(start, end) of each session, in local time."""
        length = dt.timedelta(minutes=self.minutes)
        for number in range((self.last - self.first).days + 1):
            day = self.first + dt.timedelta(days=number)
            if day.weekday() not in self.weekdays:
                continue
            start = timezone.make_aware(dt.datetime.combine(day, self.opens))
            end_of_day = timezone.make_aware(dt.datetime.combine(day, self.closes))
            while start + length <= end_of_day:
                yield start, start + length
                start += length


@transaction.atomic
def open_slots(*, department, week, details, by):
    """Sessions for a pattern; those that overlap one that is there, or are past, are left out.

    details: label, capacity and quota of each. Returns the new rows.
    """
    changes.require(Permission.CAPACITY_EDIT, department, by=by)
    sessions = _within_reason(week)
    ends = {"starts_at__lt": sessions[-1][1], "ends_at__gt": sessions[0][0]} if sessions else {}
    # One at a time per department: else two patterns would meet at the constraint.
    changes.lock(department)
    there = list(
        ClinicSlot.objects.filter(
            department=department, label=details["label"], closed_at__isnull=True, **ends
        ).values_list("starts_at", "ends_at")
    )
    rows = [
        ClinicSlot(
            department=department,
            starts_at=start,
            ends_at=end,
            created_by=by,
            is_synthetic=department.is_synthetic,
            **details,
        )
        for start, end in sessions
        if not any(start < until and since < end for since, until in there)
    ]
    with changes.rules_explained():
        ClinicSlot.objects.bulk_create(rows)
    audit.record(
        "slots.open", department, by=by, hospitals=[department.hospital_id], opened=len(rows)
    )
    return rows


def _within_reason(week):
    if week.last - week.first > LONGEST:
        raise Incomplete(
            _("一次最多开放三个月。"), errors={"last": _("最后一天不能晚于开始后三个月。")}
        )
    now = timezone.now()
    sessions = [session for session in week.sessions() if session[0] > now]
    if len(sessions) > MOST:
        raise Incomplete(
            _("一次开放的号源过多。"), errors={"minutes": _("请缩短日期或加长每段时间。")}
        )
    return sessions


@transaction.atomic
def close_slot(*, slot, by, version=None):
    """A session that will not take place; whoever is booked must be moved first."""
    changes.require(Permission.CAPACITY_EDIT, slot, by=by)
    row = changes.lock(slot, version=version)
    if row.closed_at:
        raise Refusal(_("该号源已停诊。"), code="closed")
    if row.booked:
        raise Refusal(_("该号源已有预约，请先改约患者。"), code="booked")
    return changes.update(
        row,
        {"closed_at": timezone.now()},
        verb="slots.close",
        by=by,
        hospitals=[row.department.hospital_id],
    )
