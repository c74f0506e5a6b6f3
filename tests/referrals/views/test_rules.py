import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from referrals.models import Timer, TimerRule
from tests.factories import hospitals
from tests.factories import referrals as make

LIST, LATE = reverse("sla:rule-list"), reverse("sla:late-list")


@pytest.fixture
def network(world):
    return world.centre.led_networks.get()


@pytest.fixture
def lead(client, world):
    client.force_login(hospitals.member("network_admin", world.centre))
    return client


def filled(network, **changed):
    return {
        "network": network.pk,
        "kind": "received",
        "priority": "urgent",
        "amount": 30,
        "unit": "minutes",
        "since": timezone.localdate().isoformat(),
    } | changed


def cell(page, kind, priority):
    row = next(row for row in page.context["limits"] if row.clock.kind == kind)
    return next(cell for cell in row.cells if cell.priority == priority)


def late(world, count=1, hours=9):
    for _number in range(count):
        make.at_state(world, "submitted", priority="urgent")
    passed = dt.timedelta(hours=hours)
    for timer in Timer.objects.running():
        Timer.objects.filter(pk=timer.pk).update(due_at=timer.due_at - passed, level=1)


def test_defaults_stand_in_the_table_until_a_rule_is_set(lead, network):
    before = cell(lead.get(LIST), "received", "urgent")
    assert (before.limit, before.is_own) == (dt.timedelta(hours=1), False)

    answer = lead.post(reverse("sla:rule-set"), filled(network))

    assert answer.url == f"{LIST}?network={network.pk}"
    after = cell(lead.get(answer.url), "received", "urgent")
    assert (after.limit, after.is_own) == (dt.timedelta(minutes=30), True)


@pytest.mark.parametrize(
    ("changed", "limit"),
    [
        ({"amount": 2, "unit": "hours"}, dt.timedelta(hours=2)),
        ({"amount": 3, "unit": "workdays", "priority": "routine"}, 3),
        ({"amount": 1, "unit": "days", "kind": "decided"}, dt.timedelta(days=1)),
    ],
)
def test_limit_is_given_in_the_unit_that_fits(lead, network, changed, limit):
    lead.post(reverse("sla:rule-set"), filled(network, **changed))

    assert TimerRule.objects.get().limit == limit


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"amount": 11, "unit": "hours"}, "amount"),
        ({"amount": 0}, "amount"),
        ({"kind": "scheduled", "priority": "emergency"}, "priority"),
        ({"priority": "emergency", "amount": 1, "unit": "workdays"}, "amount"),
        ({"since": "2020-01-01"}, "since"),
        ({"kind": "break_glass"}, "kind"),
    ],
)
def test_wrong_limit_is_refused_at_its_field(lead, network, changed, field):
    answer = lead.post(reverse("sla:rule-set"), filled(network, **changed))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_other_networks_are_not_offered(lead, network):
    other = hospitals.network(hospitals.hospital(), network.lead)

    form = lead.get(reverse("sla:rule-set")).context["form"]

    assert list(form.fields["network"].queryset) == [network]
    assert lead.post(reverse("sla:rule-set"), filled(other)).status_code == 422


def test_rule_is_ended_from_the_list(lead, network):
    lead.post(reverse("sla:rule-set"), filled(network))
    row = TimerRule.objects.get()
    url = reverse("sla:rule-end", args=[row.pk])
    assert url in lead.get(LIST).content.decode()

    lead.post(url, {"version": 1})

    row.refresh_from_db()
    assert row.until == timezone.localdate()


def test_coordinator_reads_and_changes_nothing(client, world, network):
    client.force_login(world.receiver)

    page = client.get(LIST)

    assert page.status_code == 200
    assert reverse("sla:rule-set") not in page.content.decode()
    assert client.get(reverse("sla:rule-set")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_rules_ask_the_same_for_one_row_and_three(lead, network, rows, django_assert_num_queries):
    for number in range(rows):
        kind = ("received", "decided", "replied")[number]
        TimerRule.objects.create(network=network, kind=kind, priority="routine", workdays=1)
    lead.get(LIST)

    with django_assert_num_queries(8):
        assert len(lead.get(LIST).context["object_list"]) == rows


def test_late_ones_are_counted_by_kind_and_level_with_the_hard_alarm_first(lead, world):
    late(world, 2)

    page = lead.get(LATE)

    assert [(row["kind"], row["total"], row["levels"]) for row in page.context["counts"]] == [
        ("accept_total", 2, [(1, 2)]),
        ("received", 2, [(1, 2)]),
    ]
    assert len(page.context["object_list"]) == 4


def test_late_ones_are_narrowed_to_the_hard_alarm(client, world):
    late(world)
    client.force_login(world.lead)

    page = client.get(LATE, {"kind": "accept_total", "level": 1})

    assert [timer.kind for timer in page.context["object_list"]] == ["accept_total"]
    assert world.county.name in page.content.decode()


def test_system_clocks_and_other_peoples_are_not_late(client, world, stranger):
    late(world, hours=24 * 60)
    client.force_login(world.receiver)
    assert {timer.kind for timer in client.get(LATE).context["object_list"]} == {
        "received",
        "accept_total",
    }

    client.force_login(stranger)

    assert list(client.get(LATE).context["object_list"]) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_late_list_asks_the_same_for_one_row_and_three(
    lead, world, rows, django_assert_num_queries
):
    late(world, rows)
    lead.get(LATE)

    with django_assert_num_queries(6):
        assert len(lead.get(LATE).context["object_list"]) == 2 * rows
