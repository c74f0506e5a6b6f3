import datetime as dt

import pytest
from django.urls import reverse

from experts.models import Posting
from tests.factories import experts as make

CALENDAR = reverse("experts:posting-calendar")
SINCE = dt.date(2024, 3, 1)
EQUAL = {"before_first": "2024-01", "before_last": "2024-02"}
EQUAL |= {"after_first": "2024-03", "after_last": "2024-04"}


@pytest.fixture
def receiver(client, sending):
    client.force_login(sending.receiver)
    return client


def effect(posting):
    return reverse("experts:posting-effect", args=[posting.pk])


def counted(sending):
    """Two cases before and five after in the department, one activity after at the hospital."""
    posting = sending.posting(since=SINCE, to_department=sending.unit)
    technology = make.technology(sending.project, department=sending.unit, first_done_on=SINCE)
    make.month(technology, dt.date(2024, 2, 1), patients=2)
    make.month(technology, dt.date(2024, 4, 1), patients=5, independent_local=1)
    make.activity(sending.project, posting.expert, day=dt.date(2024, 4, 30))
    return posting


@pytest.mark.parametrize("rows", [1, 3])
def test_calendar_asks_the_same_for_one_department_and_three(
    receiver, sending, rows, django_assert_num_queries
):
    for number in range(rows):
        unit = make.hospitals.department(sending.project, f"科室{number}")
        sending.posting(to_department=unit)
    receiver.get(CALENDAR)

    with django_assert_num_queries(6):
        assert len(receiver.get(CALENDAR).context["object_list"]) == rows


def test_calendar_shows_who_is_there_and_where_nobody_is(receiver, sending):
    sending.posting(
        sending.expert(name="张某某"), until=dt.date(2024, 2, 10), to_department=sending.unit
    )
    sending.posting(kind="remote")

    answer = receiver.get(CALENDAR, {"hospital": sending.project.pk, "first": "2024-01-01"})

    (row,) = answer.context["object_list"]
    assert [cell.state for cell in row.cells[:3]] == ["full", "partial", "none"]
    shown = answer.content.decode()
    assert ("张某某" in shown, "部分 10 天" in shown, "空缺" in shown) == (True, True, True)


def test_effect_compares_department_and_hospital_and_says_what_it_is(receiver, sending):
    answer = receiver.get(effect(counted(sending)), EQUAL)

    unit, whole = answer.context["tables"]
    assert [row[1:] for row in unit["rows"]][:5] == [
        (2, 5, 3),
        (0, 1, 1),
        (0, 0, 0),
        (1, 1, 0),
        (0, 1, 1),
    ]
    assert [row[1:] for row in whole["rows"]][5:] == [(0, 1, 1), (0, 4, 4)]
    assert "关联，非因果" in answer.content.decode()


def test_unequal_windows_show_no_figure(receiver, sending):
    answer = receiver.get(effect(counted(sending)), EQUAL | {"after_last": "2024-05"})

    assert (answer.context["tables"], "须一样长" in answer.content.decode()) == ([], True)


def test_proposal_is_shown_without_being_asked(receiver, sending):
    answer = receiver.get(effect(counted(sending)))

    assert answer.context["form"].before.months == 6
    assert len(answer.context["tables"]) == 2


def test_api_has_the_same_calendar_and_figures(receiver, sending):
    posting = counted(sending)
    api = "/api/v1/postings"
    rows = receiver.get(f"{api}/calendar", {"hospital": sending.project.pk, "first": "2024-02-01"})
    nobody = receiver.get(f"{api}/calendar")
    told = receiver.get(f"{api}/{posting.pk}/effect", EQUAL).json()
    unequal = receiver.get(f"{api}/{posting.pk}/effect", EQUAL | {"after_last": "2024-05"})

    (row,) = rows.json()
    assert (row["name"], row["gaps"], row["cells"][1]["state"]) == ("骨科", 1, "full")
    assert (told["months"], told["figures"][0]) == (
        2,
        {"figure": "cases", "before": 2, "after": 5},
    )
    assert (nobody.status_code, unequal.status_code) == (422, 422)


def test_receiving_names_the_hospitals_once_confirmed(sending):
    sending.posting()

    assert [row["to_hospital"] for row in Posting.objects.receiving()] == [sending.project.pk]
