import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from hospitals.models import BedPool, ClinicSlot
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
BOARD, SLOTS = reverse("hospitals:bed-board"), reverse("hospitals:slot-list")
OPEN = reverse("hospitals:slots-open")


@pytest.fixture
def hospital():
    return hospitals.hospital("桂林市人民医院", pinyin="x glsrmyy")


@pytest.fixture
def unit(hospital):
    return hospitals.department(hospital, "内科")


@pytest.fixture
def coordinator(client, hospital, coordinator_at):
    client.force_login(coordinator_at(hospital))
    return client


def rows(answer):
    return answer.context["object_list"]


@pytest.mark.parametrize("number", [1, 3])
def test_board_asks_the_same_for_one_row_and_three(
    coordinator, hospital, number, django_assert_num_queries
):
    for name in range(number):
        hospitals.bed_pool(hospitals.department(hospital, f"{name}科"))
    coordinator.get(BOARD)

    with django_assert_num_queries(5):
        assert len(rows(coordinator.get(BOARD))) == number


@pytest.mark.parametrize("number", [1, 3])
def test_slots_ask_the_same_for_one_row_and_three(
    coordinator, unit, number, django_assert_num_queries
):
    for label in range(number):
        hospitals.slot(unit, label=f"{label}")
    coordinator.get(SLOTS)

    with django_assert_num_queries(5):
        assert len(rows(coordinator.get(SLOTS))) == number


def test_board_tells_beds_and_the_age_of_each_figure(coordinator, unit):
    old = timezone.now() - dt.timedelta(hours=13)
    hospitals.bed_pool(unit, open_beds=10, occupied_beds=6, held_beds=1, as_of=old)

    page = coordinator.get(BOARD)

    (row,) = rows(page)
    assert (row.free, row.is_stale()) == (3, True)
    assert "更新于 13 小时前" in page.content.decode().replace("\xa0", " ")


@pytest.mark.parametrize(
    "query, count",
    [
        ({"q": "glsrm"}, 1),
        ({"q": "别处"}, 0),
        ({"department": "外"}, 0),
        ({"show": "with_room"}, 1),
        ({"show": "full"}, 0),
        ({"show": "stale"}, 0),
    ],
)
def test_board_is_filtered(coordinator, unit, query, count):
    hospitals.bed_pool(unit)

    assert len(rows(coordinator.get(BOARD, query))) == count


def test_stranger_sees_no_beds_and_no_slots(client, unit, stranger):
    hospitals.bed_pool(unit)
    slot = hospitals.slot(unit)
    client.force_login(stranger)

    assert [len(rows(client.get(url))) for url in (BOARD, SLOTS)] == [0, 0]
    assert client.get(reverse("hospitals:slot-close", args=[slot.pk])).status_code == 404


def test_coordinator_reports_beds_from_the_board(coordinator, unit):
    url = reverse("hospitals:beds-set", args=[unit.pk])
    beds = {"established_beds": 30, "open_beds": 30, "occupied_beds": 12, "version": 0}

    coordinator.post(url, beds)

    assert BedPool.objects.get().free_beds == 18


def pattern(unit, **changed):
    today = timezone.localdate()
    given = {
        "department": unit.pk,
        "label": "专家门诊",
        "first": today + dt.timedelta(days=1),
        "last": today + dt.timedelta(days=7),
        "weekdays": [0, 3],
        "opens": "08:00",
        "closes": "10:00",
        "minutes": 60,
        "capacity": 5,
        "quota": 2,
    }
    return given | changed


def test_slots_are_opened_in_bulk_and_one_is_closed(coordinator, unit):
    answer = coordinator.post(OPEN, pattern(unit))
    slot = ClinicSlot.objects.order_by("starts_at").first()
    coordinator.post(reverse("hospitals:slot-close", args=[slot.pk]), {"version": 1})

    assert answer.url == SLOTS
    assert (ClinicSlot.objects.count(), len(rows(coordinator.get(SLOTS)))) == (4, 3)


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"quota": 9}, "quota"),
        ({"capacity": 0}, "capacity"),
        ({"closes": "07:00"}, "closes"),
        ({"last": "2020-01-01"}, "last"),
        ({"weekdays": []}, "weekdays"),
    ],
)
def test_pattern_that_does_not_fit_is_said_at_its_field(coordinator, unit, changed, field):
    answer = coordinator.post(OPEN, pattern(unit, **changed))

    assert (answer.status_code, field in answer.context["form"].errors) == (422, True)
    assert not ClinicSlot.objects.exists()


def test_only_own_departments_are_offered(coordinator, hospital):
    other = hospitals.hospital()
    hospitals.network(hospital, other)

    answer = coordinator.post(OPEN, pattern(hospitals.department(other)))

    assert list(answer.context["form"].errors) == ["department"]
