import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from referrals.models import ReasonCode

LIST = reverse("api:reason-code-list")


def key():
    return {"Idempotency-Key": uuid.uuid4().hex}


def sent(**changes):
    today = timezone.localdate().isoformat()
    words = {"code": "flood", "label": "汛期道路中断", "counts_as": "system", "since": today}
    return words | {"sides": ["origin", "destination"]} | changes


@pytest.fixture
def lead(world, client):
    client.force_login(world.lead)
    return client


def post(client, url, content, **headers):
    return client.post(url, content, content_type="application/json", headers=headers)


def test_list_says_what_each_reason_is(world, client):
    client.force_login(world.receiver)

    rows = client.get(LIST, {"side": "system"}).json()["results"]

    row = ReasonCode.objects.get(code="died")
    assert rows == [
        {
            "id": str(row.pk),
            "code": "died",
            "label": "患者死亡",
            "sides": ["system"],
            "counts_as": "patient",
            "comment_required": False,
            "since": "2000-01-01",
            "until": None,
            "version": 1,
        }
    ]
    assert client.get(LIST, {"sides": "x"}).status_code == 400


def test_keepers_add_and_end(lead):
    made = post(lead, LIST, sent(), **key())
    url = reverse("api:reason-code-end", args=[made.json()["id"]])
    until = timezone.localdate().isoformat()

    blind = post(lead, url, {"until": until})
    ended = post(lead, url, {"until": until}, **{"If-Match": '"v1"'})

    assert (made.status_code, blind.status_code, ended.status_code) == (201, 428, 200)
    assert made.json()["sides"] == ["origin", "destination"]
    assert (ended.json()["until"], ended["ETag"]) == (until, '"v2"')


def test_others_are_refused_and_mistakes_named(world, client, lead):
    assert post(lead, LIST, sent(sides=["nobody"]), **key()).json()["errors"][0]["pointer"]
    assert post(lead, LIST, sent(since="2020-01-01"), **key()).status_code == 422
    client.force_login(world.receiver)

    assert post(client, LIST, sent(), **key()).status_code == 403
    assert client.delete(LIST).status_code == 405
