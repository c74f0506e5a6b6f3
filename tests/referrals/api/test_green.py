import pytest

from referrals.models import GreenMilestone, GreenTarget
from tests.factories import hospitals
from tests.factories import referrals as make

CASES, TARGETS = "/api/v1/green-cases", "/api/v1/green-targets"
KEY = {"HTTP_IDEMPOTENCY_KEY": "a-key-of-our-own"}
GREEN = {"priority": "emergency", "green_channel": "stroke"}


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_for_one_row_and_three(client, world, rows, django_assert_num_queries):
    for _number in range(rows):
        make.at_state(world, "submitted", **GREEN)
    client.force_login(world.receiver)
    client.get(CASES)

    with django_assert_num_queries(7):
        assert client.get(CASES).json()["count"] == rows


def test_case_tells_moments_and_goals(client, world):
    case = make.arrived_green(world)
    client.force_login(world.head)

    url = f"{CASES}/{case.pk}/milestones"
    done = client.post(url, {"code": "imaging", "now": True}, "application/json", **KEY)

    told = done.json()
    dit = next(goal for goal in told["results"] if goal["code"] == "dit")
    assert (done.status_code, set(told["times"])) == (200, {"departed", "arrived", "imaging"})
    assert (dit["state"], dit["limit"]) == ("reached", 25)


def test_other_side_and_missing_moment_are_refused(client, world):
    case = make.arrived_green(world)
    client.force_login(world.coordinator)
    url = f"{CASES}/{case.pk}/milestones"

    asked = [{"code": "imaging", "now": True}, {"code": "onset"}]
    codes = [
        client.post(
            url, body, "application/json", HTTP_IDEMPOTENCY_KEY=f"key-number-{n}"
        ).status_code
        for n, body in enumerate(asked)
    ]

    assert (codes, GreenMilestone.objects.count()) == ([403, 422], 0)


def test_target_is_set_by_the_administrator(client, world):
    client.force_login(hospitals.member("hospital_admin", world.centre))
    content = {
        "hospital": str(world.centre.pk),
        "goal": "stroke.dnt",
        "minutes": 45,
        "since": "2026-01-01",
    }

    made = client.post(TARGETS, content, "application/json", **KEY)

    assert (made.status_code, made.json()["code"], GreenTarget.objects.count()) == (201, "dnt", 1)
    assert client.get(TARGETS).json()["count"] == 1
