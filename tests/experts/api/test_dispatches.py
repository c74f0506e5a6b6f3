import uuid

import pytest

from experts.models import DispatchBatch, Expert, Posting
from tests.factories import experts as make
from tests.factories import hospitals

EXPERTS, BATCHES, POSTINGS = (
    f"/api/v1/{name}" for name in ("experts", "dispatch-batches", "postings")
)


@pytest.fixture
def api(client, sending):
    client.force_login(sending.sender)
    return client


def post(api, url, content, version=None):
    headers = {"Idempotency-Key": uuid.uuid4().hex} | (
        {"If-Match": f'"v{version}"'} if version else {}
    )
    return api.post(url, content, "application/json", headers=headers)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("url", [EXPERTS, BATCHES, POSTINGS])
def test_lists_ask_the_same_for_one_row_and_three(
    api, sending, url, rows, django_assert_num_queries
):
    for _number in range(rows):
        sending.posting(batch=make.batch(sending.source, sending.project))
    api.get(url)

    with django_assert_num_queries(4):
        assert api.get(url).json()["count"] == rows


def test_expert_is_registered_and_changed(api, sending):
    home = str(sending.source.pk)
    told = {"name": "张某某", "home_hospital": home, "kept_by": home, "sex": "1"}
    told |= {"title_level": "senior", "degree": "doctor", "phone": "0773-2820000"}

    made = post(api, EXPERTS, told)
    url = f"{EXPERTS}/{made.json()['id']}"
    changed = api.patch(url, {"degree": "master"}, "application/json", headers={"If-Match": '"v1"'})

    row = changed.json()
    assert (made.status_code, row["degree"], row["version"]) == (201, "master", 2)
    assert (row["phone"], Expert.objects.get().phone) == ("****0000", "0773-2820000")


def test_batch_goes_its_way(api, client, sending):
    ends = {"source_hospital": str(sending.source.pk), "project_hospital": str(sending.project.pk)}
    url = post(api, BATCHES, ends | {"number": 2, "starts_on": "2026-01-01"}).json()["id"]
    url = f"{BATCHES}/{url}"
    listed = {"expert": str(sending.expert().pk), "kind": "resident", "since": "2026-01-01"}
    post(api, f"{url}/experts", listed)
    submitted = post(api, f"{url}/submit", {}, 1).json()
    own = post(api, f"{url}/approve", {}, 2)
    client.force_login(sending.receiver)

    approved = post(client, f"{url}/approve", {"note": "同意"}, 2).json()

    assert (submitted["stage"], own.status_code) == ("submitted", 403)
    assert approved["stage"] == "approved"
    assert Posting.objects.get().state == "confirmed"


def test_batch_is_sent_back_and_changed(api, client, sending):
    batch = make.batch(sending.source, sending.project, number=1)
    row = sending.posting(batch=batch, state="planned", kind="short")
    url = f"{BATCHES}/{batch.pk}"
    post(api, f"{url}/submit", {}, 1)
    client.force_login(sending.receiver)
    post(client, f"{url}/send-back", {"note": "缺一人"}, 2)
    changed = client.patch(url, {"number": 5}, "application/json", headers={"If-Match": '"v3"'})
    post(client, f"{POSTINGS}/{row.pk}/strike", {}, 1)

    assert (changed.status_code, DispatchBatch.objects.get().number) == (200, 5)
    assert Posting.objects.get().state == "struck"


def test_posting_is_made_extended_ended_and_admitted(api, client, sending):
    hospitals.member("referring_clinician", sending.source, username="zj")
    told = {"expert": str(sending.expert().pk), "to_hospital": str(sending.project.pk)}
    told |= {"kind": "short", "since": "2026-01-01", "until": "2099-01-01"}
    url = f"{POSTINGS}/{post(api, POSTINGS, told).json()['id']}"

    post(api, f"{url}/extend", {"until": "2099-02-01"}, 1)
    ending = {"until": "2098-01-01", "leave_reason": "recalled"}
    ended = post(api, f"{url}/end", ending, 2).json()
    client.force_login(sending.receiver)
    admitted = post(client, f"{url}/admit", {"username": "zj", "role": "department_head"}, 3)

    assert (ended["until"], ended["leave_reason"]) == ("2098-01-01", "recalled")
    assert (admitted.status_code, Posting.objects.get().membership.role) == (200, "department_head")


def test_residence_that_overlaps_is_refused(api, sending):
    row = sending.posting()
    told = {"expert": str(row.expert_id), "to_hospital": str(sending.project.pk)}

    answer = post(api, POSTINGS, told | {"kind": "resident", "since": "2026-01-01"})

    assert (answer.status_code, answer.json()["code"]) == (409, "posting_one_residence")


def test_counts_are_those_of_the_page(api, sending):
    sending.posting(sending.expert(title_level="senior"))

    told = api.get(f"{POSTINGS}/counts", {"on": "2024-12-31"}).json()

    assert told == {
        "on": "2024-12-31",
        "first": None,
        "people": 1,
        "postings": 1,
        "on_post": 1,
        "long_term": 1,
        "long_term_unknown_title": 0,
        "hospitals": [
            {
                "id": str(sending.project.pk),
                "name": "项目医院",
                "people": 1,
                "postings": 1,
                "on_post": 1,
            }
        ],
    }
    assert api.get(f"{POSTINGS}/counts", {"when": "2024"}).status_code == 400


def test_plan_and_attainment(api, sending):
    posting = sending.posting()
    make.activity(sending.project, posting.expert)

    done = post(api, f"{POSTINGS}/{posting.pk}/plan", {"round": 3}, version=1)

    assert done.status_code == 200
    told = api.get(f"{POSTINGS}/{posting.pk}/attainment").json()
    assert told == [{"kind": "round", "planned": 3, "done": 1}]
