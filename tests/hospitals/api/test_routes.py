import pytest

from hospitals.models import ReferralRoute
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
URL = "/api/v1/referral-routes"
KEY = {"HTTP_IDEMPOTENCY_KEY": "a-key-of-our-own"}
KEY_2 = {"HTTP_IDEMPOTENCY_KEY": "another-key-of-ours"}


@pytest.fixture
def member():
    return hospitals.hospital()


@pytest.fixture
def network(member):
    return hospitals.network(hospitals.hospital(), member)


@pytest.fixture
def api(client, network):
    client.force_login(hospitals.member("network_admin", network.lead))
    return client


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_for_one_row_and_three(api, network, rows, django_assert_num_queries):
    for _number in range(rows):
        hospitals.route(network, network.lead, hospitals.hospital())
    api.get(URL)

    with django_assert_num_queries(4):
        assert api.get(URL).json()["count"] == rows


def test_route_is_opened_and_ended(api, network, member):
    content = {
        "network": str(network.pk),
        "origin": str(member.pk),
        "destination": str(network.lead_id),
        "direction": "up",
        "since": "2024-01-01",
    }

    made = api.post(URL, content, "application/json", **KEY)
    end = f"{URL}/{made.json()['id']}/end"
    last = {"until": "2024-02-01"}
    ended = api.post(end, last, "application/json", headers={"If-Match": made["ETag"]})

    assert (made.status_code, ended.status_code) == (201, 200)
    assert (ended.json()["until"], ended["ETag"]) == ("2024-02-01", '"v2"')


def test_generating_dry_writes_nothing(api, network):
    order = {"network": str(network.pk)}

    dry = api.post(f"{URL}/generate", order | {"dry_run": True}, "application/json", **KEY)
    before = ReferralRoute.objects.count()
    done = api.post(f"{URL}/generate", order, "application/json", **KEY_2)

    assert (len(dry.json()["to_open"]), before) == (2, 0)
    assert (dry.json(), ReferralRoute.objects.count()) == (done.json(), 2)


def test_foreign_network_is_not_offered(api):
    foreign = hospitals.network(hospitals.hospital())

    answer = api.post(f"{URL}/generate", {"network": str(foreign.pk)}, "application/json", **KEY)

    assert [error["pointer"] for error in answer.json()["errors"]] == ["/network"]
