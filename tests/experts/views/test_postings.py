import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from experts.models import Posting
from tests.factories import experts as make
from tests.factories import hospitals

LIST, COUNTS = reverse("experts:posting-list"), reverse("experts:posting-counts")
DAY = dt.timedelta(days=1)


def page(name, row):
    return reverse(f"experts:posting-{name}", args=[row.pk])


@pytest.fixture
def receiver(client, sending):
    client.force_login(sending.receiver)
    return client


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_for_one_row_and_three(
    receiver, sending, rows, django_assert_num_queries
):
    for _number in range(rows):
        sending.posting()
    receiver.get(LIST)

    with django_assert_num_queries(9):
        assert len(receiver.get(LIST).context["object_list"]) == rows


@pytest.mark.parametrize(
    "query, count",
    [
        ({"q": "xmyy"}, 1),
        ({"kind": "short"}, 0),
        ({"phase": "current"}, 1),
        ({"phase": "ended"}, 0),
        ({"phase": "coming"}, 0),
        ({"first": "2030-01-01"}, 1),
        ({"last": "2023-12-31"}, 0),
        ({"state": "planned"}, 0),
    ],
)
def test_list_is_filtered(receiver, sending, query, count):
    sending.posting()

    assert len(receiver.get(LIST, query).context["object_list"]) == count


def test_expert_is_posted_alone(client, sending):
    client.force_login(sending.sender)
    expert = sending.expert()
    body = {"to_hospital": sending.project.pk, "to_department": "骨科", "kind": "clinic"}

    wrong = client.post(page("create", expert), body | {"since": "2026-01-01", "to_campus": "东"})
    client.post(page("create", expert), body | {"since": "2026-01-01"})

    assert list(wrong.context["form"].errors) == ["to_campus"]
    assert Posting.objects.get().to_department == sending.unit


def test_it_is_extended_ended_and_shown_with_its_reason(receiver, sending):
    today = timezone.localdate()
    row = sending.posting(until=today + DAY)
    receiver.post(page("extend", row), {"version": 1, "until": today + 5 * DAY})
    ending = {"version": 2, "until": today, "leave_reason": "health", "leave_note": "术后"}

    answer = receiver.post(page("end", row), ending)

    shown = receiver.get(answer.url).content.decode()
    assert ("健康原因" in shown, page("extend", row) in shown) == (True, True)


def test_account_is_admitted_for_the_days_of_the_posting(receiver, sending):
    hospitals.member("referring_clinician", sending.source, username="zj")
    row = sending.posting()

    wrong = receiver.post(
        page("admit", row), {"version": 1, "username": "x", "role": "department_head"}
    )
    body = {"version": 1, "username": "zj", "role": "department_head"}
    receiver.post(page("admit", row), body)

    shown = receiver.get(page("detail", row)).content.decode()
    assert list(wrong.context["form"].errors) == ["username"]
    assert ("科室主任" in shown, page("admit", row) in shown) == (True, False)


@pytest.mark.parametrize("rows", [1, 3])
def test_counts_are_as_of_the_chosen_day(receiver, sending, rows, django_assert_num_queries):
    expert = sending.expert()
    for number in range(rows):
        since = dt.date(2024, 1, 1) + 30 * number * DAY
        sending.posting(expert, since, since + 9 * DAY)
    receiver.get(COUNTS)

    with django_assert_num_queries(13):
        seen = receiver.get(COUNTS, {"on": "2024-01-05"}).context
    later = receiver.get(COUNTS, {"on": "2025-01-05", "first": "2024-01-01"}).context

    assert seen["total"] == {"people": 1, "postings": 1, "on_post": 1}
    assert later["total"] == {"people": 1, "postings": rows, "on_post": 0}
    assert [line.postings for line in later["object_list"]] == [rows]


def test_plan_stands_beside_what_was_done(client, sending):
    client.force_login(sending.sender)
    posting = sending.posting(since=timezone.localdate() - 9 * DAY)
    make.activity(sending.project, posting.expert, day=timezone.localdate())

    client.post(page("plan", posting), {"round": 4, "lecture": "", "version": 1})

    assert client.get(page("plan", posting)).context["form"].initial == {"round": 4}
    shown = client.get(page("detail", posting)).context["planned"]
    assert [(row.kind, row.count, done) for row, done in shown] == [("round", 4, 1)]
