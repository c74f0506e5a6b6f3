import uuid

import pytest

from tests.factories import experts as make

ACTIVITIES, CAMPAIGNS, STOPS = (
    f"/api/v1/{name}" for name in ("activities", "campaigns", "campaign-stops")
)


@pytest.fixture
def api(client, sending):
    client.force_login(sending.receiver)
    return client


def post(api, url, content):
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    return api.post(url, content, "application/json", headers=headers)


def patch(api, url, content):
    return api.patch(url, content, "application/json", headers={"If-Match": '"v1"'}).json()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("url, queries", [(ACTIVITIES, 5), (CAMPAIGNS, 4), (STOPS, 4)])
def test_lists_ask_the_same_for_one_row_and_three(
    api, sending, url, queries, rows, django_assert_num_queries
):
    for _number in range(rows):
        make.activity(sending.project, sending.expert(), sending.expert())
        make.campaign(sending.project, 3)
    api.get(url)

    with django_assert_num_queries(queries):
        assert api.get(url).json()["count"] == rows


def test_activity_is_logged_changed_and_counted(api, sending):
    people = [sending.posting().expert for _number in range(2)]
    told = {"hospital": str(sending.project.pk), "kind": "mdt", "mode": "onsite"}
    told |= {"experts": [str(person.pk) for person in people], "day": "2024-05-01"}
    told |= {"participants": 9, "patients": 2, "department": "骨科"}
    row = post(api, ACTIVITIES, told).json()
    nobody = post(api, ACTIVITIES, told | {"experts": []})
    changed = patch(api, f"{ACTIVITIES}/{row['id']}", {"patients": 3})
    counts = api.get(f"{ACTIVITIES}/counts", {"kind": "mdt"}).json()

    assert (nobody.status_code, changed["patients"], changed["department"]) == (422, 3, "骨科")
    assert len(changed["experts"]) == 2
    assert (counts["activities"], counts["participants"]) == (1, 9)
    assert counts["kinds"]["mdt"] == {"activities": 1, "participants": 9, "patients": 3}
    assert api.get(f"{ACTIVITIES}/counts", {"no_such": "1"}).status_code == 400


def test_campaign_and_its_stops(api, sending):
    told = {"hospital": str(sending.project.pk), "name": "秋季巡回"}
    told |= {"since": "2024-05-01", "until": "2024-05-09"}
    row = post(api, CAMPAIGNS, told).json()
    stop = {"campaign": row["id"], "region": sending.project.region.code, "day": "2024-05-02"}
    made = post(api, STOPS, stop | {"kind": "clinic", "served": 30}).json()
    changed = patch(api, f"{STOPS}/{made['id']}", {"served": 31})
    renamed = patch(api, f"{CAMPAIGNS}/{row['id']}", {"name": "冬季巡回"})

    assert (changed["served"], renamed["name"], renamed["served"]) == (31, "冬季巡回", 31)
