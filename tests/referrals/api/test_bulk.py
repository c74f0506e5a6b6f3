import pytest

from referrals.models import Referral
from tests.factories import referrals as make

URL = "/api/v1/referrals/bulk-transitions"
KEY = {"Idempotency-Key": "bulk-00001"}


@pytest.fixture
def send(client):
    def call(user, body):
        client.force_login(user, backend="portal.core.signin.LockoutBackend")
        return client.post(URL, body, content_type="application/json", headers=KEY)

    return call


def body(*rows, verb="receive"):
    return {"verb": verb, "items": [{"id": str(row.pk), "version": row.version} for row in rows]}


def test_all_rows_are_moved_once(world, send):
    rows = [make.at_state(world, "submitted") for _row in range(2)]

    answer, again = (send(world.receiver, body(*rows)) for _time in range(2))

    assert [row["state"] for row in answer.json()] == ["received", "received"]
    assert again["Idempotent-Replayed"] == "true"
    assert again.json() == answer.json()


def test_refusal_points_at_each_row_in_the_way(world, send):
    good, moved = (make.at_state(world, "submitted") for _row in range(2))
    make.move(world, moved, "receive")

    answer = send(world.receiver, body(good, moved))

    assert answer.status_code == 409
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/items/1"]
    assert Referral.objects.get(pk=good.pk).state == "submitted"


@pytest.mark.parametrize(
    "wrong, status",
    [
        ([], 400),
        ({"verb": "receive"}, 400),
        ({"verb": "receive", "items": [{"id": "x"}]}, 400),
        ({"verb": "receive", "items": []}, 422),
        ({"verb": "accept", "items": [{"id": "x", "version": 1}]}, 422),
    ],
)
def test_odd_bodies_are_refused(world, send, wrong, status):
    assert send(world.receiver, wrong).status_code == status


def test_all_rows_are_assigned(world, send):
    rows = [make.at_state(world, "received") for _row in range(2)]

    answer = send(
        world.receiver, body(*rows, verb="assign") | {"details": {"assignee": str(world.head.pk)}}
    )

    assert answer.status_code == 200
    assert Referral.objects.filter(assignee=world.head).count() == 2


def test_one_row_is_assigned_at_its_version(world, client):
    row = make.at_state(world, "received")
    client.force_login(world.receiver, backend="portal.core.signin.LockoutBackend")
    sent = {"assignee": str(world.receiver.pk)}

    answer = client.post(
        f"/api/v1/referrals/{row.pk}/assign",
        sent,
        content_type="application/json",
        headers={"If-Match": f'"v{row.version}"'},
    )

    assert answer.json()["assignee"] == world.receiver.display_name


def test_foreign_rows_are_refused(world, send, stranger):
    assert send(stranger, body(make.at_state(world, "submitted"))).status_code == 422
