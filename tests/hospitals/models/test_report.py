import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from hospitals.models import Campus, MonthlyReport, MonthlyVolume
from portal.periods import Month
from tests.factories import hospitals, portal, reports

pytestmark = pytest.mark.django_db
MONTHS = [Month(2026, 7), Month(2026, 8), Month(2026, 9)]


@pytest.fixture
def hospital():
    return hospitals.hospital()


def refused(make):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        make()
    return error.value.__cause__.diag.constraint_name


def test_database_keeps_one_report_per_place_and_month(hospital):
    campus = Campus.objects.create(hospital=hospital, name="东院区")
    hospitals.report(hospital)
    hospitals.report(hospital, campus=campus)

    again = refused(lambda: hospitals.report(hospital))

    assert again == "report_once_per_month"
    assert refused(lambda: hospitals.report(hospital, campus=campus)) == "report_once_per_month"


def test_database_refuses_what_cannot_be(hospital):
    person, now = portal.user(), timezone.now()
    row = hospitals.report(hospital, figures={"discharges": 1})
    own = {"submitted_by": person, "submitted_at": now}

    def volume(**fields):
        return lambda: MonthlyVolume.objects.create(report=row, **fields)

    def report(**fields):
        return lambda: hospitals.report(hospital, "2026-08-01", **fields)

    assert [
        refused(volume(measure="emergencies", value=-1)),
        refused(volume(measure="discharges", value=2)),
        refused(report(state="submitted")),
        refused(report(state="locked", **own)),
        refused(report(state="approved", approved_by=person, approved_at=now, **own)),
        refused(lambda: hospitals.report(hospital, "2026-08-02")),
    ] == [
        "volume_not_negative",
        "volume_once_per_measure",
        "report_submitted_by_somebody",
        "report_approved_by_somebody",
        "report_approved_by_another",
        "report_month_is_its_first_day",
    ]


def test_the_past_is_the_same_place_without_drafts(hospital):
    row = reports.full(hospital, "2026-09-01")
    reports.approved(hospital, "2026-08-01", discharges=500)
    reports.approved(hospital, "2025-08-01")
    reports.full(hospital, "2026-07-01")
    reports.approved(hospitals.hospital(), "2026-08-01")

    past = MonthlyReport.objects.before(row)

    assert past["discharges"] == {dt.date(2026, 8, 1): 500}


def test_grid_shows_last_month_and_last_year(hospital):
    row = reports.full(hospital, "2026-09-01", discharges=2000)
    for month, value in (("2026-08-01", 500), ("2026-07-01", 520), ("2025-09-01", 480)):
        reports.approved(hospital, month, discharges=value)

    line = next(line for line in row.grid() if line["measure"] == "discharges")

    assert (line["row"].value, line["last"], line["year_ago"]) == (2000, 500, 480)
    assert line["doubt"] == "过去十二个月为 480 至 520，变动过大，请说明。"


def test_coverage_tells_missing_drafts_and_months_before_opening(hospital):
    young = hospitals.hospital(opened_on=dt.date(2026, 8, 15))
    campus = Campus.objects.create(hospital=hospital, name="东院区")
    reports.approved(hospital, "2026-08-01")
    hospitals.report(hospital, "2026-08-01", campus=campus)
    hospitals.handed_in(hospital, "2026-09-01")

    found = MonthlyReport.objects.coverage([hospital, young], MONTHS)

    assert [list(line.states.values()) for line in found] == [
        ["missing", "draft", "submitted"],
        ["not_expected", "missing", "missing"],
    ]
    assert [(len(line.reported), len(line.expected)) for line in found] == [(1, 3), (0, 2)]


def test_who_oversees_a_hospital_sees_its_reports(hospital, stranger, commission_of):
    lead = hospitals.hospital()
    hospitals.network(lead, hospital)
    row = hospitals.report(hospital)
    people = [
        hospitals.member("hospital_admin", hospital),
        hospitals.member("network_admin", lead),
        commission_of(hospital.region),
        hospitals.member("hospital_admin", lead),
        stranger,
    ]

    seen = [list(MonthlyReport.objects.visible_to(user)) for user in people]

    assert seen == [[row], [row], [row], [], []]
    assert MonthlyVolume.objects.visible_to(stranger).count() == 0
