import datetime as dt

import pytest
from django.utils import timezone

from referrals.models import Timer
from tests.factories import hospitals
from tests.factories import referrals as make

URL, LATE = "/api/v1/sla", "/api/v1/timers"
KEY = {"HTTP_IDEMPOTENCY_KEY": "a-key-of-our-own"}


@pytest.fixture
def network(world):
    return world.centre.led_networks.get()


@pytest.fixture
def lead(client, world):
    client.force_login(hospitals.member("network_admin", world.centre))
    return client


def content(network, **changed):
    return {
        "network": str(network.pk),
        "kind": "decided",
        "priority": "routine",
        "amount": 3,
        "unit": "workdays",
        "since": timezone.localdate().isoformat(),
    } | changed


def test_rule_is_set_listed_and_ended(lead, network):
    made = lead.post(URL, content(network), "application/json", **KEY)
    assert (made.status_code, made.json()["workdays"], made["ETag"]) == (201, 3, '"v1"')
    url = f"{URL}/{made.json()['id']}"
    assert [row["id"] for row in lead.get(URL).json()["results"]] == [made.json()["id"]]

    ended = lead.post(f"{url}/end", headers={"If-Match": '"v1"'})

    assert ended.json()["until"] == timezone.localdate().isoformat()
    assert lead.post(f"{url}/end", headers={"If-Match": '"v1"'}).status_code == 412


def test_wrong_rule_is_refused_at_its_field(lead, network):
    answer = lead.post(URL, content(network, amount=99), "application/json", **KEY)

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/amount"]


def test_what_is_in_force_is_told_with_its_source(lead, network):
    lead.post(URL, content(network), "application/json", **KEY)

    rows = lead.get(f"{URL}/in-force", {"network": str(network.pk)}).json()

    found = {(row["kind"], row["priority"]): row for row in rows}
    assert found["decided", "routine"] | {"kind": "", "priority": ""} == {
        "kind": "",
        "priority": "",
        "minutes": None,
        "workdays": 3,
        "is_own": True,
    }
    assert found["received", "emergency"]["minutes"] == 5
    assert found["scheduled", "emergency"]["minutes"] is None


def test_coordinator_may_not_set(client, world, network):
    client.force_login(world.receiver)

    assert client.post(URL, content(network), "application/json", **KEY).status_code in {403, 422}


def test_late_clocks_are_listed_without_the_patient(client, world):
    make.at_state(world, "submitted", priority="urgent")
    Timer.objects.update(due_at=timezone.now() - dt.timedelta(hours=1))
    client.force_login(world.receiver)

    rows = client.get(LATE, {"kind": "received"}).json()["results"]

    assert [row["kind"] for row in rows] == ["received"]
    assert set(rows[0]["referral"]) == {"id", "number", "state", "origin", "destination"}
    assert client.get(LATE, {"kinds": "received"}).status_code == 400
