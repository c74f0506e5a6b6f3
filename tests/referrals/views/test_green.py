import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from referrals.models import GreenMilestone, GreenTarget
from tests.factories import hospitals
from tests.factories import referrals as make

LIST, TARGETS = reverse("referrals:green-list"), reverse("referrals:green-target-list")
SET = reverse("referrals:green-target-set")
GREEN = {"priority": "emergency", "green_channel": "stroke"}


def page(referral):
    return reverse("referrals:green-case", args=[referral.pk])


def body(code, **fields):
    return {"code": code, "note": ""} | fields


@pytest.fixture
def case(world):
    return make.arrived_green(world)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_for_one_row_and_three(client, world, rows, django_assert_num_queries):
    for _number in range(rows):
        make.at_state(world, "submitted", **GREEN)
    client.force_login(world.receiver)
    client.get(LIST)

    with django_assert_num_queries(8):
        assert len(client.get(LIST).context["cases"]) == rows


def test_list_holds_green_cases_only(client, world, case):
    make.at_state(world, "submitted")
    client.force_login(world.receiver)

    shown = client.get(LIST)

    ((row, results),) = shown.context["cases"]
    assert (row, [result.state for result in results][:2]) == (case, ["missing", "running"])
    assert "到院至影像 DIT ≤ 25 分钟" in shown.content.decode()


@pytest.mark.parametrize("query, count", [({"green_channel": "stroke"}, 1), ({"q": "zz"}, 0)])
def test_list_is_filtered(client, world, case, query, count):
    client.force_login(world.receiver)

    assert len(client.get(LIST, query).context["cases"]) == count


def test_moment_is_entered_by_typing_and_by_now(client, world, case):
    client.force_login(world.head)
    before = timezone.now()

    client.post(page(case), body("imaging", now="on"))
    client.force_login(world.coordinator)
    client.post(page(case), body("onset", at="2026-01-01T08:00", note="家属诉"))

    onset, imaging = GreenMilestone.objects.order_by("at")
    assert (imaging.code, imaging.at >= before) == ("imaging", True)
    assert (
        f"{timezone.localtime(onset.at):%Y-%m-%d %H:%M} {onset.note}" == "2026-01-01 08:00 家属诉"
    )


def test_refusal_stands_at_its_own_step(client, world, case):
    client.force_login(world.head)

    answer = client.post(page(case), body("imaging"))

    lines = {line.step.code: line for line in answer.context["lines"]}
    assert answer.status_code == 422
    assert list(lines["imaging"].form.errors) == ["at"]
    assert not lines["puncture"].form.is_bound
    assert lines["onset"].form is None


def test_known_steps_are_shown_and_not_asked_for(client, world, case):
    client.force_login(world.coordinator)

    lines = {line.step.code: line for line in client.get(page(case)).context["lines"]}

    assert (lines["arrived"].at, lines["arrived"].form) == (case.arrived_at, None)
    assert lines["door_in"].form is not None


def test_referral_without_a_channel_has_no_page(client, world, stranger, case):
    plain = make.at_state(world, "submitted")
    client.force_login(world.coordinator)
    answers = [client.get(page(plain)).status_code, client.get(page(case)).status_code]
    client.force_login(stranger)

    assert [*answers, client.get(page(case)).status_code] == [404, 200, 404]


def test_administrator_sets_a_target_and_all_see_it(client, world):
    client.force_login(hospitals.member("hospital_admin", world.centre))
    given = {"hospital": world.centre.pk, "goal": "stroke.dnt", "minutes": 45}

    answer = client.post(SET, given | {"since": "2026-01-01", "note": "本院办法"})

    assert (answer.url, GreenTarget.objects.get().minutes) == (TARGETS, 45)
    assert "本院办法" in client.get(TARGETS).content.decode()


def test_others_set_no_target(client, world):
    client.force_login(world.head)

    assert client.get(SET).status_code == 403
    assert client.get(TARGETS).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_targets_ask_the_same_for_one_row_and_three(client, world, rows, django_assert_num_queries):
    for number in range(rows):
        since = dt.date(2026, 1, 1 + number)
        fields = {"kind": "stroke", "code": "dnt", "minutes": 45, "since": since}
        GreenTarget.objects.create(hospital=world.centre, **fields)
    client.force_login(world.receiver)
    client.get(TARGETS)

    with django_assert_num_queries(5):
        assert len(client.get(TARGETS).context["object_list"]) == rows
