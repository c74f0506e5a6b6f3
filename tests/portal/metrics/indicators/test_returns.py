import datetime as dt

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from hospitals.enums import Measure
from hospitals.models import AbstractFile
from portal.metrics import compute
from portal.metrics.indicators import returns
from portal.metrics.models import IndicatorValue, Job
from tests.factories import abstracts, hospitals, reports

SEPTEMBER = dt.date(2026, 9, 1)
VOLUMES = st.dictionaries(st.sampled_from(Measure.values), st.integers(0, 50))


@given(months=st.lists(VOLUMES, max_size=4))
def test_a_year_adds_up_the_months_that_tell_both(months):
    visits = discharges = 0
    for told in months:
        if "outpatients" in told and told.get("discharges", 0) > 0:
            visits += told["outpatients"]
            discharges += told["discharges"]

    wanted = (visits, discharges) if discharges else None
    assert returns.over_months(months, *returns.OF_A_YEAR["H02"]) == wanted


@given(told=VOLUMES)
def test_no_bed_days_no_occupancy(told):
    found = returns.occupancy(told)

    if found is not None:
        assert found == (told["occupied_bed_days"], told["open_bed_days"])
        assert found[1] > 0
    else:
        assert not told.get("open_bed_days") or "occupied_bed_days" not in told


def test_worked_example_of_the_national_review():
    """418,569 visits over 34,856 discharges are 12.01; 265 of 9,192 operations 2.88 %."""
    told = [{"outpatients": 418_569, "discharges": 34_856}]
    told.append({"day_surgeries": 265, "elective_surgeries": 9192})

    visits, discharges = returns.over_months(told, *returns.OF_A_YEAR["H02"])
    day, elective = returns.over_months(told, *returns.OF_A_YEAR["H22"])

    assert round(visits / discharges, 2) == 12.01
    assert round(100 * day / elective, 2) == 2.88


def told(job, period):
    run = compute.compute(job, period)
    assert run.error == ""
    rows = IndicatorValue.objects.filter(run=run).select_related("hospital", "region")
    return {(row.code, str(row.scope)): (row.numerator, row.denominator) for row in rows}


@pytest.fixture
def county(db):
    return hospitals.county()


@time_machine.travel("2026-10-12T08:00:00Z", tick=False)
def test_month_of_approved_reports(county):
    centre = hospitals.hospital("县医院", region=county)
    quality = {"operated_patients": 180, "complications": 2, "clean_surgeries": 70}
    township = hospitals.hospital("卫生院", region=county, kind="township")
    reports.approved(centre, SEPTEMBER, clean_infections=1, **quality)
    reports.approved(township, SEPTEMBER, outpatients=100, emergencies=0)
    hospitals.handed_in(hospitals.hospital("未批准", region=county), SEPTEMBER, reports.FIGURES)

    found = told(Job.RETURNS, SEPTEMBER)

    assert found["H01R", "县医院"] == (600, None)
    assert found["H14", "县医院"] == (8000, 9000)
    assert found["H15", "县医院"] == (600, 9000)
    assert found["H20", "县医院"] == (2, 180)
    assert found["H21", "县医院"] == (1, 70)
    assert ("H20", "卫生院") not in found
    assert found["C01", str(county)] == (100, 13_000)
    assert ("H14", "未批准") not in found
    turnover = IndicatorValue.objects.get(code="H15", hospital=centre)
    assert turnover.shown.value == 600 * 30 / 9000


@time_machine.travel("2026-10-12T08:00:00Z", tick=False)
def test_primary_care_of_nobody_is_zero_and_of_no_report_unknown(county):
    """C01: 0 of all where a township reports no visits; nothing where none reports."""
    reports.approved(hospitals.hospital("县医院", region=county), SEPTEMBER)
    without = told(Job.RETURNS, SEPTEMBER)
    township = hospitals.hospital("卫生院", region=county, kind="township")
    reports.approved(township, SEPTEMBER, outpatients=0, emergencies=0)

    found = told(Job.RETURNS, SEPTEMBER)

    assert ("C01", str(county)) not in without
    assert found["C01", str(county)] == (0, 12_900)
    assert IndicatorValue.objects.get(code="C01").shown.value == 0


