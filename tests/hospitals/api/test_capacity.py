import datetime as dt

import pytest
from django.utils import timezone

from hospitals.models import BedPool, ClinicSlot
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
BEDS, SLOTS = "/api/v1/bed-pools", "/api/v1/slots"
KEY = {"HTTP_IDEMPOTENCY_KEY": "a-key-of-our-own"}
FIGURES = {"established_beds": 30, "open_beds": 28, "occupied_beds": 20}


@pytest.fixture
def unit():
    return hospitals.department(hospitals.hospital())


@pytest.fixture
def api(client, unit, coordinator_at):
    client.force_login(coordinator_at(unit.hospital))
    return client


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("url", [BEDS, SLOTS])
def test_lists_ask_the_same_for_one_row_and_three(api, unit, url, rows, django_assert_num_queries):
    for number in range(rows):
        department = hospitals.department(unit.hospital, f"{number}科")
        hospitals.bed_pool(department)
        hospitals.slot(department)
    api.get(url)

    with django_assert_num_queries(4):
        assert api.get(url).json()["count"] == rows


def test_beds_are_reported_first_and_again_at_the_version_read(api, unit):
    first = api.post(BEDS, FIGURES | {"department": str(unit.pk)}, "application/json", **KEY)
    url = f"{BEDS}/{first.json()['id']}"
    stale = api.put(url, FIGURES, "application/json", headers={"If-Match": '"v9"'})
    again = api.put(
        url, FIGURES | {"occupied_beds": 21}, "application/json", headers={"If-Match": '"v1"'}
    )

    assert [first.status_code, stale.status_code, again.status_code] == [201, 412, 200]
    assert (again.json()["free_beds"], again.json()["is_stale"]) == (7, False)


def test_second_first_report_is_stale(api, unit):
    hospitals.bed_pool(unit)

    again = api.post(BEDS, FIGURES | {"department": str(unit.pk)}, "application/json", **KEY)

    assert (again.status_code, BedPool.objects.get().open_beds) == (412, 10)


def test_pattern_of_slots_is_opened_and_one_is_closed(api, unit):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    pattern = {
        "department": str(unit.pk),
        "first": str(tomorrow),
        "last": str(tomorrow),
        "weekdays": "0,1,2,3,4,5,6",
        "opens": "08:00",
        "closes": "10:00",
        "minutes": 60,
        "capacity": 5,
        "quota": 2,
    }

    made = api.post(SLOTS, pattern, "application/json", **KEY)
    url = f"{SLOTS}/{made.json()[0]['id']}/close"
    closed = api.post(url, {}, "application/json", headers={"If-Match": '"v1"'})

    assert [made.status_code, closed.status_code, len(made.json())] == [201, 204, 2]
    assert ClinicSlot.objects.bookable().count() == 1


def test_others_report_nothing(client, unit, stranger):
    client.force_login(stranger)
    sent = FIGURES | {"department": str(unit.pk)}

    assert client.post(BEDS, sent, "application/json", **KEY).status_code == 422
