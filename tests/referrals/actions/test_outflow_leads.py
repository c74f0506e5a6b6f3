"""Leads on patients who went elsewhere, by page and by API."""

import uuid

import pytest
from django.urls import reverse

from portal.errors import NotAllowed
from referrals.actions import outflow_leads
from referrals.models import OutflowRecord
from tests.factories import referrals as make

PAGE = "/referrals/outflow-leads/"


def noted(world):
    make.move(world, make.at_state(world, "declined"), "close_unplaced")
    return OutflowRecord.objects.order_by("-noted_at").first()


def test_lead_is_confirmed_by_page_with_where_the_patient_went(world, client):
    lead, province = noted(world), make.hospitals.region("外省")
    client.force_login(world.reviewer)
    page = reverse("referrals:outflow-lead-judge", args=[lead.pk])

    waiting = client.get(PAGE).content.decode()
    answer = client.post(
        page,
        {"state": "confirmed", "province": province.pk, "version": 1, "form_key": uuid.uuid4()},
    )

    assert lead.referral.number in waiting
    assert answer["Location"] == PAGE
    lead.refresh_from_db()
    assert (lead.state, lead.province, lead.reviewed_by) == (
        "confirmed",
        province,
        world.reviewer,
    )


def test_whoever_noted_it_does_not_judge_it(world):
    lead = noted(world)
    lead.created_by = world.reviewer
    lead.save()

    with pytest.raises(NotAllowed) as refused:
        outflow_leads.judge(lead=lead, details={"state": "confirmed"}, by=world.reviewer)

    assert refused.value.code == "own_lead"


def test_lead_is_judged_over_http_once(world, client):
    lead = noted(world)
    client.force_login(world.reviewer)
    address = reverse("api:outflow-lead-judge", args=[lead.pk])
    headers = {"If-Match": '"v1"', "Idempotency-Key": str(uuid.uuid4())}

    answers = [
        client.post(address, {"state": "dismissed"}, "application/json", headers=headers)
        for _time in range(2)
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[1]["Idempotent-Replayed"] == "true"
    assert answers[0].json()["state"] == "dismissed"


def test_other_hospitals_see_no_lead(world, client, stranger):
    lead = noted(world)
    client.force_login(stranger)

    assert list(client.get(PAGE).context["object_list"]) == []
    assert client.get(reverse("api:outflow-lead-detail", args=[lead.pk])).status_code == 404


def test_list_takes_the_same_queries_for_one_row_and_three(
    world, client, django_assert_num_queries
):
    client.force_login(world.reviewer)
    noted(world)
    client.get(PAGE)
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)
    noted(world)
    noted(world)
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)


# Session, person with versions; count, rows, how many wait; the frame.
QUERIES = 6
