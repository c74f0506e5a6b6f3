import pytest
from django.utils import timezone

from referrals.actions import arrival_codes, readmissions
from referrals.readers.lines import Result
from tests.factories import care, hospitals
from tests.factories import referrals as make

ROOT = "/api/v1"


@pytest.fixture
def api(client):
    """Call the API as somebody: api(user, path, body, version) posts, without a body it gets."""

    def call(user, path, body=None, version=None):
        client.force_login(user)
        if body is None:
            return client.get(f"{ROOT}/{path}")
        headers = {"Idempotency-Key": f"key of {path} {version} {sorted(body)}"[:100]}
        headers |= {"If-Match": f'"v{version}"'} if version else {}
        return client.post(f"{ROOT}/{path}", body, content_type="application/json", headers=headers)

    return call


def test_down_referral(world, api):
    treated = make.at_state(world, "treated")
    author = hospitals.member("referring_clinician", world.centre)
    body = {name: text for name, text in care.DOWN.items() if isinstance(text, str)}
    body |= {"destination": str(world.county.pk), "follow_up_plan": "复查。", "days": "7, 30"}

    made = api(author, "down-referrals", body | {"referral": str(treated.pk)})
    missing = api(author, "down-referrals", body | {"referral": "nonsense"})

    assert made.status_code == 201, made.content
    assert made.json()["parent"] == str(treated.pk)
    assert missing.status_code == 422
    assert api(author, "down-referrals").json()["count"] == 1


def test_follow_up_is_recorded_moved_cancelled_added_and_sent_up(world, api):
    child = care.taken_over(world)
    first, second, third = care.tasks(world, child)
    found = {"kind": "phone", "findings": "胸痛", "readmitted": False, "needs_referral": True}
    when = {"due_on": "2030-01-01", "kind": "clinic"}

    answers = [
        api(world.clinician, f"follow-ups/{first.pk}/record", found, 1),
        api(world.clinician, f"follow-ups/{second.pk}/move", when, 1),
        api(world.clinician, f"follow-ups/{third.pk}/cancel", {"findings": "迁居"}, 1),
        api(world.clinician, "follow-ups", when | {"referral": str(child.pk)}),
        api(world.clinician, f"follow-ups/{first.pk}/send-up", {}, 2),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 201, 201]
    assert answers[0].json()["findings"] == "胸痛"
    assert api(world.clinician, f"follow-ups/{first.pk}/record", found).status_code == 428
    assert api(world.clinician, f"follow-ups/{first.pk}/record", found, 9).status_code == 412
    assert api(world.clinician, "follow-ups?state=open").json()["count"] == 2


def test_recognition(world, api):
    referral = make.at_state(world, "admitted")
    body = {"referral": str(referral.pk), "item": "血常规", "verdict": "recognised"}

    made = api(world.head, "recognitions", body)
    refused = api(world.clinician, "recognitions", body)

    assert (made.status_code, refused.status_code) == (201, 403)
    listed = api(world.clinician, f"recognitions?referral={referral.pk}").json()
    assert [(row["item"], row["result"]) for row in listed["results"]] == [("血常规", None)]


def test_recognition_names_a_result_by_its_number(world, api):
    results = [Result("头颅CT", "未见出血"), Result("血常规")]
    referral = make.at_state(world, "admitted", key_results=results)
    body = {"referral": str(referral.pk), "result": 2, "verdict": "recognised"}

    made = api(world.head, "recognitions", body)
    beyond = api(world.head, "recognitions", body | {"result": 3, "comment": ""})

    assert (made.json()["result"], made.json()["item"]) == (2, "血常规")
    assert [error["pointer"] for error in beyond.json()["errors"]] == ["/result"]


def test_readmission_is_judged(world, api):
    earlier = make.at_state(world, "treated")
    again = make.at_state(world, "admitted", id_number=earlier.patient.id_number)
    flag = readmissions.check(again, at=timezone.now())

    judged = api(world.head, f"readmissions/{flag.pk}/judge", {"verdict": "planned"}, 1)

    assert judged.json()["verdict"] == "planned"
    assert api(world.head, "readmissions?verdict=pending").json()["count"] == 0


def test_what_was_skipped_is_made_good(world, api):
    review = care.owed(make.draft(world))
    unknown = make.draft(world, id_type="unknown", id_number="")
    identity = care.owed(unknown, kind="identity")
    who = {"patient_name": "韦测试", "id_type": "resident", "id_number": make.ID_NUMBER}

    done = [
        api(world.reviewer, f"catch-ups/{review.pk}/review", {"outcome": "confirmed"}, 1),
        api(world.clinician, f"catch-ups/{identity.pk}/identity", who, 1),
    ]

    assert [answer.status_code for answer in done] == [200, 200]
    assert api(world.reviewer, "catch-ups?done=true").json()["count"] == 1
    assert api(world.reviewer, "catch-ups?done=false").json()["count"] == 0


def test_arrival_code_is_looked_up_and_locked_after_five(world, api):
    booked = make.at_state(world, "scheduled")
    arrival_codes.issue(booked, at=timezone.now())
    code = {"code": booked.arrival_codes.get().code}

    found = api(world.desk, "arrival-codes/check", code)
    wrong = [api(world.desk, "arrival-codes/check", {"code": "AAAAAA"}) for _try in range(6)]

    assert found.json()["number"] == booked.number
    assert found.json()["patient_name"] == "覃**"
    assert found.json()["ticket"]
    assert [answer.status_code for answer in wrong] == [422] * 5 + [409]
    assert api(world.clinician, "arrival-codes/check", code).status_code == 403


@pytest.mark.parametrize("path", ["follow-ups", "recognitions", "readmissions", "catch-ups"])
def test_lists_are_scoped(world, api, path):
    care.tasks(world)
    care.owed(make.draft(world))
    stranger = hospitals.member("referral_coordinator", hospitals.hospital("别处医院"))

    assert api(stranger, path).json()["count"] == 0
    assert api(stranger, f"{path}?colour=red").status_code == 400
