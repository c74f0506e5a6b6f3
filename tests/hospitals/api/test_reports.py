import pytest

from hospitals.models import MonthlyReport
from tests.factories import hospitals, reports

pytestmark = pytest.mark.django_db
URL = "/api/v1/monthly-reports"
KEY = {"HTTP_IDEMPOTENCY_KEY": "a-key-of-our-own"}


@pytest.fixture
def hospital():
    return hospitals.hospital()


@pytest.fixture
def api(client, hospital):
    client.force_login(hospitals.member("hospital_admin", hospital))
    return client


def step(client, row, verb, version, body=None):
    headers = {"If-Match": f'"v{version}"', "Idempotency-Key": f"{verb}-{version}-{row.pk}"}
    return client.post(f"{URL}/{row.pk}/{verb}", body or {}, "application/json", headers=headers)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_for_one_row_and_three(api, hospital, rows, django_assert_num_queries):
    for month in range(1, rows + 1):
        reports.approved(hospital, f"2026-0{month}-01")
    api.get(URL)

    with django_assert_num_queries(5):
        assert api.get(URL).json()["count"] == rows


def test_a_month_is_begun_once_per_key_and_filled_in(api, hospital):
    body = {"hospital": str(hospital.pk), "month": "2026-09"}

    first = api.post(URL, body, "application/json", **KEY)
    second = api.post(URL, body, "application/json", **KEY)
    url = f"{URL}/{first.json()['id']}"
    done = api.patch(url, reports.FIGURES, "application/json", headers={"If-Match": '"v1"'})
    change = {"discharges": 610, "discharges_reason": "补录"}
    api.patch(url, change, "application/json", headers={"If-Match": '"v2"'})

    assert (first.status_code, first.json()) == (201, second.json())
    assert (done.status_code, len(done.json()["volumes"])) == (200, 14)
    told = {
        row.measure: (row.value, row.reason) for row in MonthlyReport.objects.get().volumes.all()
    }
    assert (told["discharges"], told["surgeries"]) == ((610, "补录"), (200, ""))


def test_what_cannot_be_is_pointed_at(api, hospital):
    row = hospitals.report(hospital)

    answer = api.patch(
        f"{URL}/{row.pk}",
        {"outpatients": 290630000},
        "application/json",
        headers={"If-Match": '"v1"'},
    )

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/outpatients"]


def test_steps_take_version_and_another_person(client, api, hospital):
    row = reports.full(hospital)
    lead = hospitals.hospital()
    hospitals.network(lead, hospital)
    answers = [step(api, row, "submit", 1), step(api, row, "approve", 2)]
    client.force_login(hospitals.member("network_admin", lead))
    answers += [
        step(client, row, "send-back", 2),
        step(client, row, "approve", 2),
        step(client, row, "lock", 3),
        step(client, row, "reopen", 4, {"note": "漏报"}),
    ]

    assert [answer.status_code for answer in answers] == [200, 403, 422, 200, 200, 200]
    assert answers[-1].json()["state"] == "draft"


def test_completeness_is_by_hospital_and_month(api, hospital):
    reports.approved(hospital, "2026-09-01")

    found = api.get(f"{URL}/completeness", {"last": "2026-10"}).json()
    wrong = api.get(f"{URL}/completeness", {"last": "soon"})

    assert [(row["reported"], row["expected"]) for row in found] == [(1, 12)]
    assert (found[0]["states"]["2026-09"], found[0]["states"]["2026-10"]) == ("approved", "missing")
    assert wrong.status_code == 422
