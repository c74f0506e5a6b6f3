import pytest

from hospitals.models import CalendarDay
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
URL = "/api/v1/calendar-days"
KEY = {"HTTP_IDEMPOTENCY_KEY": "a-key-of-our-own"}


@pytest.fixture
def hospital():
    return hospitals.hospital("模拟县医院")


@pytest.fixture
def api(client, hospital):
    client.force_login(hospitals.member("hospital_admin", hospital))
    return client


def test_day_is_added_changed_and_deleted(api, hospital):
    body = {"hospital": str(hospital.pk), "day": "2026-10-08", "is_workday": False, "name": "院庆"}
    made = api.post(URL, body, "application/json", **KEY)
    assert (made.status_code, made.json()["is_workday"]) == (201, False)
    url = f"{URL}/{made.json()['id']}"

    changed = api.patch(url, {"is_workday": True}, "application/json", headers={"If-Match": '"v1"'})
    assert (changed.json()["is_workday"], changed.json()["name"]) == (True, "院庆")
    assert api.delete(url, headers={"If-Match": '"v2"'}).status_code == 204

    assert not CalendarDay.objects.exists()


def test_nations_day_is_read_and_not_changed(api):
    row = CalendarDay.objects.create(day="2026-10-01", name="国庆节")

    assert [day["name"] for day in api.get(URL, {"year": 2026}).json()["results"]] == ["国庆节"]
    refused = api.delete(f"{URL}/{row.pk}", headers={"If-Match": '"v1"'})

    assert (refused.status_code, refused.json()["code"]) == (409, "national")
