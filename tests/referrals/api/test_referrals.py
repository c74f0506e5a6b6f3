import json
import threading

import pytest
from django.db import connections
from django.test import Client

from portal.models import AuditEvent
from referrals.models import Referral
from tests.factories import referrals as make

URL = "/api/v1/referrals"


@pytest.fixture
def api(client):
    """Call the API as somebody: api(user, method, url, body, **headers) → response."""

    def call(user, method, url, body=None, **headers):
        client.force_login(user, backend="portal.core.signin.LockoutBackend")
        options = {"content_type": "application/json"} if body is not None else {}
        return getattr(client, method)(
            url, **({"data": body} if body is not None else {}), **options, headers=headers
        )

    return call


def filing(world, **changes):
    content = make.content(world, **changes)
    for name in ("origin_department", "destination", "destination_department"):
        content[name] = str(content[name].pk)
    content["residence"] = world.county.region.code
    return content


def test_file_then_move_by_five_people(world, api):
    made = api(world.clinician, "post", URL, filing(world), **{"Idempotency-Key": "filing-0001"})
    assert made.status_code == 201, made.content
    url = made["Location"]
    body = made.json()

    for verb in make.MAIN_LINE:
        user = getattr(world, make.ACTORS[verb])
        shown = api(user, "get", url).json()
        assert verb in [entry["action"] for entry in shown["available_actions"]]
        details = {
            name: str(getattr(value, "pk", value))
            for name, value in make.details(world, verb).items()
        }
        moved = api(
            user,
            "post",
            f"{url}/transitions/{verb}",
            details,
            **{"If-Match": f'"v{body["version"]}"', "Idempotency-Key": f"move-{verb}"},
        )
        assert moved.status_code == 200, moved.content
        body = moved.json()

    assert body["state"] == "completed"
    events = api(world.clinician, "get", f"{url}/events").json()
    assert [event["action"] for event in events] == ["create", *make.MAIN_LINE]


def test_same_key_same_reply_other_body_refused(world, api):
    key = {"Idempotency-Key": "filing-0002"}
    first = api(world.clinician, "post", URL, filing(world), **key)
    again = api(world.clinician, "post", URL, filing(world), **key)
    other = api(world.clinician, "post", URL, filing(world, summary="别的"), **key)

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert again.json() == first.json()
    assert again["Idempotent-Replayed"] == "true"
    assert Referral.objects.count() == 1


@pytest.mark.parametrize(
    ("user", "verb", "headers", "status"),
    [
        ("receiver", "receive", {}, 428),
        ("receiver", "receive", {"If-Match": '"v1"'}, 412),
        ("receiver", "accept", {"If-Match": '"v3"'}, 409),
        ("coordinator", "receive", {"If-Match": '"v3"'}, 403),
        ("clinician", "cancel", {"If-Match": '"v3"'}, 422),
        ("receiver", "fly", {"If-Match": '"v3"'}, 404),
    ],
)
def test_refusals_are_problems(world, api, user, verb, headers, status):
    referral = make.at_state(world, "submitted")

    answer = api(
        getattr(world, user),
        "post",
        f"{URL}/{referral.pk}/transitions/{verb}",
        {},
        **{"Idempotency-Key": "refused-1", **headers},
    )

    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["request_id"]
    assert Referral.objects.get(pk=referral.pk).version == 3


def test_incomplete_details_point_at_the_field(world, api):
    referral = make.at_state(world, "received")

    answer = api(
        world.receiver,
        "post",
        f"{URL}/{referral.pk}/transitions/decline",
        {"reason_code": "other"},
        **{"If-Match": f'"v{referral.version}"', "Idempotency-Key": "decline-1"},
    )

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/note"]


def test_unknown_parameter_is_refused(world, api):
    answer = api(world.clinician, "get", f"{URL}?stat=draft")

    assert answer.status_code == 400


def test_stranger_finds_nothing(world, api, stranger):
    referral = make.at_state(world, "submitted")

    assert api(stranger, "get", f"{URL}/{referral.pk}").status_code == 404
    assert api(stranger, "get", URL).json()["count"] == 0


