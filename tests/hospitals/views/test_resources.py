import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from hospitals.models import BedCapacity, Campus
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
NOUNS = ("bed-count", "bed-target", "equipment", "cluster")


@pytest.fixture
def hospital():
    return hospitals.hospital("桂林医院", pinyin="x glyy")


@pytest.fixture
def admin(client, hospital):
    client.force_login(hospitals.member("hospital_admin", hospital))
    return client


def page(name, row=None):
    return reverse(f"hospitals:{name}", args=[row.pk] if row else [])


def make(noun, hospital, number=0):
    day = dt.date(2024, 1, 1 + number)
    return {
        "bed-count": lambda: hospitals.bed_count(hospital, 10, day),
        "bed-target": lambda: hospitals.bed_target(hospital, 10, day),
        "equipment": lambda: hospitals.equipment(hospital, f"CT{number}"),
        "cluster": lambda: hospitals.cluster(hospital, f"脑{number}"),
    }[noun]()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("noun", NOUNS)
def test_list_asks_the_same_for_one_row_and_three(
    admin, hospital, noun, rows, django_assert_num_queries
):
    for number in range(rows):
        make(noun, hospital, number)
    admin.get(page(f"{noun}-list"))

    with django_assert_num_queries(7):
        assert len(admin.get(page(f"{noun}-list")).context["object_list"]) == rows


@pytest.mark.parametrize(
    "noun, query, count",
    [
        ("bed-count", {"q": "glyy"}, 1),
        ("bed-count", {"kind": "planned"}, 0),
        ("bed-count", {"year": "2024"}, 1),
        ("bed-target", {"q": "没有"}, 0),
        ("equipment", {"q": "ct"}, 1),
        ("equipment", {"kind": "radio"}, 0),
        ("cluster", {"q": "脑"}, 1),
    ],
)
def test_list_is_filtered(admin, hospital, noun, query, count):
    make(noun, hospital)

    assert len(admin.get(page(f"{noun}-list"), query).context["object_list"]) == count


BODIES = {
    "bed-count": {"kind": "open", "count": 600, "as_of": "2024-03-28"},
    "bed-target": {"count": 1800, "due_on": "2029-03-28"},
    "equipment": {"name": "PET-CT", "kind": "imaging"},
    "cluster": {"name": "脑科学", "specialties": "神经内科、神经外科"},
}


@pytest.mark.parametrize("noun", NOUNS)
def test_row_is_recorded_once_and_revised(admin, hospital, noun):
    url, body = page(f"{noun}-record", hospital), BODIES[noun]

    answers = [admin.post(url, body).status_code for _time in range(2)]
    (row,) = admin.get(page(f"{noun}-list")).context["object_list"]
    revised = admin.post(page(f"{noun}-revise", row), body | {"version": 1})

    assert (answers, revised.url) == ([302, 409], hospital.get_absolute_url())


def test_beds_are_of_a_past_day_and_of_an_own_campus(admin, hospital):
    theirs = Campus.objects.create(hospital=hospitals.hospital(), name="东")
    late = timezone.localdate() + dt.timedelta(days=1)
    body = BODIES["bed-count"] | {"as_of": late.isoformat(), "campus": theirs.pk}

    answer = admin.post(page("bed-count-record", hospital), body)

    assert set(answer.context["form"].errors) == {"as_of", "campus"}
    assert not BedCapacity.objects.exists()


def test_others_neither_record_nor_see(client, hospital, coordinator_at, stranger):
    row = hospitals.equipment(hospital)
    client.force_login(coordinator_at(hospital))
    answers = [client.get(page("equipment-revise", row)).status_code]
    client.force_login(stranger)
    answers.append(client.get(page("equipment-revise", row)).status_code)

    assert answers == [403, 404]
    assert len(client.get(page("equipment-list")).context["object_list"]) == 0


def test_targets_do_not_fall_and_equipment_is_there(admin, hospital):
    hospitals.bed_target(hospital, 600, dt.date(2024, 3, 28))
    lower = {"count": 500, "due_on": "2025-01-01"}
    none = {"name": "CT", "kind": "imaging", "count": 0, "commissioned_on": "2099-01-01"}

    target = admin.post(page("bed-target-record", hospital), lower)
    equipment = admin.post(page("equipment-record", hospital), none)

    assert list(target.context["form"].errors) == ["count"]
    assert list(equipment.context["form"].errors) == ["count", "commissioned_on"]
