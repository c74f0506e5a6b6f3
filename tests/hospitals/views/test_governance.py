import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from hospitals.models import Agreement, Committee, HospitalPlan, PolicyItem
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + dt.timedelta(days=10)
PAST = timezone.localdate() - dt.timedelta(days=10)


@pytest.fixture
def network():
    return hospitals.network(hospitals.hospital("桂林医院", pinyin="x glyy"))


@pytest.fixture
def lead(client, network):
    client.force_login(hospitals.member("network_admin", network.lead))
    return client


def page(name, row=None):
    return reverse(f"hospitals:{name}", args=[row.pk] if row else [])


def make(noun, network, number=0):
    return {
        "agreement": lambda: hospitals.agreement(network, title=f"协议{number}", expires_on=SOON),
        "policy": lambda: hospitals.policy(network, f"事项{number}", due_on=PAST),
        "committee": lambda: hospitals.seat(hospitals.committee(network, f"组{number}")),
        "plan": lambda: hospitals.plan(network.lead, 2020 + number),
    }[noun]()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    "noun, queries", [("agreement", 7), ("policy", 7), ("committee", 8), ("plan", 7)]
)
def test_list_asks_the_same_for_one_row_and_three(
    lead, network, noun, queries, rows, django_assert_num_queries
):
    for number in range(rows):
        make(noun, network, number)
    lead.get(page(f"{noun}-list"))

    with django_assert_num_queries(queries):
        assert len(lead.get(page(f"{noun}-list")).context["object_list"]) == rows


@pytest.mark.parametrize(
    "noun, query, count",
    [
        ("agreement", {"q": "glyy"}, 1),
        ("agreement", {"q": "没有"}, 0),
        ("agreement", {"validity": "expiring"}, 1),
        ("agreement", {"validity": "ended"}, 0),
        ("agreement", {"kind": "support"}, 0),
        ("policy", {"q": "事项"}, 1),
        ("policy", {"late": "true"}, 1),
        ("policy", {"status": "fulfilled"}, 0),
        ("plan", {"q": "glyy"}, 1),
        ("plan", {"year": "2021"}, 0),
        ("committee", {"q": "组"}, 1),
        ("committee", {"q": "没有"}, 0),
    ],
)
def test_list_is_filtered(lead, network, noun, query, count):
    make(noun, network)

    assert len(lead.get(page(f"{noun}-list"), query).context["object_list"]) == count


@pytest.mark.parametrize("rows", [1, 3])
def test_network_page_asks_the_same_for_one_row_and_three(
    lead, network, rows, django_assert_num_queries
):
    for noun in ("agreement", "policy", "committee"):
        for number in range(rows):
            make(noun, network, number)
    lead.get(network.get_absolute_url())

    with django_assert_num_queries(9):
        lead.get(network.get_absolute_url())


def test_agreement_is_recorded_shown_and_revised(lead, network):
    body = {"title": "模拟协议", "kind": "framework", "first_party": network.lead.pk}

    lacking = lead.post(page("agreement-record", network), body)
    answer = lead.post(page("agreement-record", network), body | {"other_parties": "模拟政府"})
    row = Agreement.objects.get()
    body |= {"other_parties": "模拟政府", "expires_on": SOON.isoformat(), "version": 1}
    lead.post(page("agreement-revise", row), body)

    assert (lacking.status_code, answer.url) == (422, network.get_absolute_url())
    shown = lead.get(answer.url).content.decode()
    assert ("模拟协议" in shown, "即将到期" in shown) == (True, True)


def test_policy_and_committee_with_a_seat_are_recorded(lead, network):
    policy = {"title": "事项", "owner_department": "处", "level": "city", "status": "under_way"}
    lead.post(page("policy-record", network), policy | {"due_on": PAST.isoformat()})
    lead.post(page("committee-record", network), {"name": "小组"})
    group = Committee.objects.get()
    seat = {"role": "chair", "person": "模拟某人", "since": "2024-01-01"}
    lead.post(page("seat-record", group), seat)
    again = lead.post(page("seat-record", group), seat | {"person": "模拟乙"})

    assert (PolicyItem.objects.get().is_overdue(), again.status_code) == (True, 409)
    assert "这段时间内已有组长。" in again.content.decode()
    shown = lead.get(network.get_absolute_url()).content.decode()
    assert ("已逾期" in shown, "模拟某人" in shown) == (True, True)


def test_plan_is_recorded_once_a_year(client, network):
    client.force_login(hospitals.member("hospital_admin", network.lead))
    url, body = (
        page("plan-record", network.lead),
        {"year": 2026, "actions": "举措", "owner_department": "部", "status": "under_way"},
    )

    answers = [client.post(url, body).status_code for _time in range(2)]

    assert (answers, HospitalPlan.objects.count()) == ([302, 409], 1)


def test_members_read_and_strangers_find_nothing(client, network, coordinator_at, stranger):
    row = hospitals.policy(network)
    client.force_login(coordinator_at(network.lead))
    answers = [client.get(page("policy-revise", row)).status_code]
    assert len(client.get(page("policy-list")).context["object_list"]) == 1
    client.force_login(stranger)
    answers.append(client.get(page("policy-revise", row)).status_code)

    assert answers == [403, 404]
    assert len(client.get(page("policy-list")).context["object_list"]) == 0
