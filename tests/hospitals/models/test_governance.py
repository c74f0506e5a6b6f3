import datetime as dt

import pytest
from django.db import IntegrityError
from django.utils import timezone

from hospitals.models import Agreement, PolicyItem
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 1, 1)
BEFORE = dt.date(2023, 1, 1)


@pytest.fixture
def network():
    return hospitals.network(hospitals.hospital())


def refused(make, *args, **fields):
    with pytest.raises(IntegrityError) as caught:
        make(*args, **fields)
    return caught.value.__cause__.diag.constraint_name


@pytest.mark.parametrize(
    "fields, name",
    [
        ({"other_parties": ""}, "agreement_names_the_other"),
        ({"signed_on": DAY, "expires_on": BEFORE}, "agreement_dates_in_order"),
        ({"second": True}, "agreement_between_two"),
    ],
)
def test_agreement_that_the_database_refuses(network, fields, name):
    second = network.lead if fields.pop("second", False) else None

    assert refused(hospitals.agreement, network, second, **fields) == name


@pytest.mark.parametrize("days, found", [(-1, "ended"), (90, "expiring"), (91, "current")])
def test_agreement_warns_ninety_days_before_its_end(network, days, found):
    last = timezone.localdate() + dt.timedelta(days=days)
    row = hospitals.agreement(network, expires_on=last)

    answers = [getattr(Agreement.objects, name)().exists() for name in ("ended", "expiring")]

    assert answers == [found == "ended", found == "expiring"]
    assert [row.is_over(), row.is_expiring()] == answers
    assert Agreement.objects.current().exists() == (found != "ended")


@pytest.mark.parametrize(
    "status, days, late",
    [("under_way", -1, True), ("under_way", 0, False), ("fulfilled", -1, False)],
)
def test_policy_is_late_after_its_day(network, status, days, late):
    due = timezone.localdate() + dt.timedelta(days=days)
    row = hospitals.policy(network, status=status, due_on=due)

    assert (row.is_overdue(), PolicyItem.objects.overdue().exists()) == (late, late)


def test_what_there_is_once(network):
    hospitals.policy(network, "一")
    hospitals.committee(network, "甲")
    hospitals.plan(network.lead, 2026)

    assert refused(hospitals.policy, network, "一") == "policy_once_per_document"


@pytest.mark.parametrize(
    "fields, name",
    [
        ({"role": "chair"}, "seat_one_chair"),
        ({"person": "模拟甲"}, "seat_once_per_person"),
        ({"until": dt.date(2000, 1, 1)}, "seat_dates_in_order"),
    ],
)
def test_seat_that_the_database_refuses(network, fields, name):
    group = hospitals.committee(network)
    hospitals.seat(group, "模拟甲", "chair")

    assert refused(hospitals.seat, group, **{"person": "模拟乙"} | fields) == name


@pytest.mark.parametrize("year, name", [(2026, "plan_once_a_year"), (1999, "plan_of_a_real_year")])
def test_plan_that_the_database_refuses(network, year, name):
    hospitals.plan(network.lead, 2026)

    assert refused(hospitals.plan, network.lead, year) == name
