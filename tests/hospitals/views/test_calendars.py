import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hospitals.models import CalendarDay
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
LIST = reverse("sla:calendar-list")


@pytest.fixture
def hospital():
    return hospitals.hospital("模拟县医院")


@pytest.fixture
def page(client, hospital):
    client.force_login(hospitals.member("hospital_admin", hospital))
    return client


def test_day_is_set_changed_and_deleted(page, hospital):
    body = {"day": "2026-10-08", "is_workday": "false", "name": "院庆"}
    page.post(reverse("sla:day-create", args=[hospital.pk]), body)
    row = CalendarDay.objects.get()
    assert (row.hospital, row.is_workday) == (hospital, False)

    page.post(reverse("sla:day-edit", args=[row.pk]), body | {"is_workday": "true", "version": 1})
    assert CalendarDay.objects.get().is_workday is True
    page.post(reverse("sla:day-delete", args=[row.pk]), {"version": 2})

    assert not CalendarDay.objects.exists()


def test_file_is_imported_or_refused_at_its_field(page, hospital):
    url = reverse("sla:calendar-import", args=[hospital.pk])
    good = SimpleUploadedFile("d.csv", "day,is_workday,name\n2027-01-01,0,元旦\n".encode())
    bad = SimpleUploadedFile("d.csv", b"nonsense\n1\n")

    assert page.post(url, {"file": good}).url == LIST
    refused = page.post(url, {"file": bad})

    assert CalendarDay.objects.get().name == "元旦"
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["file"])


def test_nations_days_are_offered_to_nobody_for_change(page):
    row = CalendarDay.objects.create(day="2026-10-01", name="国庆节")

    text = page.get(LIST).content.decode()

    assert "国庆节" in text
    assert reverse("sla:day-edit", args=[row.pk]) not in text
    assert page.get(reverse("sla:day-edit", args=[row.pk])).status_code == 403


def test_list_is_narrowed_by_year(page):
    CalendarDay.objects.create(day="2026-10-01", name="国庆节")
    CalendarDay.objects.create(day="2025-10-01", name="国庆节")

    found = page.get(LIST, {"year": 2025}).context["object_list"]

    assert [row.day.year for row in found] == [2025]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_for_one_row_and_three(page, hospital, rows, django_assert_num_queries):
    for number in range(rows):
        CalendarDay.objects.create(day=f"2026-10-0{number + 1}", name="假", hospital=hospital)
    page.get(LIST)

    with django_assert_num_queries(7):
        assert len(page.get(LIST).context["object_list"]) == rows
