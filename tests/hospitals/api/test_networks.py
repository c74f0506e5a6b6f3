import pytest

from hospitals.models import HospitalRelation, Network, NetworkMembership
from portal.models import User
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
BASE = "/api/v1"


@pytest.fixture
def lead():
    return hospitals.hospital("牵头医院")


@pytest.fixture
def member():
    return hospitals.hospital("成员医院")


@pytest.fixture
def network(lead, member):
    return hospitals.network(lead, member)


@pytest.fixture
def api(client, lead, network):
    user = hospitals.member("network_admin", lead)
    hospitals.holds(user, "hospital_admin", lead)
    client.force_login(user)
    return client


def post(client, path, body, version=None, key="a-key-of-our-own"):
    headers = {"Idempotency-Key": f"{key}-{path}"}
    if version:
        headers["If-Match"] = f'"v{version}"'
    return client.post(f"{BASE}/{path}", body, "application/json", headers=headers)


def test_network_is_founded_joined_and_ended(api, lead, network):
    hospitals.network(lead, other := hospitals.hospital("新成员"))
    told = {"name": "骨科联盟", "kind": "specialty", "lead": str(lead.pk), "since": "2024-01-01"}

    made = post(api, "networks", told)
    joins = {"network": made.json()["id"], "hospital": str(other.pk), "since": "2024-02-01"}
    joined = post(api, "network-members", joins | {"role": "branch", "plate_name": "分院"})
    early = post(api, f"networks/{made.json()['id']}/end", {"until": "2024-01-15"}, 1)
    ended = post(api, f"networks/{made.json()['id']}/end", {"until": "2026-01-31"}, 1)

    assert (made.status_code, joined.status_code, early.status_code) == (201, 201, 409)
    assert (ended.status_code, ended.json()["until"]) == (200, "2026-01-31")
    days = NetworkMembership.objects.filter(network=made.json()["id"]).values_list("until")
    assert {str(day) for (day,) in days} == {"2026-01-31"}
    assert Network.objects.current().filter(name="骨科联盟").count() == 0


def test_member_leaves_once(api, network, member):
    rows = api.get(f"{BASE}/network-members?network={network.pk}").json()["results"]
    [row] = [one for one in rows if one["hospital"]["name"] == "成员医院"]

    left = post(api, f"network-members/{row['id']}/withdraw", {"until": "2026-01-31"}, 1)
    again = {"until": "2026-02-01"}
    stale = post(api, f"network-members/{row['id']}/withdraw", again, 1, "another-key")

    assert (left.status_code, left.json()["until"]) == (200, "2026-01-31")
    assert stale.status_code == 412


def test_relation_is_opened_and_ended_and_its_steps_recorded(api, lead, member):
    told = {"source": str(lead.pk), "project": str(member.pk), "since": "2024-01-01"}

    made = post(api, "relations", told)
    again = post(api, "relations", told | {"since": "2024-02-01"}, key="another-key")
    project = api.get(f"{BASE}/projects").json()["results"][0]
    hospitals.holds(api_user(api), "hospital_admin", member)
    step = {"project": project["id"], "kind": "opening", "actual_on": "2024-03-28"}
    reached = post(api, "milestones", step)
    ended = post(api, f"relations/{made.json()['id']}/end", {"until": "2026-01-31"}, 1)

    assert (made.status_code, again.status_code, reached.status_code) == (201, 409, 201)
    assert api.get(f"{BASE}/projects").json()["results"][0]["stage"] == "opened"
    assert (ended.status_code, HospitalRelation.objects.current().count()) == (200, 0)


def api_user(client):
    return User.objects.get(pk=client.session["_auth_user_id"])


@pytest.mark.parametrize("rows", [1, 3])
def test_members_ask_the_same_for_one_and_three(api, network, rows, django_assert_num_queries):
    for number in range(rows - 1):
        hospitals.join(network, hospitals.hospital(f"院{number}"))
    api.get(f"{BASE}/network-members")

    with django_assert_num_queries(4):
        found = api.get(f"{BASE}/network-members").json()["count"]

    assert found == rows + 1


def test_campuses_and_departments_are_kept_and_a_hospital_is_closed(api, lead):
    here = {"hospital": str(lead.pk)}

    campus = post(api, "campuses", here | {"name": "东院区", "function": "急救"})
    inside = {"name": "骨科", "campus": campus.json()["id"]}
    department = post(api, "departments", here | inside)
    url = f"{BASE}/departments/{department.json()['id']}"
    renamed = api.patch(url, {"name": "骨一科"}, "application/json", headers={"If-Match": '"v1"'})
    closed = post(api, f"hospitals/{lead.pk}/close", {"closed_on": "2026-01-31"}, 1)

    assert [one.status_code for one in (campus, department, renamed)] == [201, 201, 200]
    assert (renamed.json()["name"], renamed.json()["campus"]) == ("骨一科", "东院区")
    assert (closed.status_code, closed.json()["closed_on"]) == (200, "2026-01-31")


def test_network_and_member_are_corrected(api, network):
    def patch(path, row, body):
        headers = {"If-Match": f'"v{row.version}"'}
        return api.patch(f"{BASE}/{path}/{row.pk}", body, "application/json", headers=headers)

    member = network.members.get(role="member")
    named = patch("networks", network, {"name": "正名"})
    plate = patch("network-members", member, {"plate_name": "正牌", "role": "branch"})

    assert (named.status_code, named.json()["name"]) == (200, "正名")
    assert (plate.status_code, plate.json()["plate_name"]) == (200, "正牌")
    assert plate.json()["role"] == "branch"


def test_relation_and_project_are_corrected(api, lead, member):
    def patch(path, row, body):
        headers = {"If-Match": f'"v{row["version"]}"'}
        return api.patch(f"{BASE}/{path}/{row['id']}", body, "application/json", headers=headers)

    told = {"source": str(lead.pk), "project": str(member.pk), "since": "2024-01-01"}
    relation = post(api, "relations", told).json()
    hospitals.holds(api_user(api), "hospital_admin", member)
    project = api.get(f"{BASE}/projects").json()["results"][0]

    moved = patch("relations", relation, {"since": "2023-05-01"})
    beds = patch("projects", project, {"target_beds": 1800, "target_due_on": "2028-03-28"})

    assert (moved.status_code, moved.json()["since"]) == (200, "2023-05-01")
    assert (beds.status_code, beds.json()["target_beds"]) == (200, 1800)
