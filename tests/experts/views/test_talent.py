import pytest
from django.urls import reverse

from experts.models import Award, Recruitment
from tests.factories import experts as make

AWARDS, GROUPS = (reverse(f"experts:{name}-list") for name in ("award", "recruitment"))


def page(name, row):
    return reverse(f"experts:{name}", args=[row.pk])


@pytest.fixture
def receiver(client, sending):
    client.force_login(sending.receiver)
    return client


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("url, queries", [(AWARDS, 9), (GROUPS, 10)])
def test_lists_ask_the_same_for_one_row_and_three(
    receiver, sending, url, queries, rows, django_assert_num_queries
):
    for number in range(rows):
        make.award(sending.project, title=f"称号{number}", holder=make.local(sending.project))
        make.recruitment(sending.project)
    receiver.get(url)

    with django_assert_num_queries(queries):
        assert len(receiver.get(url).context["object_list"]) == rows


def test_titles_are_recorded_revised_and_shown_with_the_person(receiver, sending):
    person = make.local(sending.project)
    told = {"title": "漓江学者", "level": "city", "granted_on": "2024-03-01"}
    receiver.post(page("award-grant", sending.project), told | {"holder": person.pk})
    row = Award.objects.get()
    receiver.post(
        page("award-revise", row),
        told | {"title": "八桂学者", "holder": person.pk, "version": 1},
    )
    future = receiver.post(
        page("award-grant", sending.project), told | {"granted_on": "2999-01-01"}
    )

    listed = receiver.get(AWARDS, {"q": "八桂"}).context["object_list"]
    assert ([one.holder for one in listed], future.status_code) == ([person], 422)
    assert "八桂学者" in receiver.get(person.get_absolute_url()).content.decode()


def test_groups_are_recorded_revised_and_added_up(receiver, sending):
    told = {"name": "博士计划", "joined_on": "2024-03-01", "people": 6, "doctors": 4}
    receiver.post(page("recruitment-record", sending.project), told | {"has_housing": "on"})
    row = Recruitment.objects.get()
    receiver.post(page("recruitment-revise", row), told | {"people": 7, "version": 1})
    many = receiver.post(
        page("recruitment-record", sending.project), told | {"name": "乙", "doctors": 9}
    )

    answer = receiver.get(GROUPS, {"q": "博士", "first": "2024-01-01"})
    assert (answer.context["totals"]["people"], many.status_code) == (7, 422)
    assert receiver.get(GROUPS, {"last": "2024-01-01"}).context["totals"]["people"] == 0
