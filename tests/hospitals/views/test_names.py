import pytest
from django.urls import reverse

from tests.factories import hospitals

pytestmark = pytest.mark.django_db
LIST = reverse("hospitals:hospital-list")


@pytest.fixture
def hospital():
    return hospitals.hospital("甲院")


@pytest.fixture
def admin(client, hospital):
    client.force_login(hospitals.member("hospital_admin", hospital))
    return client


def page(name, row):
    return reverse(f"hospitals:{name}", args=[row.pk])


def test_renamed_hospital_has_its_old_name_in_the_list_of_that_day(admin, hospital):
    body = {"name": "乙院", "reason": "renamed", "since": "2024-01-01", "version": 1}

    answer = admin.post(page("hospital-rename", hospital), body)

    assert "甲院" in admin.get(answer.url).content.decode()
    then = admin.get(LIST, {"as_of": "2023-12-31"}).content.decode()
    now = admin.get(LIST).content.decode()
    assert ("甲院</a>" in then, "现名称 乙院" in then, "乙院</a>" in now) == (True, True, True)


def test_merged_hospital_says_where_it_went(admin, hospital):
    into = hospitals.hospital("大院")
    hospitals.network(into, hospital)
    body = {"successor": into.pk, "closed_on": "2024-01-01", "version": 1}

    answer = admin.post(page("hospital-merge", hospital), body)

    assert "已并入" in admin.get(answer.url).content.decode()
    assert "已并入 大院" in admin.get(LIST).content.decode()


def test_names_are_recorded_and_revised(admin, hospital):
    url = page("name-record", hospital)
    body = {"name": "旧院", "reason": "renamed"}

    open_ended = admin.post(url, body)
    admin.post(url, body | {"until": "2020-12-31"})
    row = hospital.names.get()
    admin.post(page("name-revise", row), body | {"until": "2021-12-31", "version": 1})

    assert list(open_ended.context["form"].errors) == ["until"]
    assert str(hospital.names.get().until) == "2021-12-31"
    found = admin.get(LIST, {"q": "jy"}).context["object_list"]
    assert list(found) == [hospital]


def test_others_neither_rename_nor_merge(client, hospital, coordinator_at):
    client.force_login(coordinator_at(hospital))

    answers = [
        client.get(page(name, hospital)).status_code
        for name in ("hospital-rename", "hospital-merge", "name-record")
    ]

    assert answers == [403, 403, 403]
