import datetime as dt

import pytest

from portal.metrics import catalogue, compute, units
from portal.metrics.definitions import words
from portal.metrics.models import ComputeRun, IndicatorValue
from tests.factories import flows
from tests.factories.flows import cell, send
from tests.factories.hospitals import hospital, member
from tests.factories.stay_ledger import Ledger

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    made = flows.world()
    send(made["A"], cell("A11", "B", 7), cell("A11", "A11", 93), cell("A12", "B", 2))
    compute.compute_stale()
    return made


@pytest.fixture
def many(world):
    """The same places with so many stays that each row may be seen."""
    cells = [("A11", "A11", 93), ("A11", "B", 17), ("A12", "A12", 60), ("A12", "B", 20)]
    send(world["A"], *[cell(*row) for row in cells], name="many.csv")
    compute.compute_stale()
    return world


@pytest.fixture
def viewer(client, world):
    client.force_login(member("commission_viewer", world["A"]))


def figure(region, code="F01"):
    return IndicatorValue.objects.get(region=region, code=code)


def test_dictionary_links_every_definition(client, viewer):
    text = client.get("/metrics/").content.decode()

    assert [
        entry.code for entry in catalogue.INDICATORS if f"/metrics/{entry.code}/" not in text
    ] == []


@pytest.mark.parametrize("letter", words.FAMILIES)
def test_definitions(client, viewer, letter):
    codes = [code for code in catalogue.BY_CODE if code.startswith(letter)]
    pages = [client.get(f"/metrics/{code}/").context["indicator"].code for code in codes]

    assert pages == codes


def test_definition_shows_its_versions_and_other_readings(client, viewer):
    context = client.get("/metrics/R03/").context

    assert [version.number for version in context["indicator"].versions] == [2, 1]
    assert [entry.code for entry in context["variants"]] == ["R03M", "R03P"]
    assert context["is_computed"]


def test_unknown_definition_is_not_found(client, viewer):
    assert client.get("/metrics/F99/").status_code == 404


def test_lineage_names_run_batch_and_rows(client, viewer, many):
    context = client.get(f"/metrics/values/{figure(many['A']).pk}/").context

    assert [row[1:] for row in context["sample"].rows] == [
        ["地A11 A11", "地A11", "全部病种", 93],
        ["地A11 A11", "地B", "全部病种", 17],
        ["地A12 A12", "地A12", "全部病种", 60],
        ["地A12 A12", "地B", "全部病种", 20],
    ]
    assert [batch.file_name for batch in context["batches"]] == ["many.csv"]
    assert context["object"].run.state == "done"


def test_figure_says_that_a_later_computation_failed(client, viewer, many):
    value = figure(many["A"])
    address = f"/metrics/values/{value.pk}/"
    good = client.get(address).content.decode()
    ComputeRun.objects.create(
        job=value.run.job, period=value.period, state="failed", error="interrupted"
    )

    page = client.get(address).content.decode()

    assert "上一次算成的数值" not in good
    assert "失败。这里仍是上一次算成的数值。" in page
    assert "进程中断；会自动重新计算" in page


def test_lineage_shows_no_rows_to_a_hospital(client, world):
    client.force_login(member("hospital_admin", hospital(region=world["A11"])))

    context = client.get(f"/metrics/values/{figure(world['A11']).pk}/").context

    assert (context["sample"].rows, list(context["batches"])) == ([], [])


def test_lineage_is_a_file_too(client, viewer, many):
    address = f"/metrics/values/{figure(many['A']).pk}/rows.csv"
    lines = client.get(address).content.decode().splitlines()
    client.force_login(member("auditor", hospital(region=many["A11"])))

    assert lines[1:] == [
        "2024-03,地A11 A11,地A11,全部病种,93",
        "2024-03,地A11 A11,地B,全部病种,17",
        "2024-03,地A12 A12,地A12,全部病种,60",
        "2024-03,地A12 A12,地B,全部病种,20",
    ]
    assert client.get(address).status_code == 403


