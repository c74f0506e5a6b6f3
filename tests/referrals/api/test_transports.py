from django.urls import reverse

from referrals.models import Transport
from tests.factories import referrals as make


def address(referral):
    return reverse("api:referral-transport", args=[referral.pk])


def test_journey_is_read_and_corrected_at_its_version(world, client):
    referral = make.at_state(world, "in_transit")
    client.force_login(world.coordinator)
    tag = client.get(address(referral))["ETag"]

    def change(tag):
        headers = {"If-Match": tag} if tag else {}
        body = {"driver": "黄司机"}
        return client.patch(address(referral), body, "application/json", headers=headers)

    assert change("").status_code == 428
    answer = change(tag)
    assert (answer.status_code, answer.json()["driver"]) == (200, "黄司机")
    assert change(tag).status_code == 412
    assert Transport.objects.get().vehicle == "桂C·00000"


def test_nobody_has_set_out(world, client):
    referral = make.at_state(world, "accepted")
    client.force_login(world.coordinator)

    assert client.get(address(referral)).status_code == 404