@time_machine.travel("2026-10-10T08:00:00Z", tick=False)
def test_month_is_open_until_the_due_day_has_passed(county):
    reports.approved(hospitals.hospital(region=county), SEPTEMBER)

    assert told(Job.RETURNS, SEPTEMBER) == {}


def test_reports_are_in_time_until_the_end_of_the_due_day(county):
    soon, late = (
        hospitals.hospital("按时", region=county),
        hospitals.hospital("迟报", region=county),
    )
    silent = hospitals.hospital("未报", region=county)
    with time_machine.travel("2026-10-10T15:00:00Z", tick=False):
        reports.approved(soon, SEPTEMBER)
        reports.approved(silent, "2026-08-01")
    with time_machine.travel("2026-10-10T16:30:00Z", tick=False):
        reports.approved(late, SEPTEMBER)
    with time_machine.travel("2026-11-22T08:00:00Z", tick=False):
        found = told(Job.RETURNS, SEPTEMBER)

    assert {key: row for key, row in found.items() if key[0] == "D03"} == {
        ("D03", "按时"): (1, 1),
        ("D03", "迟报"): (0, 1),
        ("D03", "未报"): (0, 1),
    }


def sent_abstracts(hospital, month, at):
    with time_machine.travel(at, tick=False):
        batch = abstracts.batch(hospital)
        digest = {"path": f"{hospital.pk} {at}", "sha256": "0" * 64, "rows": 9}
        AbstractFile.objects.filter(hospital=hospital, month=month).update(replaced_by=batch)
        AbstractFile.objects.create(batch=batch, hospital=hospital, month=month, **digest)


def test_abstracts_are_due_from_the_first_batch_on_and_the_first_one_counts(county):
    soon, late = (hospitals.hospital(name, region=county) for name in ("按时", "迟报"))
    for hospital in (soon, late):
        sent_abstracts(hospital, "2026-06-01", "2026-09-20T04:00:00Z")
    sent_abstracts(soon, SEPTEMBER, "2026-10-09T04:00:00Z")
    sent_abstracts(soon, SEPTEMBER, "2026-11-01T04:00:00Z")
    sent_abstracts(late, SEPTEMBER, "2026-10-12T04:00:00Z")

    with time_machine.travel("2026-11-22T08:00:00Z", tick=False):
        june, september = (told(Job.RETURNS, day) for day in (dt.date(2026, 6, 1), SEPTEMBER))
        items = IndicatorValue.objects.filter(code="D03").values_list("item", flat=True)

    assert (june, set(items)) == ({}, {"abstracts"})
    assert september == {("D03", "按时"): (1, 1), ("D03", "迟报"): (0, 1)}


@time_machine.travel("2026-10-12T08:00:00Z", tick=False)
def test_year_is_the_closed_months(county):
    centre = hospitals.hospital("县医院", region=county)
    for month in ("2026-08-01", "2026-09-01", "2026-10-01"):
        reports.approved(centre, month, elective_surgeries=100, day_surgeries=3)

    assert told(Job.RETURNS_OF_YEAR, dt.date(2026, 1, 1)) == {
        ("H02", "县医院"): (24_000, 1200),
        ("H22", "县医院"): (6, 200),
    }


@time_machine.travel("2026-11-22T08:00:00Z", tick=False)
def test_beds_against_the_target_of_the_stage(county):
    centre = hospitals.hospital("县医院", region=county)
    hospitals.bed_count(centre, 700, dt.date(2026, 5, 1), kind="open")
    hospitals.bed_count(centre, 900, dt.date(2026, 8, 1), kind="open")
    hospitals.bed_target(centre, 600, dt.date(2026, 6, 30))
    hospitals.bed_target(centre, 1800, dt.date(2030, 12, 31))

    second, third = dt.date(2026, 4, 1), dt.date(2026, 7, 1)
    assert told(Job.RETURNS_OF_QUARTER, second) == {("H16", "县医院"): (700, 600)}
    assert told(Job.RETURNS_OF_QUARTER, third) == {("H16", "县医院"): (900, 1800)}
    reports.approved(centre, SEPTEMBER, open_beds=950)
    assert told(Job.RETURNS_OF_QUARTER, third) == {("H16", "县医院"): (950, 1800)}
