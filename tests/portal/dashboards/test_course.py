"""Whether a change is one: signals of months, and before and after a project."""

import csv
import datetime as dt
import io

import pytest

from hospitals.models import CooperationProject, Milestone
from portal.metrics import compute
from portal.metrics.indicators import averted
from portal.metrics.models import IndicatorValue
from tests.factories import flows
from tests.factories.flows import cell, send
from tests.factories.hospitals import hospital, member, relation

pytestmark = pytest.mark.django_db
PAGE = "/analytics/course/"
QUERIES = 11


@pytest.fixture
def world(client):
    made = flows.world()
    rows = []
    for at in range(26):
        period = f"{2023 + at // 12}-{at % 12 + 1:02}"
        out = 100 + at % 2 if at < 13 else 60 + at % 2
        rows += [cell("A11", "B", out, period=period), cell("A11", "A11", 1000, period=period)]
    send(made["A"], *rows)
    compute.compute_stale()
    client.force_login(member("commission_viewer", made["A"]))
    return made


def project_in(region, opened):
    host = hospital(region=region)
    project = CooperationProject.objects.create(
        name="项目", relation=relation(hospital(), host), stage="opened"
    )
    Milestone.objects.create(project=project, kind="opening", actual_on=opened)


def test_months_with_their_signals_as_figures_say(client, world):
    control = client.get(PAGE).context["control"]

    stored = IndicatorValue.objects.filter(code="F24", region=world["A"], item="F01")
    last = stored.order_by("period").last()
    assert (control.labels[0], control.labels[-1], len(control.values)) == (
        "2023-01",
        "2025-02",
        26,
    )
    assert (control.chart.signals[-1], control.chart.high) == (last.measure, last.high)
    assert control.title == "地A 2025-02 的跨省就医率有特殊信号，超出控制限"


def test_file_has_the_same_months(client, world):
    text = client.get("/analytics/outflow/control.csv").content.decode().lstrip("\ufeff")

    assert len(list(csv.reader(io.StringIO(text)))) == 27


def test_nothing_is_compared_without_a_project(client, world):
    page = client.get(PAGE)

    assert page.context["interruption"].found is None
    assert "没有项目的地区不作对比" in page.content.decode()
    assert client.get("/analytics/outflow/interruption.csv").status_code == 404


def test_before_and_after_a_project(client, world, django_assert_num_queries):
    opened = dt.date(2024, 2, 10)
    project_in(world["A11"], opened)
    client.get(PAGE)

    with django_assert_num_queries(QUERIES):
        page = client.get(PAGE)

    found = page.context["interruption"]
    assert (found.begins, found.opened) == (13, opened)
    months = {row.period: (row.numerator, row.denominator) for row in found.rows}
    assert found.found.value == averted.Series.of(months, opened).averted().value
    assert found.title.startswith("地A在项目启用后比此前趋势少外转")
    expected, low, high = found.lines()[-1]
    assert low < expected < high
