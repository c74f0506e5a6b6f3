from django.urls import reverse

from referrals.actions import duplicates
from tests.factories import referrals as make

DUPLICATES = reverse("api:duplicates")


def ask(client, **content):
    return client.post(DUPLICATES, {"id_number": make.ID_NUMBER} | content, "application/json")


def test_duplicates_are_told_without_the_person(world, client):
    referral = make.at_state(world, "submitted")
    client.force_login(world.clinician)

    (row,) = ask(client).json()

    assert (row["hospital"], row["state"], row["number"]) == (
        "模拟县医院",
        "submitted",
        referral.number,
    )
    assert sorted(row) == ["at", "hospital", "number", "phone", "state", "state_label"]


def test_wrong_numbers_strangers_and_too_many_are_refused(world, client, stranger, monkeypatch):
    client.force_login(world.clinician)
    assert ask(client, id_number="450305").status_code == 422
    assert ask(client, origin=str(world.centre.pk)).status_code == 403
    client.force_login(world.desk)
    assert ask(client).status_code == 403
    monkeypatch.setattr(duplicates, "ASKED_PER_HOUR", 0)
    client.force_login(stranger)
    assert ask(client).status_code == 429
