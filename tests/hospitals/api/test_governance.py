import pytest

from hospitals.models import Agreement, HospitalName
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
BASE = "/api/v1"
KEY = {"HTTP_IDEMPOTENCY_KEY": "a-key-of-our-own"}
SEEN = {"If-Match": '"v1"'}


@pytest.fixture
def network():
    return hospitals.network(hospitals.hospital("甲院"))


@pytest.fixture
def api(client, network):
    client.force_login(hospitals.member("network_admin", network.lead))
    return client


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    "path, queries", [("agreements", 4), ("policies", 4), ("committees", 5), ("committee-seats", 4)]
)
def test_list_asks_the_same_for_one_row_and_three(
    api, network, path, queries, rows, django_assert_num_queries
):
    for number in range(rows):
        hospitals.agreement(network, title=f"{number}")
        hospitals.policy(network, f"{number}")
        hospitals.seat(hospitals.committee(network, f"{number}"))
    api.get(f"{BASE}/{path}")

    with django_assert_num_queries(queries):
        assert api.get(f"{BASE}/{path}").json()["count"] == rows


def test_agreement_is_recorded_and_revised(api, network):
    body = {"network": str(network.pk), "title": "协议", "kind": "framework"}
    body |= {"first_party": str(network.lead_id), "other_parties": "模拟政府"}

    made = api.post(f"{BASE}/agreements", body, "application/json", **KEY)
    url = f"{BASE}/agreements/{made.json()['id']}"
    done = api.patch(url, {"expires_on": "2030-01-01"}, "application/json", headers=SEEN)

    assert (made.status_code, done.status_code) == (201, 200)
    assert Agreement.objects.get().expires_on.year == 2030
    assert done.json()["first_party"]["name"] == "甲院"


def test_committee_shows_its_seats_and_tells_why_a_second_chair_is_refused(api, network):
    group = hospitals.committee(network)
    body = {"committee": str(group.pk), "role": "chair", "person": "模拟甲", "since": "2024-01-01"}

    made = api.post(f"{BASE}/committee-seats", body, "application/json", **KEY)
    again = api.post(
        f"{BASE}/committee-seats",
        body | {"person": "模拟乙"},
        "application/json",
        HTTP_IDEMPOTENCY_KEY="another-key-of-ours",
    )

    assert (made.status_code, again.status_code) == (201, 409)
    seats = api.get(f"{BASE}/committees/{group.pk}").json()["seats"]
    assert [seat["person"] for seat in seats] == ["模拟甲"]


def test_plan_and_name_of_a_hospital_are_kept(client, network):
    client.force_login(hospitals.member("hospital_admin", network.lead))
    place = {"hospital": str(network.lead_id)}
    plan = place | {"year": 2026, "actions": "举措", "owner_department": "部", "status": "dropped"}
    name = place | {"name": "旧院", "reason": "merged", "until": "2020-01-01"}

    made = client.post(f"{BASE}/hospital-plans", plan, "application/json", **KEY)
    named = client.post(
        f"{BASE}/hospital-names", name, "application/json", HTTP_IDEMPOTENCY_KEY="another-key"
    )
    on = client.get(f"{BASE}/hospital-names", {"on": "2019-01-01"}).json()["count"]

    assert (made.status_code, named.status_code, on) == (201, 201, 1)
    assert HospitalName.objects.get().kind == "former"


def test_hospital_is_renamed_and_merged_at_the_version_read(client, network):
    client.force_login(hospitals.member("hospital_admin", network.lead))
    into = hospitals.hospital()
    hospitals.network(into, network.lead)
    url = f"{BASE}/hospitals/{network.lead_id}"
    renaming = {"name": "乙院", "reason": "renamed", "since": "2024-01-01"}
    merger = {"successor": str(into.pk), "closed_on": "2025-01-01"}

    renamed = client.post(f"{url}/rename", renaming, "application/json", headers=SEEN, **KEY)
    second = {"If-Match": '"v2"', "Idempotency-Key": "another-key"}
    merged = client.post(f"{url}/merge", merger, "application/json", headers=second)

    assert (renamed.json()["name"], merged.json()["successor"]["id"]) == ("乙院", str(into.pk))
    then = client.get(f"{BASE}/hospitals", {"as_of": "2023-01-01", "q": "乙院"}).json()["results"]
    assert [row["name_then"] for row in then] == ["甲院"]
