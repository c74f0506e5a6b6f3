import pytest
from django.urls import reverse

from hospitals.models import DutyShift
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
LIST = reverse("sla:duty-list")


@pytest.fixture
def hospital():
    return hospitals.hospital("模拟县医院")


@pytest.fixture
def admin(hospital):
    return hospitals.member("hospital_admin", hospital)


@pytest.fixture
def page(client, admin):
    client.force_login(admin)
    return client


def filled(**changed):
    return {
        "person": "秦值班",
        "phone": "0773-2821234",
        "begins": "00:00",
        "ends": "00:00",
        "since": "2026-01-01",
        "account": "",
        "department": "",
        "weekday": "",
    } | changed


def shift(hospital, **fields):
    kept = {"person": "秦值班", "phone": "1", "begins": "00:00", "ends": "00:00"}
    return DutyShift.objects.create(hospital=hospital, **(kept | fields))


def test_shift_is_added_with_department_weekday_and_account(page, hospital, admin):
    ward = hospitals.department(hospital)
    url = reverse("sla:shift-create", args=[hospital.pk])
    body = filled(department=ward.pk, weekday="6", account=admin.pk, is_deputy="on")

    answer = page.post(url, body)

    assert answer.url == reverse("sla:duty-roster", args=[hospital.pk])
    row = DutyShift.objects.get()
    assert (row.department, row.weekday, row.user, row.is_deputy) == (ward, 6, admin, True)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"phone": "请打总机"}, "phone"),
        ({"until": "2025-01-01"}, "until"),
        ({"begins": ""}, "begins"),
        ({"person": ""}, "person"),
    ],
)
def test_wrong_shift_is_refused_at_its_field(page, hospital, changed, field):
    answer = page.post(reverse("sla:shift-create", args=[hospital.pk]), filled(**changed))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_shift_is_changed_and_deleted(page, hospital):
    row = shift(hospital)

    page.post(reverse("sla:shift-edit", args=[row.pk]), filled(person="唐值班", version=1))
    assert DutyShift.objects.get().person == "唐值班"
    page.post(reverse("sla:shift-delete", args=[row.pk]), {"version": 2})

    assert not DutyShift.objects.exists()


def test_roster_says_who_is_on_duty_now(page, hospital):
    shift(hospital)
    shift(hospital, person="旧班", since="2020-01-01", until="2020-01-02")

    text = page.get(reverse("sla:duty-roster", args=[hospital.pk])).content.decode()

    assert (text.count("此刻值班"), "旧班" in text) == (1, True)


def test_reader_is_offered_no_change(client, hospital):
    row = shift(hospital)
    client.force_login(hospitals.member("referring_clinician", hospital))

    text = client.get(reverse("sla:duty-roster", args=[hospital.pk])).content.decode()

    assert "秦值班" in text
    assert reverse("sla:shift-edit", args=[row.pk]) not in text
    assert client.get(reverse("sla:shift-edit", args=[row.pk])).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_the_same_for_one_row_and_three(page, hospital, rows, django_assert_num_queries):
    for _number in range(rows):
        shift(hospital, department=hospitals.department(hospital, f"科{_number}"))
    page.get(LIST)

    with django_assert_num_queries(7):
        assert len(page.get(LIST).context["object_list"]) == rows
    with django_assert_num_queries(6):
        page.get(reverse("sla:duty-roster", args=[hospital.pk]))
