import datetime as dt

import pytest
import time_machine

from portal.metrics import catalogue, compute, lineage, plans
from portal.metrics.jobs import RECIPES
from portal.metrics.models import ComputeRun, IndicatorValue, Job
from tests.factories import experts, hospitals, reports
from tests.factories import referrals as make

pytestmark = pytest.mark.django_db
NOW = "2026-10-12T08:00:00Z"
NEW_YEAR = dt.date(2026, 1, 1)
ITEMS = {Job.SIGNALS: "H01", Job.UNUSUAL_OF_YEAR: "H03"}


REGIONS = {"F", "K"}
OF_REGIONS = {"C01", "D04"}
OF_NETWORKS = {"R07", "C02", "C03", "C03R", "Q02"}


def only(value, user):
    (found,) = lineage.samples(value, user)
    return found


def figure(job, period, **about):
    compute.compute(job, period)
    return IndicatorValue.objects.get(period=period, **about)


@time_machine.travel(NOW, tick=False)
def test_postings_with_the_names_masked():
    sending = experts.Sending()
    sending.posting(sending.expert(name="覃测试"), dt.date(2026, 9, 1), to_department=sending.unit)
    value = figure(Job.EXPERTS, dt.date(2026, 9, 1), code="E01")

    found = only(value, sending.receiver)

    assert found.rows == [["覃**", "输出医院", "骨科", "常驻", "2026-09-01", ""]]
    assert only(value, hospitals.member("hospital_admin", hospitals.hospital())).rows == []


@time_machine.travel(NOW, tick=False)
def test_postings_of_the_person_alone():
    sending = experts.Sending()
    expert = sending.expert(name="覃测试")
    posting = sending.posting(expert, dt.date(2026, 7, 1), dt.date(2026, 9, 30))
    sending.posting(since=dt.date(2026, 7, 1))
    experts.planned(posting, "round", 1)
    experts.mentorship(expert, experts.local(sending.project), until=dt.date(2026, 9, 1))
    quarter = Job.EXPERTS_OF_QUARTER, dt.date(2026, 7, 1)
    compute.compute(Job.EXPERTS_OF_YEAR, dt.date(2026, 1, 1))

    for value in (
        figure(*quarter, code="E08", item=f"expert:{expert.pk}"),
        figure(*quarter, code="M02", item__startswith="mentee:"),
        IndicatorValue.objects.get(code="E09", item=f"posting:{posting.pk}"),
    ):
        told = lineage.samples(value, sending.receiver)[-1]
        assert [row[0] for row in told.rows] == ["覃**"]


@time_machine.travel(NOW, tick=False)
def test_cases_of_the_technology():
    sending = experts.Sending()
    for name in ("甲", "乙"):
        experts.month(experts.technology(sending.project, name), dt.date(2026, 9, 1), 4)
    value = figure(Job.TECHNOLOGIES, dt.date(2026, 9, 1), code="T04", item="甲")

    assert only(value, sending.receiver).rows == [["甲", "2026-09", 4, 0, 0]]


@time_machine.travel(NOW, tick=False)
def test_reports_of_the_hospital():
    place = hospitals.hospital("县医院")
    reports.approved(place, "2026-09-01")
    value = figure(Job.RETURNS, dt.date(2026, 9, 1), code="H14")

    found = only(value, hospitals.member("hospital_admin", place))

    assert found.rows == [["县医院", "2026-09", "已批准", "2026-10-12 16:00"]]


def test_referrals_of_the_pair(world):
    row = make.at_state(world, "submitted")
    month = row.submitted_at.date().replace(day=1)
    value = figure(Job.TRANSFERS, month, code="R01")

    found = only(value, world.coordinator)

    assert [cells[:3] for cells in found.rows] == [[row.number, "模拟县医院", "模拟中心医院"]]
    commission = hospitals.member("commission_viewer", world.county.region)
    assert only(value, commission).rows == []


