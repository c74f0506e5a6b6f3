import uuid

from django.urls import reverse

from tests.factories import referrals as make

REVIEW = reverse("api:review-list")


def decide(client, referral, verb, version=None, **content):
    return client.post(
        reverse("api:review-decide", args=[referral.pk, verb]),
        content,
        "application/json",
        headers={
            "If-Match": f'"v{version or referral.version}"',
            "Idempotency-Key": uuid.uuid4().hex,
        },
    )


def test_queue_is_in_the_order_of_the_page(world, client):
    routine = make.at_state(world, "submitted")
    emergency = make.at_state(world, "submitted", priority="emergency")
    make.at_state(world, "accepted")
    client.force_login(world.receiver)

    numbers = [row["number"] for row in client.get(REVIEW).json()["results"]]

    assert numbers == [emergency.number, routine.number]


def test_deciding_takes_one_call_from_submitted_to_accepted(world, client):
    referral = make.at_state(world, "submitted")
    client.force_login(world.receiver)
    details = make.details(world, "accept")
    content = details | {
        "department": str(world.unit.pk),
        "valid_until": str(details["valid_until"]),
    }

    stale = decide(client, referral, "accept", version=99, **content)
    done = decide(client, referral, "accept", **content)

    assert stale.status_code == 412
    assert (done.status_code, done.json()["state"]) == (200, "accepted")
    assert done["ETag"] == f'"v{done.json()["version"]}"'


def test_only_decisions_may_be_asked_for(world, client, stranger):
    referral = make.at_state(world, "submitted")
    client.force_login(world.receiver)

    assert decide(client, referral, "schedule").status_code == 404
    assert decide(client, referral, "decline").status_code == 422
    client.force_login(stranger)
    assert decide(client, referral, "accept").status_code == 404
