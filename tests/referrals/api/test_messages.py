from django.urls import reverse

from referrals.models import ReferralMessage
from tests.factories import referrals as make


def post(client, name, referral, key="messages-1", **content):
    address = reverse(f"api:referral-{name}", args=[referral.pk])
    return client.post(address, content, "application/json", headers={"Idempotency-Key": key})


def test_messages_are_said_once_and_read_by_both_sides(world, client):
    referral = make.at_state(world, "received")
    client.force_login(world.clinician)

    said = [post(client, "messages", referral, text="已出发。") for _time in range(2)]
    client.force_login(world.receiver)
    (shown,) = client.get(reverse("api:referral-messages", args=[referral.pk])).json()

    assert [answer.status_code for answer in said] == [201, 201]
    assert ReferralMessage.objects.count() == 1
    assert shown == said[0].json()
    assert (shown["text"], shown["side"], shown["kind"]) == ("已出发。", "origin", "message")


def test_reminders_are_refused_to_whose_turn_it_is_and_too_soon(world, client):
    referral = make.at_state(world, "received")
    client.force_login(world.receiver)
    assert post(client, "urge", referral).status_code == 403
    client.force_login(world.coordinator)

    answers = [post(client, "urge", referral, key=f"urge-key-{n}") for n in range(2)]

    assert [answer.status_code for answer in answers] == [201, 409]
    assert answers[1].json()["code"] == "urged_lately"
    assert post(client, "messages", referral, key="messages-2").status_code == 422


def test_strangers_find_nothing(world, client, stranger):
    referral = make.at_state(world, "received")
    client.force_login(stranger)

    assert client.get(reverse("api:referral-messages", args=[referral.pk])).status_code == 404
