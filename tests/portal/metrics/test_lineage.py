import datetime as dt

import pytest
import time_machine

from portal.metrics import compute, lineage
from portal.metrics.models import IndicatorValue, Job
from tests.factories import experts, hospitals, reports
from tests.factories import referrals as make

pytestmark = pytest.mark.django_db
NOW = "2026-10-12T08:00:00Z"


def figure(job, period, **about):
    compute.compute(job, period)
    return IndicatorValue.objects.get(period=period, **about)


@time_machine.travel(NOW, tick=False)
def test_postings_with_the_names_masked():
    sending = experts.Sending()
    sending.posting(sending.expert(name="覃测试"), dt.date(2026, 9, 1), to_department=sending.unit)
    value = figure(Job.EXPERTS, dt.date(2026, 9, 1), code="E01")

    found = lineage.sample(value, sending.receiver)

    assert found.rows == [["覃**", "输出医院", "骨科", "常驻", "2026-09-01", ""]]
    assert (
        lineage.sample(value, hospitals.member("hospital_admin", hospitals.hospital())).rows == []
    )


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
        assert [row[0] for row in lineage.sample(value, sending.receiver).rows] == ["覃**"]


@time_machine.travel(NOW, tick=False)
def test_cases_of_the_technology():
    sending = experts.Sending()
    for name in ("甲", "乙"):
        experts.month(experts.technology(sending.project, name), dt.date(2026, 9, 1), 4)
    value = figure(Job.TECHNOLOGIES, dt.date(2026, 9, 1), code="T04", item="甲")

    assert lineage.sample(value, sending.receiver).rows == [["甲", "2026-09", 4, 0, 0]]


@time_machine.travel(NOW, tick=False)
def test_reports_of_the_hospital():
    place = hospitals.hospital("县医院")
    reports.approved(place, "2026-09-01")
    value = figure(Job.RETURNS, dt.date(2026, 9, 1), code="H14")

    found = lineage.sample(value, hospitals.member("hospital_admin", place))

    assert found.rows == [["县医院", "2026-09", "已批准", "2026-10-12 16:00"]]


def test_referrals_of_the_pair(world):
    row = make.at_state(world, "submitted")
    month = row.submitted_at.date().replace(day=1)
    value = figure(Job.TRANSFERS, month, code="R01")

    found = lineage.sample(value, world.coordinator)

    assert [cells[:3] for cells in found.rows] == [[row.number, "模拟县医院", "模拟中心医院"]]
    commission = hospitals.member("commission_viewer", world.county.region)
    assert lineage.sample(value, commission).rows == []


def test_figures_of_figures_rest_on_no_rows(world):
    value = IndicatorValue(code="F24", item="R02")

    assert lineage.sample(value, world.coordinator) is None
