import pytest
from django.urls import reverse
from django.utils import timezone

from experts.models import NewTechnology
from tests.factories import experts as make

LIST = reverse("experts:technology-list")


def page(name, row):
    return reverse(f"experts:technology-{name}", args=[row.pk])


@pytest.fixture
def receiver(client, sending):
    client.force_login(sending.receiver)
    return client


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_for_one_row_and_three(
    receiver, sending, rows, django_assert_num_queries
):
    for _number in range(rows):
        make.month(make.technology(sending.project))
    receiver.get(LIST)

    with django_assert_num_queries(12):
        seen = receiver.get(LIST).context["object_list"]
    assert [row.patients for row in seen] == [3] * rows


@pytest.mark.parametrize(
    "query, count",
    [
        ({"q": "钳夹"}, 1),
        ({"q": "zzz"}, 0),
        ({"status": "in_use"}, 1),
        ({"status": "lapsed"}, 1),
        ({"admission_class": "A"}, 1),
        ({"tier": "national"}, 1),
        ({"local": "true"}, 0),
        ({"local": "false"}, 1),
    ],
)
def test_list_is_filtered(receiver, sending, query, count):
    row = make.technology(sending.project, "二尖瓣钳夹术", status="in_use")
    make.one_of_each(row, by=sending.receiver)

    assert len(receiver.get(LIST, query).context["object_list"]) == count


def test_it_is_registered_with_who_brought_it(receiver, sending):
    posting = sending.posting(sending.expert(name="张某某"))
    told = {"name": "TEER", "kind": "transferred", "department": "骨科"}
    told |= {"brought_by": posting.expert.pk, "first_done_on": "2024-03-01"}

    answer = receiver.post(page("register", sending.project), told)

    row = NewTechnology.objects.get()
    assert (row.posting, row.department, row.status) == (posting, sending.unit, "registered")
    assert "张某某" in receiver.get(answer.url).content.decode()


def test_it_is_admitted_counted_named_and_stopped(receiver, sending):
    row = make.technology(sending.project)
    day = timezone.localdate().isoformat()
    admission = {"admission_class": "B", "committee": "委员会", "approved_on": "2024-01-05"}
    receiver.post(page("admit", row), admission | {"version": 1})
    cases = {"month": "2024-02", "patients": 3, "complications": 0, "independent_local": 1}
    receiver.post(page("count", row), cases)
    wrong = receiver.post(page("count", row), cases | {"independent_local": 4})
    receiver.post(page("alias", row), {"name": "别名甲"})
    receiver.post(page("stop", row), {"version": 2, "stopped_on": day, "stop_note": "设备"})

    shown = receiver.get(page("detail", row)).content.decode()
    assert [word in shown for word in ("B类", "2024-02", "别名甲", "设备", "停用")] == [True] * 5
    assert wrong.status_code == 422
    receiver.post(page("resume", row), {"version": 3})
    row.refresh_from_db()
    assert row.status == "registered"


def test_it_is_revised_at_the_version_seen(receiver, sending):
    row = make.technology(sending.project)
    told = {"name": "新名", "kind": "project"}

    stale = receiver.post(page("revise", row), told | {"version": 7})
    receiver.post(page("revise", row), told | {"version": 1})

    row.refresh_from_db()
    assert (stale.status_code, row.name, row.names.count()) == (412, "新名", 2)
