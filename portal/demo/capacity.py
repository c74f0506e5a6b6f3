"""Clinic slots of the demo for the next two weeks: invented, at hospitals that take referrals."""

import datetime as dt
from collections import Counter

from django.utils import timezone

from experts.enums import STAYING
from experts.models import ClinicSession, Posting
from hospitals.actions.slots import Week
from hospitals.enums import HospitalLevel
from hospitals.models import ClinicSlot, Department

CLINICS = ("心血管内科", "神经内科", "骨科", "肿瘤科")
WORKDAYS = frozenset(range(5))
# How many of those who are posted there today hold clinics at each hospital.
EXPERTS_EACH = 3
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
    progress(f"slots {len(rows)}, clinics of experts {_clinics(today)}")


def _clinics(today):
    """Afternoons of some who are posted to a department today: four weeks past, two to come.

    None today, so that a demo of the morning is that of the evening.
    """
    days = {"first": today - dt.timedelta(days=28), "last": today + dt.timedelta(days=14)}
    pattern = {"weekdays": frozenset([0, 2]), "opens": dt.time(14), "closes": dt.time(17)}
    week = Week(minutes=180, **pattern, **days)
    there = Posting.objects.confirmed().current(today).filter(kind__in=STAYING)
    there = there.filter(to_department__isnull=False).select_related("expert", "to_department")
    made, many = [], Counter()
    for posting in there.order_by("to_hospital", "pk"):
        many[posting.to_hospital_id] += 1
        if many[posting.to_hospital_id] <= EXPERTS_EACH:
            sessions = (one for one in week.sessions() if one[0].date() != today)
            made += [_session(posting, *times) for times in sessions]
    ClinicSlot.objects.bulk_create([row.slot for row in made])
    ClinicSession.objects.bulk_create(made)
    return len(made)


def _session(posting, start, end):
    expert = posting.expert
    slot = ClinicSlot(
        department=posting.to_department,
        label=f"{expert.name} {expert.title}".strip(),
        starts_at=start,
        ends_at=end,
        capacity=10,
        quota=4,
        is_synthetic=True,
    )
    return ClinicSession(expert=expert, slot=slot, is_synthetic=True)