def test_draft_is_invisible_to_the_destination(world, api):
    referral = make.draft(world)

    assert api(world.receiver, "get", f"{URL}/{referral.pk}").status_code == 404


def test_identity_is_masked_until_revealed_for_a_reason(world, api):
    referral = make.at_state(world, "submitted")
    url = f"{URL}/{referral.pk}"

    shown = api(world.receiver, "get", url).json()
    assert (shown["patient_name"], shown["phone"]) == ("覃**", "138****1111")
    assert api(world.receiver, "post", f"{url}/reveal", {}).status_code == 422
    revealed = api(world.receiver, "post", f"{url}/reveal", {"reason": "treatment"}).json()

    assert revealed["id_number"] == make.ID_NUMBER
    event = AuditEvent.objects.get(verb="referral.reveal")
    assert (event.actor_id, event.detail) == (world.receiver.pk, {"reason": "treatment"})


def test_commission_reads_no_referral(world, api, commission_of):
    referral = make.at_state(world, "submitted")
    viewer = commission_of(world.county.region.parent.parent)

    answers = [api(viewer, "get", url).status_code for url in (URL, f"{URL}/{referral.pk}")]

    assert answers == [403, 403]


def test_lead_of_the_network_sees_no_identity(world, api):
    referral = make.at_state(world, "submitted")
    viewer = world.lead
    url = f"{URL}/{referral.pk}"

    shown = api(viewer, "get", url).json()

    assert (shown["id_number"], shown["phone"]) == ("****", "****")
    assert [move["action"] for move in shown["available_actions"]] == ["mark_error"]
    assert api(viewer, "post", f"{url}/reveal", {"reason": "treatment"}).status_code == 403


def test_patch_changes_a_draft_and_keeps_the_rest(world, api):
    referral = make.draft(world)
    url = f"{URL}/{referral.pk}"

    changed = api(
        world.clinician, "patch", url, {"summary": "胸痛三小时。"}, **{"If-Match": '"v1"'}
    )
    stale = api(world.clinician, "patch", url, {"summary": "旧"}, **{"If-Match": '"v1"'})

    assert (changed.status_code, stale.status_code) == (200, 412), changed.content
    stored = Referral.objects.get(pk=referral.pk)
    assert (stored.summary, stored.main_diagnosis) == ("胸痛三小时。", "急性心肌梗死")


@pytest.mark.parametrize("rows", [1, 3])
def test_list_query_count(world, api, client, django_assert_num_queries, rows):
    for _number in range(rows):
        make.at_state(world, "submitted")
    api(world.receiver, "get", URL)

    # session, user with versions, count, rows
    with django_assert_num_queries(4):
        assert client.get(URL).json()["count"] == rows


def test_schema_is_openapi_31_and_names_every_move(world, api):
    answer = api(world.clinician, "get", "/api/schema/?format=json")

    schema = answer.json()
    assert schema["openapi"] == "3.1.0"
    assert "/api/v1/referrals/{id}/transitions/{verb}" in schema["paths"]


@pytest.mark.parametrize("body", [None, 5, "text", [1, 2], [["patient_name", "x"]]])
def test_a_body_that_is_no_object_is_malformed(world, api, body):
    sent = json.dumps(body)

    answer = api(world.clinician, "post", URL, sent, **{"Idempotency-Key": "filing-0001"})

    assert answer.status_code == 400


@pytest.mark.parametrize("value", [[1], {"a": 1}, "\ud800", "a\u0000b"])
def test_a_value_that_is_no_text_is_named(world, api, value):
    sent = json.dumps({"patient_name": value})

    answer = api(world.clinician, "post", URL, sent, **{"Idempotency-Key": "filing-0001"})

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/patient_name"]


@pytest.mark.parametrize("value", [5, True, "0001-01-01T00:00:00", "9999-12-31T23:59:59Z"])
def test_an_impossible_moment_is_named(world, api, value):
    referral = make.at_state(world, "accepted")
    headers = {"If-Match": f'"v{referral.version}"', "Idempotency-Key": "schedule-1"}
    url = f"{URL}/{referral.pk}/transitions/schedule"

    answer = api(world.receiver, "post", url, json.dumps({"scheduled_for": value}), **headers)

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/scheduled_for"]


