import pytest

from hospitals.actions import claims
from hospitals.models import Claim, ClaimProposal
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
URL, PROPOSALS = "/api/v1/claims", "/api/v1/claim-proposals"


def key(name):
    return {"Idempotency-Key": f"our own key to {name}", "If-Match": '"v1"'}


@pytest.fixture
def api(client):
    claims.load()
    client.force_login(hospitals.member("network_admin", hospitals.hospital("模拟市医院")))
    return client


@pytest.mark.parametrize("size", [1, 3])
def test_list_asks_the_same_for_one_row_and_three(api, size, django_assert_num_queries):
    with django_assert_num_queries(11):
        found = api.get(URL, {"page_size": size}).json()

    assert (found["count"], len(found["results"])) == (203, size)


def test_printed_and_proposed_stand_side_by_side(api):
    (row,) = api.get(URL, {"q": "S1-052"}).json()["results"]

    assert (row["printed"], row["unit"]) == ("2387", "万人")
    (reading,) = row["proposals"]
    assert (reading["proposed"], reading["unit"], reading["state"]) == (
        "23.87",
        "万人次",
        "proposed",
    )


def test_findings(api):
    found = api.get(f"{URL}/findings").json()

    assert len(found) == 22
    assert found[0]["subjects"] == ["S1-051"]
    assert found[0]["text"] == "4200 张床位不可能有门诊 29063万人次。"


def test_reading_is_proposed_and_decided_by_another(api):
    claim = Claim.objects.get(code="S1-038")
    body, state = {"proposed": "12.5", "unit": "%", "reason": "推算"}, {"state": "verified"}

    made = api.post(f"{URL}/{claim.pk}/propose", body, "application/json", headers=key("make"))
    row = f"{PROPOSALS}/{made.json()['id']}"
    own = api.post(f"{row}/decide", state, "application/json", headers=key("decide"))
    back = api.post(f"{row}/withdraw", {}, "application/json", headers=key("withdraw"))

    assert (made.status_code, own.status_code, back.json()["state"]) == (201, 403, "withdrawn")


def test_decide(api):
    row = f"{PROPOSALS}/{ClaimProposal.objects.first().pk}"

    state = {"state": "verified"}
    done = api.post(f"{row}/decide", state, "application/json", headers=key("decide"))

    assert (done.status_code, done.json()["state"], done["ETag"]) == (200, "verified", '"v2"')
