import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tests.factories import hospitals
from tests.factories import referrals as make


@pytest.fixture
def queue(world):
    """Three who wait for the same department, the most urgent last; a fourth for another one."""
    other = hospitals.department(world.centre, "骨科")
    told = [{}, {}, {"priority": "urgent"}, {"destination_department": other}]
    made = []
    for hours, changes in enumerate(told):
        with time_machine.travel(timezone.now() - dt.timedelta(hours=9 - hours), tick=False):
            made.append(make.at_state(world, "waitlisted", **changes))
    return made


def test_place_in_the_queue_is_by_priority_then_by_waiting(queue):
    assert [row.offers.get().position for row in queue] == [2, 3, 1, 1]


def test_who_does_not_wait_has_no_place(world, queue):
    accepted = make.move(world, queue[2], "accept")

    places = [row.offers.get().position for row in (accepted, queue[0])]
    assert places == [None, 1]


def test_place_is_shown_to_those_who_wait(world, queue, client):
    client.force_login(world.clinician)

    page = client.get(reverse("referrals:referral-detail", args=[queue[1].pk])).content.decode()
    [told] = client.get(f"/api/v1/referrals/{queue[1].pk}").json()["offers"]

    assert "排队位次</dt><dd>3</dd>" in page
    assert (told["position"], told["expected_on"] is None) == (3, False)