@pytest.mark.parametrize("header", ["v²", "v" + "9" * 5000, "*"])
def test_a_version_is_a_short_number(world, api, header):
    url = f"{URL}/{make.draft(world).pk}"

    assert api(world.clinician, "patch", url, "{}", **{"If-Match": header}).status_code == 412


# Session, user with versions of what rarely changes; begin, key; region by its name and what is
# above it, number; all new rows; the reply kept, commit. Once more
# for everything that was not asked since it changed: memberships, networks and relations beside,
# two hospitals, two departments, whether a table of diagnoses is loaded, relations, network leads
# (of hospitals without a level), rules.
STATEMENTS_OF_A_FILING, OF_THE_FIRST_AFTER_A_CHANGE = 10, 20


@pytest.mark.parametrize("number", [OF_THE_FIRST_AFTER_A_CHANGE, STATEMENTS_OF_A_FILING])
def test_a_filing_takes_as_many_statements_as_it_has_parts(
    world, api, client, number, django_assert_num_queries
):
    api(world.clinician, "get", URL)
    content, asked = filing(world), {"content_type": "application/json"}
    if number == STATEMENTS_OF_A_FILING:
        client.post(URL, content, headers={"Idempotency-Key": "filing-0001"}, **asked)

    with django_assert_num_queries(number):
        made = client.post(URL, content, headers={"Idempotency-Key": "filing-0002"}, **asked)

    assert made.status_code == 201
    assert made.json()["offers"] == []


@pytest.mark.parametrize("name", ["destination", "origin_department", "destination_department"])
@pytest.mark.parametrize("value", ["no-id", "01a20146-a1f8-7081-b4c1-1897b849e817"])
def test_a_place_that_is_none_is_named(world, api, name, value):
    content = filing(world) | {name: value}

    answer = api(world.clinician, "post", URL, content, **{"Idempotency-Key": "filing-0001"})

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [f"/{name}"]


def test_the_answer_to_a_filing_is_what_is_read_later(world, api):
    content = filing(world, other_diagnoses="I10 高血压", key_results="2026-01-03 心电图：正常")
    made = api(world.clinician, "post", URL, content, **{"Idempotency-Key": "filing-0001"})

    later = api(world.clinician, "get", made["Location"])

    assert made.json()["other_diagnoses"] == [{"rank": 2, "code": "I10", "name": "高血压"}]
    assert made.json()["consent"] is not None
    assert made.json() == later.json()


def test_consent_is_withdrawn_at_the_version_that_was_read(world, api):
    referral = make.at_state(world, "accepted")
    url, body = f"{URL}/{referral.pk}", {"reason": "家属来电"}
    sent = {"If-Match": f'"v{referral.version}"', "Idempotency-Key": "withdraw-0001"}

    assert api(world.receiver, "get", url).json()["record"] == "whole"
    done = api(world.clinician, "post", f"{url}/withdraw_consent", body, **sent)

    assert (done.status_code, done.json()["consent"]["withdrawn_reason"]) == (200, "家属来电")
    assert api(world.receiver, "get", url).json()["record"] == "summary"
    sent["Idempotency-Key"] = "withdraw-0002"
    again = api(world.clinician, "post", f"{url}/withdraw_consent", body, **sent)
    assert again.status_code == 412


@pytest.fixture
def busy_world(transactional_db):
    """Committed, so that threads with connections of their own see it."""
    return make.World()


def test_twenty_posts_at_once_with_one_key_file_one_referral(busy_world):
    content = filing(busy_world)
    meet, answers = threading.Barrier(20), []

    def post():
        client = Client()
        client.force_login(busy_world.clinician, backend="portal.core.signin.LockoutBackend")
        meet.wait(timeout=30)
        key = {"Idempotency-Key": "twenty-at-once"}
        answers.append(client.post(URL, content, "application/json", headers=key))
        connections.close_all()

    threads = [threading.Thread(target=post) for _number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [answer.status_code for answer in answers] == [201] * 20
    assert {answer["Location"] for answer in answers} == {answers[0]["Location"]}
    assert Referral.objects.count() == 1
