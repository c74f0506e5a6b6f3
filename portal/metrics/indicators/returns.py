"""Monthly reports: H01R, H02, H14 to H16, H20 to H22, C01 and D03. Only approved reports are facts.

A month closes on the day its reports are due; before, it has no figures. A year is the sum of the
months that are closed, so that a year to date is one of whole months.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Min
from django.utils import timezone

from hospitals.enums import BedKind, HospitalKind, Measure, ReportState
from hospitals.models import (
    AbstractFile,
    BedCapacity,
    BedTarget,
    Hospital,
    MonthlyReport,
    MonthlyVolume,
)
from portal.metrics import spans, watch
from portal.metrics.definitions.base import Figure
from portal.periods import Month

MONTHLY = ("H01R", "H14", "H15", "H20", "H21", "C01", "D03")
QUARTERLY = ("H16",)
YEARLY = ("H02", "H22")
TRUSTED = (ReportState.APPROVED, ReportState.LOCKED)
PRIMARY = (HospitalKind.COMMUNITY, HospitalKind.TOWNSHIP)

# By code: what is above the line, and below it.
SHARES = {
    "H20": (Measure.COMPLICATIONS, Measure.OPERATED_PATIENTS),
    "H21": (Measure.CLEAN_INFECTIONS, Measure.CLEAN_SURGERIES),
}
OF_A_YEAR = {
    "H02": (Measure.OUTPATIENTS, Measure.DISCHARGES),
    "H22": (Measure.DAY_SURGERIES, Measure.ELECTIVE_SURGERIES),
}
Volumes = Mapping[str, int]


def occupancy(told: Volumes) -> tuple[int, int] | None:
    return _both(told, Measure.OCCUPIED_BED_DAYS, Measure.OPEN_BED_DAYS)


def turnover(told: Volumes, days: int) -> tuple[int, int, float] | None:
    """Discharges over the beds that were open on the average day."""
    counts = _both(told, Measure.DISCHARGES, Measure.OPEN_BED_DAYS)
    return counts and (*counts, counts[0] * days / counts[1])


def visits(told: Volumes) -> int:
    return told.get(Measure.OUTPATIENTS, 0) + told.get(Measure.EMERGENCIES, 0)


def over_months(months: Iterable[Volumes], part: Measure, whole: Measure) -> tuple[int, int] | None:
    """Two measures of a year, over the months that tell both."""
    whole = [_both(told, part, whole) for told in months]
    whole = [counts for counts in whole if counts]
    if not whole:
        return None
    return sum(counts[0] for counts in whole), sum(counts[1] for counts in whole)


def _both(told, part, whole):
    """Two measures of a report; None where one is not told, or the base is zero."""
    if part not in told or not told.get(whole):
        return None
    return told[part], told[whole]


def in_time(submitted: dt.datetime | None, month: dt.date) -> bool:
    """By the end of the due day."""
    if submitted is None:
        return False
    return not spans.is_closed(month, timezone.localdate(submitted))


def monthly(period: dt.date) -> list[Figure]:
    if not spans.is_closed(period, timezone.localdate()):
        return []
    told = _volumes([period])
    made = []
    for about, months in told.items():
        volumes = _sum(months)
        if Measure.DISCHARGES in volumes:
            made.append(about.figure("H01R", volumes[Measure.DISCHARGES]))
        if counts := occupancy(volumes):
            made.append(about.figure("H14", *counts))
        if counts := turnover(volumes, Month.of(period).last.day):
            *base, times = counts
            made.append(about.figure("H15", *base, measure=times))
        for code, pair in SHARES.items():
            if counts := _both(volumes, *pair):
                made.append(about.figure(code, *counts))
    return [*made, *_primary(told), *_timeliness(period)]


def quarterly(period: dt.date) -> list[Figure]:
    """H16: the last count of open beds, beside the first target that is not over."""
    last = min(spans.last_day("quarter", period), timezone.localdate())
    targets = BedTarget.objects.filter(campus=None).order_by("due_on")
    due = defaultdict(list)
    for row in targets:
        due[row.hospital_id].append(row)
    made = []
    for hospital, (_day, count, row) in _open_beds(last).items():
        own = due[hospital]
        target = next((one for one in own if one.due_on >= last), own[-1] if own else None)
        if target and target.count:
            about = next(iter(watch.by_hospital([(hospital, row, 0), (hospital, target, 0)])))
            made.append(about.figure("H16", count, target.count))
    return made


def _open_beds(last):
    """Hospital → (day, beds, row): the last of counts of beds and of months' approved reports."""
    beds = BedCapacity.objects.filter(kind=BedKind.OPEN, campus=None, as_of__lte=last)
    told = [(row.hospital_id, (row.as_of, row.count, row)) for row in beds]
    volumes = MonthlyVolume.objects.filter(
        measure=Measure.OPEN_BEDS, report__state__in=TRUSTED, report__campus=None
    )
    for volume in volumes.select_related("report"):
        report = volume.report
        if (day := Month.of(report.month).last) <= last:
            told.append((report.hospital_id, (day, volume.value, report)))
    return dict(sorted(told, key=lambda pair: pair[1][0]))