@pytest.mark.parametrize(
    "grain, month, text", [("month", 3, "2024-03"), ("quarter", 4, "2024Q2"), ("year", 1, "2024")]
)
def test_a_period_says_how_long_it_is(grain, month, text):
    assert IndicatorValue(grain=grain, period=dt.date(2024, month, 1)).period_text == text


def test_rows_of_a_small_figure_are_not_shown(client, viewer, world):
    context = client.get(f"/metrics/values/{figure(world['A12']).pk}/").context

    assert (context["sample"].count, context["sample"].rows) == (0, [])


def test_figure_of_another_province_does_not_exist(client, world):
    client.force_login(member("commission_viewer", world["B"]))

    assert client.get(f"/metrics/values/{figure(world['A11']).pk}/").status_code == 404
    assert client.get("/metrics/values/").context["object_list"].count() == 0


def test_small_figure_is_hidden_in_every_exit(client, viewer, world):
    hidden = figure(world["A12"])

    page = client.get(f"/metrics/values/{hidden.pk}/").context["object"].shown
    listed = client.get("/metrics/values/", {"region": str(world["A12"].pk), "code": "F01"})
    answer = client.get(f"/api/v1/indicator-values/{hidden.pk}").json()

    assert (page.numerator, page.denominator, page.value) == (None, None, None)
    assert listed.context["total"].is_hidden
    assert {answer["shown"][name] for name in ("numerator", "denominator", "value", "low")} == {
        None
    }


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_as_often_for_many(client, viewer, django_assert_num_queries, count):
    for number in range(count):
        ComputeRun.objects.create(job="flows", period=f"2020-0{number + 1}-01", state="done")
    client.get("/metrics/runs/")

    with django_assert_num_queries(5):
        client.get("/metrics/runs/")
    with django_assert_num_queries(5):
        client.get("/metrics/values/")


def test_runs_need_the_permission(client, world):
    client.force_login(member("hospital_admin", hospital(region=world["A11"])))

    assert client.get("/metrics/runs/").status_code == 403


@pytest.fixture
def waiting(client, settings, tmp_path):
    """A run that waits, and the signed-in person who may start and cancel it."""
    settings.FACTS_DIR = tmp_path
    ledger = Ledger()
    ledger.send((450312, 70, {}))
    client.force_login(member("commission_viewer", ledger.south))
    client.post("/metrics/runs/start/", {"form_key": "start"})
    return ComputeRun.objects.get()


def test_run_is_started_cancelled_and_resumed_by_page(client, waiting):
    listed = client.get("/metrics/runs/").content.decode()
    version = {"version": waiting.version}
    client.post(f"/metrics/runs/{waiting.pk}/cancel/", version | {"form_key": "cancel"})
    waiting.refresh_from_db()
    version = {"version": waiting.version}
    client.post(f"/metrics/runs/{waiting.pk}/resume/", version | {"form_key": "resume"})

    assert f"/metrics/runs/{waiting.pk}/cancel/" in listed
    assert waiting.started_by.display_name in listed
    states = ComputeRun.objects.order_by("started_at").values_list("state", flat=True)
    assert list(states) == ["stopped", "queued"]


def test_span_that_ends_before_it_begins_is_told_at_the_form(client, waiting):
    typed = {"since": "2024-03", "until": "2024-01", "form_key": "again"}

    answer = client.post("/metrics/runs/start/", typed)

    assert answer.status_code == 409
    assert "开始月份不能晚于结束月份。" in answer.content.decode()


def test_progress_moves_on_an_open_page(client, waiting):
    polled = client.get("/metrics/runs/", headers={"X-Polling": "1"})
    same = {"X-Polling": "1", "If-None-Match": polled["ETag"]}
    still = client.get("/metrics/runs/", headers=same).status_code
    units.compute_run(waiting)

    assert (still, client.get("/metrics/runs/", headers=same).status_code) == (304, 200)
