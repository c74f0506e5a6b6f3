import pytest
from django.urls import reverse

from experts.models import DispatchBatch, Posting
from tests.factories import experts as make

LIST = reverse("experts:batch-list")


def page(name, row):
    return reverse(f"experts:batch-{name}", args=[row.pk])


@pytest.fixture
def sender(client, sending):
    client.force_login(sending.sender)
    return client


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_for_one_row_and_three(sender, sending, rows, django_assert_num_queries):
    for _number in range(rows):
        sending.posting(batch=make.batch(sending.source, sending.project))
    sender.get(LIST)

    with django_assert_num_queries(9):
        assert [row.size for row in sender.get(LIST).context["object_list"]] == [1] * rows


def test_batch_is_opened_listed_submitted_and_approved(client, sender, sending):
    ends = {"source_hospital": sending.source.pk, "project_hospital": sending.project.pk}
    opened = sender.post(
        reverse("experts:batch-open"), ends | {"number": 1, "starts_on": "2026-01-01"}
    )
    batch = DispatchBatch.objects.get()
    expert = sending.expert(name="张某某")
    listed = {"expert": expert.pk, "to_department": "骨科", "kind": "resident"}
    sender.post(page("enlist", batch), listed | {"since": "2026-01-01"})
    sender.post(page("submit", batch), {"version": 1})
    client.force_login(sending.receiver)
    client.post(page("approve", batch), {"version": 2, "note": "同意"})

    shown = client.get(opened.url).content.decode()
    assert ("已批准" in shown, "张某某" in shown, "同意" in shown) == (True, True, True)
    assert Posting.objects.get().to_department == sending.unit


def test_own_batch_has_no_button_and_is_refused(sender, sending):
    batch = make.batch(sending.source, sending.project)
    sending.posting(batch=batch, state="planned")
    sender.post(page("submit", batch), {"version": 1})

    shown = sender.get(page("detail", batch)).content.decode()
    answer = sender.post(page("approve", batch), {"version": 2})

    assert (page("approve", batch) in shown, answer.status_code) == (False, 403)


def test_it_is_sent_back_with_a_reason_and_revised(client, sender, sending):
    batch = make.batch(sending.source, sending.project, number=3)
    sending.posting(batch=batch, state="planned")
    sender.post(page("submit", batch), {"version": 1})
    client.force_login(sending.receiver)
    without = client.post(page("send-back", batch), {"version": 2})
    client.post(page("send-back", batch), {"version": 2, "note": "缺麻醉科"})
    ends = {"source_hospital": sending.source.pk, "project_hospital": sending.project.pk}

    client.post(
        page("revise", batch), ends | {"number": 4, "starts_on": "2026-01-01", "version": 3}
    )

    batch.refresh_from_db()
    assert (without.status_code, batch.stage, batch.number) == (422, "returned", 4)


def test_expert_is_struck_from_the_list(sender, sending):
    batch = make.batch(sending.source, sending.project)
    row = sending.posting(batch=batch, state="planned")

    sender.post(reverse("experts:posting-strike", args=[row.pk]), {"version": 1})

    assert list(sender.get(page("detail", batch)).context["postings"]) == []