def yearly(period: dt.date) -> list[Figure]:
    today = timezone.localdate()
    months = [
        month
        for month in spans.spans("month", period, spans.last_day("year", period))
        if spans.is_closed(month, today)
    ]
    return [
        about.figure(code, *counts)
        for about, told in _volumes(months).items()
        for code, pair in OF_A_YEAR.items()
        if (counts := over_months([volumes for _row, volumes in told], *pair))
    ]


def inputs(grain):
    """For each span since the first report: how reports and beds stand."""
    reports = MonthlyReport.objects.all()
    first = [
        reports.aggregate(first=Min("month"))["first"],
        BedCapacity.objects.aggregate(first=Min("as_of"))["first"] if grain == "quarter" else None,
    ]
    since = min((day for day in first if day), default=None)
    rows = {
        "hospitals": Hospital.objects.all(),
        "beds": BedCapacity.objects.all(),
        "targets": BedTarget.objects.all(),
    }
    if grain == "month":
        rows["abstracts"] = AbstractFile.objects.all()
    today = timezone.localdate()
    found = watch.periods(grain, since, rows, today)
    watch.add_by_month(found, grain, "reports", reports, "month")
    # The month before closes on a day of this one.
    for first_day, told in found.items():
        if grain == "month" and spans.is_closed(first_day, today):
            told.append("closed")
    return found


def _volumes(months):
    """{about: [(report, its volumes)]} of the approved reports of these months."""
    rows = MonthlyReport.objects.filter(month__in=months, state__in=TRUSTED)
    rows = (
        rows.select_related("hospital__region").prefetch_related("volumes").order_by("month", "pk")
    )
    return watch.by_hospital(
        (
            row.hospital_id,
            row,
            (row, {volume.measure: volume.value for volume in row.volumes.all()}),
        )
        for row in rows
    )


def _sum(told):
    """Campuses of one hospital and month together."""
    total: dict = defaultdict(int)
    for _row, volumes in told:
        for measure, value in volumes.items():
            total[measure] += value
    return dict(total)


def _primary(told):
    """C01: visits to primary institutions among all of their county, where one of them reports."""
    counties: dict = {}
    for about, months in told.items():
        hospital = months[0][0].hospital
        count = sum(visits(volumes) for _row, volumes in months)
        own = counties.setdefault(hospital.region_id, [None, 0, about.as_of, False])
        if hospital.kind in PRIMARY:
            own[0] = (own[0] or 0) + count
        own[1] += count
        own[2], own[3] = max(own[2], about.as_of), own[3] or about.is_synthetic
    for region, (primary, whole, as_of, is_synthetic) in counties.items():
        if primary is not None and whole:
            yield Figure(
                code="C01",
                region_id=region,
                numerator=primary,
                denominator=whole,
                as_of=as_of,
                is_synthetic=is_synthetic,
            )


def _timeliness(period):
    """D03 of reports, and of case abstracts: of those sent anew the first batch counts."""
    reports = MonthlyReport.objects.all()
    first = dict(reports.order_by().values_list("hospital").annotate(first=Min("month")))
    owing = {hospital for hospital, month in first.items() if month <= period}
    yield from _in_time(owing, reports.filter(month=period), "submitted_at", period)
    files = AbstractFile.objects.filter(hospital__isnull=False)
    came = files.order_by().values_list("hospital").annotate(first=Min("created_at"))
    # Months that were over before a hospital ever sent any were never due.
    owing = {
        hospital
        for hospital, moment in came
        if not spans.is_closed(period, timezone.localdate(moment))
    }
    sent = files.filter(month=period).order_by("hospital_id", "created_at").distinct("hospital_id")
    yield from _in_time(owing, sent, "created_at", period, item="abstracts")


def _in_time(owing, rows, moment, period, item=""):
    """One figure for each hospital that owes something for the month, sent or not."""
    told = watch.by_hospital((row.hospital_id, row, getattr(row, moment)) for row in rows)
    sent = {about.hospital: (about, moments) for about, moments in told.items()}
    for hospital in Hospital.objects.filter(pk__in=owing).order_by("pk"):
        if hospital.closed_on and hospital.closed_on < period:
            continue
        usual = watch.About(hospital.pk, hospital.updated_at, hospital.is_synthetic), [None]
        about, moments = sent.get(hospital.pk, usual)
        soon = sum(in_time(moment, period) for moment in moments)
        yield about.figure("D03", soon, len(moments), item=item)
