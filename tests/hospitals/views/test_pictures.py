import datetime as dt

import pytest
from django.urls import reverse

from hospitals.models import CooperationProject, Milestone
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
START, DUE = dt.date(2024, 1, 1), dt.date(2099, 1, 1)
SUPPORTS = reverse("hospitals:support-list")


@pytest.fixture
def project(client):
    source, place = hospitals.hospital("甲院"), hospitals.hospital("乙院")
    client.force_login(hospitals.member("hospital_admin", place))
    relation = hospitals.relation(source, place, hospitals.hospital("丙院"))
    return CooperationProject.objects.create(relation=relation, name="项目", stage="opened")


def test_beds_stand_beside_the_line_that_they_should_follow(client, project):
    place = project.relation.project
    hospitals.bed_target(place, 600, START)
    hospitals.bed_target(place, 1800, DUE)
    hospitals.bed_count(place, 610, START)

    page = client.get(project.get_absolute_url())

    growth = page.context["growth"]
    told = "截至 2024-01-01 开放 610 张，目标线为 600 张；2099-01-01 前须达到 1800 张。"
    assert (growth["summary"], growth["rows"]) == (told, [["2024-01-01", 610, 600]])
    assert told in page.content.decode()


@pytest.mark.parametrize(
    "target, told",
    [
        ([], "截至 2024-01-01 开放 610 张。"),
        (
            [(dt.date(2020, 1, 1), 600), (dt.date(2021, 1, 1), 700)],
            "截至 2024-01-01 开放 610 张，目标 700 张已于 2021-01-01 到期。",
        ),
    ],
)
def test_beds_without_a_line_and_after_it(client, project, target, told):
    place = project.relation.project
    hospitals.bed_count(place, 610, START)
    for day, count in target:
        hospitals.bed_target(place, count, day)

    assert client.get(project.get_absolute_url()).context["growth"]["summary"] == told


def test_project_without_counted_beds_has_no_picture_but_says_what_is_late(client, project):
    Milestone.objects.create(project=project, kind="opening", planned_on=START)

    page = client.get(project.get_absolute_url())

    assert page.context["growth"] is None
    assert "已逾期" in page.content.decode()


def test_supports_are_drawn_and_listed(client, project):
    page = client.get(SUPPORTS)

    assert page.context["picture"]["rows"] == [("丙院", "乙院"), ("甲院", "乙院")]
    assert [row.source.name for row in page.context["object_list"]] == ["甲院"]


@pytest.mark.parametrize(
    "query, count", [({"q": "丙院"}, 1), ({"q": "丁院"}, 0), ({"on": "2019-01-01"}, 0)]
)
def test_supports_are_filtered(client, project, query, count):
    hospitals.network(project.relation.host, project.relation.project)

    assert len(client.get(SUPPORTS, query).context["object_list"]) == count


@pytest.mark.parametrize("rows", [1, 3])
def test_supports_ask_the_same_for_one_row_and_three(
    client, project, rows, django_assert_num_queries
):
    for _number in range(rows - 1):
        hospitals.relation(project.relation.project, hospitals.hospital())
    client.get(SUPPORTS)

    with django_assert_num_queries(10):
        assert len(client.get(SUPPORTS).context["object_list"]) == rows


def test_strangers_see_no_supports(client, project, stranger):
    client.force_login(stranger)

    page = client.get(SUPPORTS)

    assert (page.context["picture"], len(page.context["object_list"])) == (None, 0)
