import datetime as dt

import pytest
from django.db import IntegrityError
from django.utils import timezone

from hospitals.models import Department, Hospital, ReferralRoute
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 1)


@pytest.fixture
def ends():
    lead, member, other = (hospitals.hospital(name) for name in ("牵头", "成员", "别家"))
    return hospitals.network(lead, member, other), member, lead, other


def reached(origin, direction=None):
    return {row.name for row in Hospital.objects.open_to(origin, direction)}


def test_without_routes_every_other_hospital_is_open(ends):
    _network, member, _lead, _other = ends

    assert reached(member) == {"牵头", "别家"}


def test_routes_bind_their_origin_only(ends):
    network, member, lead, other = ends
    hospitals.route(network, member, lead)

    assert (reached(member), reached(other)) == ({"牵头"}, {"牵头", "成员"})


def test_direction_narrows_further(ends):
    network, member, lead, other = ends
    hospitals.route(network, member, lead, "up")
    hospitals.route(network, member, other, "down")

    found = [reached(member, direction) for direction in ("up", "down", "lateral")]

    assert found == [{"牵头"}, {"别家"}, set()]


def test_network_that_does_not_bind_leaves_every_hospital_open(ends):
    network, member, lead, _other = ends
    hospitals.route(network, member, lead)
    network.routes_bind = False
    network.save()

    assert reached(member) == {"牵头", "别家"}


@pytest.mark.parametrize("left", ["route", "membership"])
def test_what_has_ended_binds_nobody(ends, left):
    network, member, lead, _other = ends
    hospitals.route(network, member, lead)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    rows = network.routes if left == "route" else network.members.filter(hospital=member)
    rows.update(until=yesterday)

    assert reached(member) == {"牵头", "别家"}


def test_specialty_opens_departments_of_its_name_only(ends):
    network, member, lead, other = ends
    for hospital in (lead, other):
        for name in ("骨科", "儿科"):
            hospitals.department(hospital, name)
    hospitals.route(network, member, lead, specialty="骨科")
    hospitals.route(network, member, other)

    rows = Department.objects.reached_from(member.pk).order_by("hospital__name", "name")
    found = [f"{row.hospital}{row}" for row in rows]

    assert sorted(found) == ["别家儿科", "别家骨科", "牵头骨科"]


def test_closed_hospital_is_not_open_along_a_route(ends):
    network, member, lead, _other = ends
    hospitals.route(network, member, lead)
    lead.closed_on = TODAY
    lead.save()

    assert reached(member) == set()


@pytest.mark.parametrize(
    "fields, constraint",
    [
        ({"until": dt.date(2019, 1, 1)}, "route_dates_in_order"),
        ({}, "route_no_overlap"),
        ({"since": TODAY, "until": TODAY}, "route_no_overlap"),
    ],
)
def test_database_refuses(ends, fields, constraint):
    network, member, lead, _other = ends
    hospitals.route(network, member, lead)

    with pytest.raises(IntegrityError, match=constraint):
        hospitals.route(network, member, lead, **fields)


def test_route_leaves_its_origin(ends):
    network, member, _lead, _other = ends

    with pytest.raises(IntegrityError, match="route_leaves_its_origin"):
        hospitals.route(network, member, member)


def test_other_specialty_or_later_days_are_another_route(ends):
    network, member, lead, _other = ends
    hospitals.route(network, member, lead, until=dt.date(2021, 1, 1))
    hospitals.route(network, member, lead, since=dt.date(2021, 1, 2))
    hospitals.route(network, member, lead, specialty="骨科")

    assert ReferralRoute.objects.current(TODAY).count() == 2
    assert ReferralRoute.objects.ended(TODAY).count() == 1
