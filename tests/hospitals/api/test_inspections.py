import pytest
from django.utils import timezone

from hospitals.models import ChecklistItem
from tests.factories import hospitals
from tests.factories import inspections as make

pytestmark = pytest.mark.django_db
BASE = "/api/v1"
TODAY = f"{timezone.localdate():%Y-%m-%d}"


def key(number):
    return {"HTTP_IDEMPOTENCY_KEY": f"a-key-of-our-own-{number}"}


def seen(version):
    return {"HTTP_IF_MATCH": f'"v{version}"'}


@pytest.fixture
def member():
    return hospitals.hospital("成员医院")


@pytest.fixture
def network(member):
    return hospitals.network(hospitals.hospital("牵头医院"), member)


@pytest.fixture
def api(client, network):
    client.force_login(hospitals.member("network_admin", network.lead))
    return client


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    "path, queries", [("inspections", 4), ("inspection-findings", 4), ("checklist-items", 4)]
)
def test_list_asks_the_same_for_one_row_and_three(
    api, network, member, path, queries, rows, django_assert_num_queries
):
    for number in range(rows):
        scores = {f"{number}": (3, 10)}
        make.scored(network, member, scores, found=scores, year=2020 + number)
    api.get(f"{BASE}/{path}")

    with django_assert_num_queries(queries):
        assert api.get(f"{BASE}/{path}").json()["count"] == rows


def post(api, path, body, number, version=None):
    headers = key(number) | (seen(version) if version else {})
    return api.post(f"{BASE}/{path}", body, "application/json", **headers)


def test_from_checklist_to_verified_finding(api, client, network, member):
    item = {"network": str(network.pk), "edition": "A", "number": "1.1", "max_score": 10}
    item |= {"section": "病历", "standard": "完整"}
    kept = post(api, "checklist-items", item, 1)
    told = {"network": str(network.pk), "hospital": str(member.pk), "edition": "A"}
    told |= {"year": 2026, "half": 1, "due_on": TODAY}
    planned = post(api, "inspections", told, 2)
    scores = {"score_1.1": 7, "finding_1.1": "缺签名", "due_on": TODAY}
    scores |= {"inspected_on": TODAY, "inspector": "组长"}
    path = f"inspections/{planned.json()['id']}/score"
    scored = post(api, path, scores, 3, version=1)
    (found,) = api.get(f"{BASE}/inspection-findings").json()["results"]
    path = f"inspection-findings/{found['id']}"
    client.force_login(hospitals.member("hospital_admin", member))
    mended = post(client, f"{path}/rectify", {"measure": "补签", "closed_on": TODAY}, 4, version=1)
    own = post(client, f"{path}/verify", {"verified_on": TODAY}, 5, version=2)
    client.force_login(hospitals.member("network_admin", network.lead))
    back = post(client, f"{path}/reopen", {"note": "仍缺"}, 6, version=2)
    wrong = post(client, f"{path}/verify", {"verified_on": TODAY}, 7, version=3)

    answers = [kept, planned, scored, mended, own, back, wrong]
    assert [answer.status_code for answer in answers] == [201, 201, 200, 200, 403, 200, 409]
    assert (scored.json()["points"], scored.json()["most"], scored.json()["found"]) == (7, 10, 1)
    assert (back.json()["state"], back.json()["note"]) == ("open", "仍缺")


def test_scores_that_lack_are_named(api, network, member):
    make.item(network)
    row = make.planned(network, member)

    answer = post(
        api, f"inspections/{row.pk}/score", {"inspected_on": TODAY, "inspector": "x"}, 1, version=1
    )

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/score_1.1"]


def test_an_item_is_revised(api, network):
    item = make.item(network)

    done = api.patch(
        f"{BASE}/checklist-items/{item.pk}", {"max_score": 20}, "application/json", **seen(1)
    )

    assert (done.status_code, ChecklistItem.objects.get().max_score) == (200, 20)
