import pytest

from referrals.models import Referral, ServiceRequest
from tests.factories import referrals as make
from tests.factories import service_requests as services

URL = "/api/v1/service-requests"


@pytest.fixture
def api(client):
    """Call the API as somebody: api(user, method, url, body, **headers) → response."""

    def call(user, method, url, body=None, **headers):
        client.force_login(user)
        options = {"data": body, "content_type": "application/json"} if body is not None else {}
        return getattr(client, method)(url, headers=headers, **options)

    return call


def body_of(world, **changes):
    content = services.content(world, **changes)
    for name in ("destination", "destination_department"):
        content[name] = str(content[name].pk)
    return content | {"birth_date": "1990-01-01"}


def headers(version, key):
    return {"If-Match": f'"v{version}"', "Idempotency-Key": f"key-of-{key}"}


def test_ask_answer_acknowledge(world, api):
    made = api(world.clinician, "post", URL, body_of(world), **{"Idempotency-Key": "service-0001"})
    assert made.status_code == 201, made.content
    url, body = made["Location"], made.json()

    for verb in services.LINE:
        user = getattr(world, services.ACTORS[verb])
        offered = api(user, "get", url).json()["available_actions"]
        assert verb in [entry["action"] for entry in offered]
        moved = api(
            user,
            "post",
            f"{url}/transitions/{verb}",
            services.DETAILS.get(verb, {}),
            **headers(body["version"], verb),
        )
        assert moved.status_code == 200, moved.content
        body = moved.json()

    assert (body["state"], body["conclusion"]) == ("acknowledged", "建议手术治疗。")
    events = api(world.clinician, "get", f"{url}/events").json()
    assert [event["action"] for event in events] == ["request", *services.LINE]


@pytest.mark.parametrize(
    ("user", "verb", "sent", "status"),
    [
        ("receiver", "receive", {}, 428),
        ("receiver", "receive", headers(9, "stale"), 412),
        ("receiver", "acknowledge", headers(1, "side"), 403),
        ("head", "report", headers(1, "state"), 409),
        ("head", "decline", headers(1, "reason"), 422),
        ("head", "dance", headers(1, "unknown"), 404),
    ],
)
def test_refusals_have_their_status(world, api, user, verb, sent, status):
    service = services.ask(world)

    answer = api(getattr(world, user), "post", f"{URL}/{service.pk}/transitions/{verb}", {}, **sent)

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"


def test_patient_comes_from_the_referral(world, api):
    referral = make.at_state(world, "submitted")
    body = body_of(world) | {"referral": str(referral.pk)}

    made = api(world.clinician, "post", URL, body, **{"Idempotency-Key": "service-0002"})

    assert made.json()["referral"] == str(referral.pk)
    assert ServiceRequest.objects.get().patient.id_hash == referral.patient.id_hash


@pytest.mark.parametrize("name", ["referral", "origin"])
def test_unknown_places_are_refused(world, api, name):
    body = body_of(world) | {name: "nonsense"}

    made = api(world.clinician, "post", URL, body, **{"Idempotency-Key": "service-0003"})

    assert made.status_code == 422
    assert made.json()["errors"][0]["pointer"] == f"/{name}"


def test_who_may_not_ask_is_refused(world, api):
    made = api(world.head, "post", URL, body_of(world), **{"Idempotency-Key": "service-0004"})

    assert made.status_code == 403


def test_convert_once(world, api):
    service = services.answered(world)
    url = f"{URL}/{service.pk}/convert"

    made = api(world.clinician, "post", url, {}, **headers(service.version, "convert"))
    again = api(world.clinician, "post", url, {}, **headers(service.version, "convert"))

    assert (made.status_code, again.status_code) == (201, 201)
    assert made.json()["referral"] == str(Referral.objects.get().pk)


def test_reveal_needs_a_reason(world, api):
    service = services.ask(world)
    url = f"{URL}/{service.pk}/reveal"

    assert api(world.head, "post", url, {}).status_code == 422
    assert api(world.head, "post", url, {"reason": "treatment"}).json()["name"] == "覃测试"


def test_list_takes_the_same_queries_for_one_row_and_three(
    world, client, django_assert_num_queries
):
    client.force_login(world.head)
    services.ask(world)
    client.get(URL)
    with django_assert_num_queries(4):
        client.get(URL)
    services.ask(world)
    services.ask(world)

    with django_assert_num_queries(4):
        assert client.get(URL).json()["count"] == 3


def test_list_is_scoped_and_filtered(world, api, stranger):
    services.ask(world)
    services.ask(world, kind="imaging", materials="CT")

    assert api(world.head, "get", URL).json()["count"] == 2
    assert api(world.head, "get", f"{URL}?kind=imaging").json()["count"] == 1
    assert api(stranger, "get", URL).json()["count"] == 0
    assert api(world.head, "get", f"{URL}?colour=red").status_code == 400
