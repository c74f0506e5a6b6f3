import pytest

from hospitals.models import Accreditation
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
URL = "/api/v1/accreditations"
KEY = {"HTTP_IDEMPOTENCY_KEY": "a-key-of-our-own"}


@pytest.fixture
def hospital():
    return hospitals.hospital()


@pytest.fixture
def api(client, hospital):
    client.force_login(hospitals.member("hospital_admin", hospital))
    return client


def content(place, **changed):
    return {"hospital": str(place.pk), "kind": "stroke", "since": "2024-01-01"} | changed


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_for_one_row_and_three(api, hospital, rows, django_assert_num_queries):
    for number in range(rows):
        hospitals.accreditation(hospital, "key_specialty", specialty=f"{number}科")
    api.get(URL)

    with django_assert_num_queries(4):
        assert api.get(URL).json()["count"] == rows


def test_it_is_recorded_once_per_key(api, hospital):
    first = api.post(URL, content(hospital), "application/json", **KEY)
    second = api.post(URL, content(hospital), "application/json", **KEY)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert (first["ETag"], Accreditation.objects.count()) == ('"v1"', 1)


@pytest.mark.parametrize(
    "changed, status, pointer",
    [
        ({"hospital": "no-id"}, 422, "/hospital"),
        ({"kind": "lift"}, 422, "/kind"),
        ({"specialty": "骨科"}, 422, "/specialty"),
    ],
)
def test_what_does_not_fit_is_pointed_at(api, hospital, changed, status, pointer):
    answer = api.post(URL, content(hospital, **changed), "application/json", **KEY)

    assert answer.status_code == status
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_patch_changes_what_is_given_at_the_version_read(api, hospital):
    url = f"{URL}/{hospitals.accreditation(hospital, issuer='某委').pk}"
    change = {"until": "2030-12-31"}

    without = api.patch(url, change, "application/json")
    stale = api.patch(url, change, "application/json", headers={"If-Match": '"v9"'})
    done = api.patch(url, change, "application/json", headers={"If-Match": '"v1"'})

    assert [without.status_code, stale.status_code, done.status_code] == [428, 412, 200]
    row = done.json()
    assert (row["until"], row["issuer"], row["version"]) == ("2030-12-31", "某委", 2)


def test_others_do_not_record(client, hospital, coordinator_at):
    client.force_login(coordinator_at(hospital))

    assert client.post(URL, content(hospital), "application/json", **KEY).status_code == 403