def places(code, job, world, network):
    """Every scope that a figure of this indicator may have."""
    if code in OF_NETWORKS:
        return [{"network": network}]
    region, hospital = {"region": world.county.region}, {"hospital": world.county}
    if code in {"F23", "F24"} or (code in {"F08", "F09"} and job in plans.PLANS):
        return [region, hospital]
    is_of_region = code[0] in REGIONS or code in OF_REGIONS
    return [region if is_of_region and code not in {"F15", "F16"} else hospital]


def test_every_indicator_opens_down_to_rows_or_says_why_there_are_none(world):
    """As the commission and as an administrator: a table for each source that was read."""
    network = hospitals.network(world.county)
    users = [
        hospitals.member("commission_viewer", world.county.region),
        hospitals.member("hospital_admin", world.county),
    ]
    for entry in catalogue.INDICATORS:
        for job, grain in jobs_of(entry.code):
            for scope in places(entry.code, job, world, network):
                run = ComputeRun(job=job, period=NEW_YEAR)
                value = IndicatorValue(
                    **{"code": entry.code, "grain": grain, "period": NEW_YEAR, "run": run},
                    **{"disease_system": "ALL", "disease_code": "ALL", "item": ITEMS.get(job, "")},
                    **scope,
                )
                for user in users:
                    tables = lineage.samples(value, user)
                    assert tables, entry.code
                    assert all(one.rows or one.why for one in tables), entry.code
                    assert all(len(row) == len(one.columns) for one in tables for row in one.rows)


def jobs_of(code):
    """(job, grain) of all that make figures of it."""
    both = [*RECIPES.items(), *plans.PLANS.items()]
    return [(job, made.grain) for job, made in both if code in made.codes]


@time_machine.travel(NOW, tick=False)
def test_signals_rest_on_the_months_of_their_series():
    place = hospitals.hospital("县医院")
    for month in range(1, 9):
        reports.approved(place, f"2026-{month:02}-01")
        compute.compute(Job.RETURNS, dt.date(2026, month, 1))
    value = figure(Job.SIGNALS, dt.date(2026, 8, 1), code="F24", item="H14")

    found = only(value, hospitals.member("hospital_admin", place))

    rows = IndicatorValue.objects.filter(code="H14").order_by("period")
    assert [row[:3] for row in found.rows] == [["H14", "县医院", row.period_text] for row in rows]
    assert found.links == [f"/metrics/values/{row.pk}/" for row in rows]


@time_machine.travel(NOW, tick=False)
def test_returned_trainees_of_the_side_that_is_asked():
    sending = experts.Sending()
    trainee = experts.local(sending.project, name="韦测试")
    days = {"until": dt.date(2026, 5, 31), "returned_on": dt.date(2026, 6, 1)}
    experts.stay(trainee, sending.source, dt.date(2026, 1, 1), **days)
    compute.compute(Job.TRAINING_OF_YEAR, NEW_YEAR)
    home = IndicatorValue.objects.get(code="M07")
    away = IndicatorValue.objects.get(code="M07R")

    assert [row[0] for row in only(home, sending.receiver).rows] == ["韦**"]
    assert [row[0] for row in only(away, sending.sender).rows] == ["韦**"]


@time_machine.travel(NOW, tick=False)
def test_technologies_and_their_cases_are_two_tables(client):
    sending = experts.Sending()
    technology = experts.technology(sending.project, "甲")
    experts.admission(technology, dt.date(2025, 12, 1))
    experts.month(technology, dt.date(2026, 9, 1), 4)
    value = figure(Job.TECHNOLOGIES, dt.date(2026, 9, 1), code="T03")
    client.force_login(sending.receiver)

    admitted, cases = lineage.samples(value, sending.receiver)
    second = client.get(f"/metrics/values/{value.pk}/rows.csv?table=2").content.decode()

    assert [row[0] for row in admitted.rows] == ["甲"]
    assert cases.rows == [["甲", "2026-09", 4, 0, 0]]
    assert second.splitlines()[1].startswith("甲,2026-09,4")
    assert client.get(f"/metrics/values/{value.pk}/rows.csv?table=3").status_code == 404
