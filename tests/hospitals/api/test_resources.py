import pytest

from hospitals.models import CooperationProject, Milestone
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
BASE = "/api/v1"
KEY = {"HTTP_IDEMPOTENCY_KEY": "a-key-of-our-own"}
BODIES = {
    "bed-counts": {"kind": "open", "count": 600, "as_of": "2024-03-28"},
    "bed-targets": {"count": 1800, "due_on": "2029-03-28"},
    "equipment": {"name": "PET-CT", "kind": "imaging"},
    "specialty-clusters": {"name": "脑科学"},
}


@pytest.fixture
def hospital():
    return hospitals.hospital()


@pytest.fixture
def api(client, hospital):
    client.force_login(hospitals.member("hospital_admin", hospital))
    return client


@pytest.mark.parametrize("path", BODIES)
def test_row_is_recorded_listed_and_revised(api, hospital, path):
    body = BODIES[path] | {"hospital": str(hospital.pk)}

    made = api.post(f"{BASE}/{path}", body, "application/json", **KEY)
    url = f"{BASE}/{path}/{made.json()['id']}"
    done = api.patch(url, BODIES[path], "application/json", headers={"If-Match": '"v1"'})

    assert (made.status_code, done.status_code) == (201, 200)
    assert api.get(f"{BASE}/{path}").json()["count"] == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_projects_tell_their_milestones_and_lateness(
    api, hospital, rows, django_assert_num_queries
):
    days = {"planned_on": "2024-01-01", "actual_on": "2024-01-11"}
    for number in range(rows):
        relation = hospitals.relation(hospital, hospitals.hospital())
        row = CooperationProject.objects.create(relation=relation, name=f"{number}", stage="opened")
        Milestone.objects.create(project=row, kind="opening", **days)
    api.get(f"{BASE}/projects")

    with django_assert_num_queries(5):
        results = api.get(f"{BASE}/projects").json()["results"]

    assert [row["milestones"][0]["days_late"] for row in results] == [10] * rows
