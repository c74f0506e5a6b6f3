import pytest

from portal.metrics import catalogue, compute
from tests.factories import flows
from tests.factories.flows import cell, send
from tests.factories.hospitals import hospital, member
from tests.factories.stay_ledger import Ledger

pytestmark = pytest.mark.django_db
RUNS = "/api/v1/runs"


@pytest.fixture
def world(client):
    made = flows.world()
    send(made["A"], cell("A11", "B", 7), cell("A11", "A11", 93))
    send(made["A"], cell("A11", "B", 9, period="2024-04"))
    compute.compute_stale()
    client.force_login(member("commission_viewer", made["A"]))
    return made


def test_values_are_filtered(client, world):
    query = {"code": "F01", "region": str(world["A"].pk), "until": "2024-03", "grain": "month"}

    (row,) = client.get("/api/v1/indicator-values", query).json()["results"]

    assert (row["period"], row["region_code"], row["source_system"]) == ("2024-03-01", "A", "hqms")
    assert (row["shown"]["numerator"], row["shown"]["value"]) == (7, 0.07)


@pytest.mark.parametrize("query, status", [({"cod": "F01"}, 400), ({"since": "soon"}, 422)])
def test_wrong_filters_are_refused(client, world, query, status):
    assert client.get("/api/v1/indicator-values", query).status_code == status


def test_wrong_month_is_named(client, world):
    (error,) = client.get("/api/v1/indicator-values", {"since": "soon"}).json()["errors"]

    assert error == {"pointer": "/since", "code": "invalid", "detail": "请写成 2024-03。"}


def test_values_need_the_permission(client, world):
    client.force_login(member("auditor", hospital(region=world["A11"])))

    assert client.get("/api/v1/indicator-values").status_code == 403


def test_lineage(client, world):
    query = {"code": "F01", "region": str(world["A11"].pk), "until": "2024-03"}
    (row,) = client.get("/api/v1/indicator-values", query).json()["results"]

    told = client.get(f"/api/v1/indicator-values/{row['id']}/lineage").json()

    assert (told["run"]["id"], told["run"]["job"]) == (row["run"], "flows")
    (rows,) = told["rows"]
    assert (rows["count"], rows["why"]) == (2, "")
    assert rows["rows"][0] == ["2024-03", "地A11 A11", "地A11", "全部病种", "93"]


def test_values_cannot_be_written(client, world):
    assert client.post("/api/v1/indicator-values", {}).status_code == 405


def test_definitions(client, world):
    rows = client.get("/api/v1/indicators").json()

    assert [row["code"] for row in rows] == [entry.code for entry in catalogue.INDICATORS]
    assert client.get("/api/v1/indicators/F01").json()["formula"] == "Σ_{j∉prov(i)} n_ij ÷ Σ_j n_ij"
    assert client.get("/api/v1/indicators/F99").status_code == 404


@pytest.mark.parametrize("periods", [1, 3])
def test_queries_do_not_grow(client, world, periods, django_assert_num_queries):
    send(world["A"], *[cell("A11", "B", 9, period=f"2025-0{n + 1}") for n in range(periods)])
    compute.compute_stale()

    with django_assert_num_queries(8):
        client.get("/api/v1/indicator-values")


def test_runs_are_started_cancelled_and_resumed(client, settings, tmp_path):
    settings.FACTS_DIR = tmp_path
    ledger = Ledger()
    ledger.send((450312, 70, {}))
    client.force_login(member("commission_viewer", ledger.south))
    post = {"content_type": "application/json"}

    started = client.post(RUNS, {}, headers={"Idempotency-Key": "start-0001"}, **post)
    (run,) = started.json()
    headers = {"If-Match": f'"v{run["version"]}"', "Idempotency-Key": "cancel-0001"}
    cancelled = client.post(f"{RUNS}/{run['id']}/cancel", {}, headers=headers, **post)
    headers = {"If-Match": cancelled["ETag"], "Idempotency-Key": "resume-0001"}
    again = client.post(f"{RUNS}/{run['id']}/resume", {}, headers=headers, **post)

    assert (started.status_code, run["state"]) == (202, "queued")
    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "stopped")
    assert (again.status_code, again.json()["state"]) == (201, "queued")
    assert [row["id"] for row in client.get(RUNS).json()["results"]] == [
        again.json()["id"],
        run["id"],
    ]
