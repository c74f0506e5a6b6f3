import datetime as dt

import pytest
from django.utils import timezone

from portal.errors import Incomplete, NotAllowed, Refusal
from portal.models import AuditEvent
from referrals.actions import rules
from referrals.models import TimerRule
from tests.factories import hospitals

DAY = dt.timedelta(days=1)


@pytest.fixture
def network(world):
    return world.centre.led_networks.get()


@pytest.fixture
def lead(world):
    return hospitals.member("network_admin", world.centre)


def details(**changed):
    return {
        "kind": "received",
        "priority": "urgent",
        "minutes": 30,
        "workdays": None,
        "since": timezone.localdate(),
    } | changed


def test_rule_is_set_and_audited(network, lead):
    row = rules.set_rule(network=network, details=details(), by=lead)

    assert row.limit == dt.timedelta(minutes=30)
    assert AuditEvent.objects.get(verb="sla.set").target_id == str(row.pk)


def test_newer_rule_ends_the_older_and_drops_the_later(network, lead):
    today = timezone.localdate()
    old = TimerRule.objects.create(
        network=network, **details(since=today - 9 * DAY), created_by=lead
    )
    later = rules.set_rule(network=network, details=details(since=today + 9 * DAY), by=lead)

    rules.set_rule(network=network, details=details(minutes=40, since=today + DAY), by=lead)

    old.refresh_from_db()
    later.refresh_from_db()
    assert (old.until, old.is_active) == (today, True)
    assert later.is_active is False


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"minutes": 601}, "amount"),
        ({"priority": "emergency", "minutes": None, "workdays": 1}, "amount"),
        ({"kind": "scheduled", "priority": "emergency"}, "amount"),
        ({"since": dt.date(2020, 1, 1)}, "since"),
    ],
)
def test_rule_out_of_bounds_is_refused(network, lead, changed, field):
    with pytest.raises(Incomplete) as refused:
        rules.set_rule(network=network, details=details(**changed), by=lead)

    assert list(refused.value.errors) == [field]
    assert not TimerRule.objects.exists()


def test_only_the_lead_of_the_network_sets_its_rules(world, network):
    elsewhere = hospitals.hospital()
    hospitals.network(elsewhere)

    for person in (world.receiver, hospitals.member("network_admin", elsewhere)):
        with pytest.raises(NotAllowed):
            rules.set_rule(network=network, details=details(), by=person)


def test_rule_ends_today_and_once(network, lead):
    row = rules.set_rule(network=network, details=details(), by=lead)

    ended = rules.end_rule(rule=row, by=lead, version=1)

    assert (ended.until, ended.is_active) == (timezone.localdate(), True)
    with pytest.raises(Refusal):
        rules.end_rule(rule=row, by=lead)


def test_rule_that_has_not_begun_never_will(network, lead):
    soon = timezone.localdate() + DAY
    row = rules.set_rule(network=network, details=details(since=soon), by=lead)

    assert rules.end_rule(rule=row, by=lead).is_active is False
