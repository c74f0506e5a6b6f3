"""Monthly reports of the demo: two years of invented figures, marked as such.

They were filled in by one person of the house and approved by another. The last month waits for
approval here and is missing there, and one hospital left a hole, so that completeness has a use.
"""

import datetime as dt
import random

from django.utils import timezone

from hospitals.enums import HospitalLevel, Measure, ReportState
from hospitals.models import Membership, MonthlyReport, MonthlyVolume
from portal.demo.networks import GUANGXI, RELATIONS
from portal.demo.organisations import INVENTED_COUNTY
from portal.periods import Month
from portal.roles import Role

MONTHS = 24
# Beds of a usual hospital of the level, from which all its figures follow.
BEDS = {
    HospitalLevel.TERTIARY_A: 1200,
    HospitalLevel.TERTIARY: 800,
    HospitalLevel.SECONDARY_A: 350,
}
PLACES = sorted({*(row[1] for row in RELATIONS), *GUANGXI, *(one.name for one in INVENTED_COUNTY)})
HOLE = 5


def load(hospitals) -> int:
    """Two years of each project and member hospital; returns how many reports there are."""
    if not MonthlyReport.objects.exists():
        today = Month.of(timezone.localdate())
        rows = [
            row
            for number, name in enumerate(PLACES)
            if name in hospitals
            for row in _reports(hospitals[name], number, today)
        ]
        MonthlyReport.objects.bulk_create(rows)
        MonthlyVolume.objects.bulk_create([one for row in rows for one in _volumes(row)])
    return MonthlyReport.objects.count()


def _reports(hospital, number, today):
    people = _people(hospital)
    for ago in range(1, MONTHS + 1):
        state = _state(ago, number)
        if state is None or len(people) < 2:
            continue
        month = today.plus(-ago)
        handed_in = dt.datetime.combine(month.plus(1).first, dt.time(10), dt.UTC)
        is_approved = state in (ReportState.APPROVED, ReportState.LOCKED)
        yield MonthlyReport(
            hospital=hospital,
            month=month.first,
            state=state,
            submitted_by=people[0],
            submitted_at=handed_in,
            approved_by=people[1] if is_approved else None,
            approved_at=handed_in + dt.timedelta(days=1) if is_approved else None,
            is_synthetic=True,
        )


def _people(hospital):
    """Somebody who fills in and somebody who approves."""
    roles = (Role.HOSPITAL_ADMIN, Role.REVIEWER)
    rows = Membership.objects.filter(hospital=hospital, role__in=roles).select_related("user")
    return list({row.role: row.user for row in rows.order_by("-role", "pk")}.values())


def _state(ago, number):
    """None where the report is missing."""
    if ago == 1:
        return (ReportState.SUBMITTED, ReportState.APPROVED, None)[number % 3]
    if ago == HOLE and number % 7 == 0:
        return None
    return ReportState.APPROVED if ago <= 3 else ReportState.LOCKED


def _volumes(report):
    """Figures that fit each other, with more in winter and a little growth."""
    dice = random.Random(f"{report.hospital.name}/{report.month:%Y-%m}")
    month = Month.of(report.month)
    days = month.last.day
    beds = BEDS.get(report.hospital.level, 80)
    season = 1.08 if month.number in (12, 1, 2, 7) else 1.0
    grown = 1 + 0.006 * (month.year * 12 + month.number - 2024 * 12)
    busy = season * grown * dice.uniform(0.96, 1.04)
    opened = beds * days
    occupied = int(opened * min(0.98, 0.78 * busy))
    discharges = occupied // 8
    surgeries = discharges // 3
    values = {
        Measure.OUTPATIENTS: int(beds * 62 * busy),
        Measure.EMERGENCIES: int(beds * 7 * busy),
        Measure.OUTPATIENTS_AWAY: int(beds * 62 * busy * 0.02),
        Measure.ADMISSIONS: discharges + dice.randrange(-9, 10),
        Measure.DISCHARGES: discharges,
        Measure.DISCHARGES_AWAY: int(discharges * 0.03),
        Measure.OPEN_BEDS: beds,
        Measure.OPEN_BED_DAYS: opened,
        Measure.OCCUPIED_BED_DAYS: occupied,
        Measure.DISCHARGED_BED_DAYS: discharges * 8,
        Measure.SURGERIES: surgeries,
        Measure.SURGERIES_LEVEL_3: int(surgeries * 0.34),
        Measure.SURGERIES_LEVEL_4: int(surgeries * 0.12),
        Measure.MINIMALLY_INVASIVE: int(surgeries * 0.29),
        Measure.ELECTIVE_SURGERIES: int(surgeries * 0.84),
        Measure.DAY_SURGERIES: int(surgeries * 0.024),
        Measure.OPERATED_PATIENTS: int(surgeries * 0.9),
        Measure.COMPLICATIONS: int(surgeries * dice.uniform(0.004, 0.012)),
        Measure.CLEAN_SURGERIES: int(surgeries * 0.4),
        Measure.CLEAN_INFECTIONS: int(surgeries * dice.uniform(0, 0.006)),
        Measure.REMOTE_CONSULTATIONS: dice.randrange(5, 25),
        Measure.REMOTE_DIAGNOSES: dice.randrange(100, 140),
    }
    for measure, value in values.items():
        yield MonthlyVolume(report=report, measure=measure, value=value)
