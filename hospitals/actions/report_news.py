"""Who is told of a monthly report: due, handed in, sent back, approved or reopened."""

from django.urls import reverse
from django.utils import timezone

from hospitals.access import people_with_role
from hospitals.enums import ReportState
from hospitals.models import Hospital, MonthlyReport, NetworkMembership
from portal.core import notices
from portal.periods import Month
from portal.roles import Permission, roles_with

# Days of the following month: by the first the report should be in, by the second it is late.
DUE_DAY, LATE_DAY = 5, 10
UNFINISHED = (ReportState.DRAFT, "missing")


def tell(row, step, *, by):
    """Owe the notice of a step that was just made; nobody is told what they did themselves."""
    permission = Permission.REPORT_APPROVE if step == "submit" else Permission.REPORT_EDIT
    people = who_may(permission, row) | {row.submitted_by_id} - {None}
    notices.tell(
        key=f"report.{step}:{row.pk}:{row.version}",
        kind=f"report.{step}",
        recipients=people - {by.pk},
        url=row.get_absolute_url(),
        place=row.place,
        month=str(Month.of(row.month)),
    )


def who_may(permission, row):
    """The ids of everybody who holds the permission at one of the row's places today."""
    return {
        pk
        for role in roles_with(permission)
        for pk in people_with_role(row.places(permission, role), {role})
    }


def remind(today=None):
    """Last month's reports that are not in: told once when due, and once more when late.

    Only hospitals of a network report. Late ones are also told to those who approve.
    """
    today = today or timezone.localdate()
    if today.day < DUE_DAY:
        return
    month = Month.of(today).plus(-1)
    joined = NetworkMembership.objects.current(today).values("hospital")
    rows = list(Hospital.objects.open().filter(pk__in=joined).order_by("pk"))
    for line in MonthlyReport.objects.coverage(rows, [month]):
        if line.states[month] in UNFINISHED:
            _remind(line.hospital, month, is_late=today.day >= LATE_DAY)


def _remind(hospital, month, *, is_late):
    row = MonthlyReport(hospital=hospital, month=month.first)
    people = who_may(Permission.REPORT_EDIT, row)
    kind = "report.late" if is_late else "report.due"
    if is_late:
        people |= who_may(Permission.REPORT_APPROVE, row)
    notices.tell(
        key=f"{kind}:{hospital.pk}:{month}",
        kind=kind,
        recipients=people,
        url=f"{reverse('reports:report-list')}?hospital={hospital.pk}",
        place=hospital.name,
        month=str(month),
    )
