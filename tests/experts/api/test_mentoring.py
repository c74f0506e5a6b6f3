import uuid

import pytest

from tests.factories import experts as make

PAIRS, STAGES, DIRECTORS = (
    f"/api/v1/{name}" for name in ("mentorships", "skill-milestones", "co-directors")
)


@pytest.fixture
def api(client, sending):
    client.force_login(sending.receiver)
    return client


def post(api, url, content):
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    return api.post(url, content, "application/json", headers=headers)


def patch(api, url, content, version=1):
    headers = {"If-Match": f'"v{version}"'}
    return api.patch(url, content, "application/json", headers=headers).json()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("url, queries", [(PAIRS, 4), (STAGES, 4), (DIRECTORS, 4)])
def test_lists_ask_the_same_for_one_row_and_three(
    api, sending, url, queries, rows, django_assert_num_queries
):
    for number in range(rows):
        pair = make.mentorship(sending.expert(), make.local(sending.project))
        make.milestone(pair)
        unit = make.hospitals.department(sending.project, f"科室{number}")
        make.director(unit, pair.apprentice)
    api.get(url)

    with django_assert_num_queries(queries):
        assert api.get(url).json()["count"] == rows


def test_pair_and_its_stages(api, sending):
    mentor = sending.posting().expert
    told = {"mentor": str(mentor.pk), "apprentice": str(make.local(sending.project).pk)}
    told |= {"kind": "master", "technique": "TEER", "since": "2024-03-01"}
    pair = post(api, PAIRS, told).json()
    stage = {"mentorship": pair["id"], "technique": "TEER", "stage": 1}
    stage |= {"reached_on": "2024-04-01", "witness": str(mentor.pk)}
    first = post(api, STAGES, stage).json()
    skipped = post(api, STAGES, stage | {"stage": 4})
    moved = patch(api, f"{STAGES}/{first['id']}", {"reached_on": "2024-04-02"})
    ended = patch(api, f"{PAIRS}/{pair['id']}", {"until": "2024-05-01"})

    assert (skipped.status_code, skipped.json()["code"]) == (409, "no_stage_before")
    assert (moved["reached_on"], moved["stage"]) == ("2024-04-02", 1)
    assert (ended["phase"], ended["stage"], ended["load"]) == ("ended", 1, 0)


def test_director_is_appointed_and_leaves(api, sending):
    told = {"hospital": str(sending.project.pk), "department": "骨科", "side": "local"}
    told |= {"person": str(make.local(sending.project).pk), "since": "2024-03-01"}
    row = post(api, DIRECTORS, told).json()
    twice = post(api, DIRECTORS, told)

    done = patch(api, f"{DIRECTORS}/{row['id']}", {"until": "2024-06-30"})

    assert (row["department"], twice.status_code, done["until"]) == ("骨科", 422, "2024-06-30")
