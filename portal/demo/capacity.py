"""Clinic slots of the demo for the next two weeks: invented, at hospitals that take referrals."""

import datetime as dt

from django.utils import timezone

from hospitals.actions.slots import Week
from hospitals.enums import HospitalLevel
from hospitals.models import ClinicSlot, Department

CLINICS = ("心血管内科", "神经内科", "骨科", "肿瘤科")
WORKDAYS = frozenset(range(5))
LARGE = (HospitalLevel.TERTIARY, HospitalLevel.TERTIARY_A)


def load(progress):
    """Two weeks of sessions, where none are left that may still be booked."""
    if ClinicSlot.objects.bookable().exists():
        return
    today = timezone.localdate()
    days = {"first": today + dt.timedelta(days=1), "last": today + dt.timedelta(days=14)}
    week = Week(weekdays=WORKDAYS, opens=dt.time(8), closes=dt.time(12), minutes=120, **days)
    departments = Department.objects.filter(name__in=CLINICS, hospital__level__in=LARGE)
    rows = [
        ClinicSlot(
            department=department,
            label="专家门诊",
            starts_at=start,
            ends_at=end,
            capacity=8,
            quota=3,
            is_synthetic=True,
        )
        for department in departments
        for start, end in week.sessions()
    ]
    ClinicSlot.objects.bulk_create(rows)
    progress(f"slots {len(rows)}")
