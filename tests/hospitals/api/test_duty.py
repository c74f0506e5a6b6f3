import pytest

from hospitals.models import DutyShift
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
URL = "/api/v1/duty"
KEY = {"HTTP_IDEMPOTENCY_KEY": "a-key-of-our-own"}
IF_MATCH = {"If-Match": '"v1"'}


@pytest.fixture
def hospital():
    return hospitals.hospital("模拟县医院")


@pytest.fixture
def api(client, hospital):
    client.force_login(hospitals.member("hospital_admin", hospital))
    return client


def content(hospital, **changed):
    return {
        "hospital": str(hospital.pk),
        "person": "秦值班",
        "phone": "0773-2821234",
        "begins": "00:00",
        "ends": "00:00",
        "since": "2026-01-01",
        "weekday": 6,
        "is_deputy": True,
    } | changed


def test_shift_is_added_changed_and_deleted(api, hospital):
    made = api.post(URL, content(hospital), "application/json", **KEY)
    assert (made.status_code, made.json()["weekday"], made.json()["is_deputy"]) == (201, 6, True)
    url = f"{URL}/{made.json()['id']}"

    changed = api.patch(url, {"person": "唐值班"}, "application/json", headers=IF_MATCH)
    assert (changed.json()["person"], changed.json()["weekday"]) == ("唐值班", 6)
    assert changed.json()["is_deputy"] is True
    assert api.delete(url, headers=IF_MATCH).status_code == 412
    assert api.delete(url, headers={"If-Match": '"v2"'}).status_code == 204

    assert not DutyShift.objects.exists()


def test_who_is_on_duty_now(api, hospital):
    api.post(URL, content(hospital, weekday=""), "application/json", **KEY)

    rows = api.get(f"{URL}/now", {"hospital": str(hospital.pk)}).json()

    assert [(row["person"], row["phone"]) for row in rows] == [("秦值班", "0773-2821234")]
    assert api.get(f"{URL}/now").status_code == 422


def test_strangers_hospital_is_no_hospital(client, hospital, stranger):
    client.force_login(stranger)

    assert client.get(f"{URL}/now", {"hospital": str(hospital.pk)}).status_code == 422
    assert client.post(URL, content(hospital), "application/json", **KEY).status_code == 422


def test_wrong_telephone_is_refused_at_its_field(api, hospital):
    answer = api.post(URL, content(hospital, phone="总机"), "application/json", **KEY)

    assert [error["pointer"] for error in answer.json()["errors"]] == ["/phone"]
