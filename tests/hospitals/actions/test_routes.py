import datetime as dt

import pytest
from django.utils import timezone

from hospitals.actions import routes
from hospitals.models import ReferralRoute
from portal.errors import NotAllowed, Refusal, Stale
from portal.models import AuditEvent
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


class Place:
    """One network: a lead, the project hospital that it runs, and a county hospital."""

    def __init__(self):
        self.lead, self.project, self.county = (
            hospitals.hospital(name) for name in ("输出", "项目", "县院")
        )
        self.network = hospitals.network(self.lead, self.project, self.county)
        self.admin = hospitals.member("network_admin", self.lead)

    def details(self, **changed):
        given = {"origin": self.county, "destination": self.lead, "direction": "up"}
        return given | {"since": TODAY} | changed


@pytest.fixture
def place():
    return Place()


def arrows(rows):
    return sorted(f"{row.origin}→{row.destination} {row.direction}" for row in rows)


def test_route_is_opened_and_ended_with_audit(place):
    row = routes.open_route(network=place.network, details=place.details(), by=place.admin)

    routes.end_route(route=row, until=TODAY, by=place.admin, version=1)

    row.refresh_from_db()
    assert (row.until, row.version, row.is_generated) == (TODAY, 2, False)
    events = AuditEvent.objects.touching([place.county.pk]).order_by("at")
    assert list(events.values_list("verb", flat=True)) == ["route.open", "route.end"]


@pytest.mark.parametrize("changed, code", [({}, "route_no_overlap"), ("foreign", "no_member")])
def test_double_and_foreign_origin_are_refused(place, changed, code):
    routes.open_route(network=place.network, details=place.details(), by=place.admin)
    changed = {"origin": hospitals.hospital()} if changed == "foreign" else changed

    with pytest.raises(Refusal) as refusal:
        routes.open_route(network=place.network, details=place.details(**changed), by=place.admin)

    assert refusal.value.code == code


def test_ended_twice_older_version_and_strangers_are_refused(place):
    row = hospitals.route(place.network, place.county, place.lead)
    stranger = hospitals.member("network_admin", place.county)

    with pytest.raises(Stale):
        routes.end_route(route=row, until=TODAY, by=place.admin, version=9)
    routes.end_route(route=row, until=TODAY, by=place.admin)
    with pytest.raises(Refusal):
        routes.end_route(route=row, until=TODAY, by=place.admin)
    for act in (routes.generate, routes.set_binding):
        options = {"is_binding": False} if act is routes.set_binding else {}
        with pytest.raises(NotAllowed):
            act(network=place.network, by=stranger, **options)


def test_plan_ties_members_to_the_lead_and_to_the_project(place):
    hospitals.relation(place.lead, place.project)

    plan = routes.plan(network=place.network)

    assert arrows(plan.to_open) == [
        "县院→输出 up",
        "县院→项目 up",
        "输出→县院 down",
        "输出→项目 down",
        "项目→县院 down",
        "项目→输出 up",
    ]
    assert (plan.to_end, ReferralRoute.objects.count()) == ([], 0)


def test_generating_twice_adds_nothing(place):
    first = routes.generate(network=place.network, by=place.admin)
    second = routes.generate(network=place.network, by=place.admin)

    assert (len(first.to_open), second.to_open, second.to_end) == (4, [], [])
    assert ReferralRoute.objects.filter(is_generated=True).count() == 4


def test_generating_ends_what_no_longer_follows_but_never_what_was_entered(place):
    hospitals.relation(place.lead, place.project)
    routes.generate(network=place.network, by=place.admin)
    by_hand = hospitals.route(place.network, place.county, place.lead, "lateral")
    yesterday = TODAY - dt.timedelta(days=1)
    place.network.members.filter(hospital=place.county).update(until=yesterday)

    done = routes.generate(network=place.network, by=place.admin)

    assert len(done.to_end) == 4
    by_hand.refresh_from_db()
    assert by_hand.until is None
    assert set(ReferralRoute.objects.filter(is_generated=True).values_list("until", flat=True)) == {
        TODAY,
        None,
    }


def test_checked_rows_come_in_together_or_not_at_all(place):
    rows = [place.details(until=None), place.details(until=None)]

    with pytest.raises(Refusal):
        routes.import_routes(network=place.network, rows=rows, by=place.admin)
    made = routes.import_routes(network=place.network, rows=rows[:1], by=place.admin)

    assert (len(made), ReferralRoute.objects.count()) == (1, 1)


def test_network_says_whether_its_routes_bind(place):
    row = routes.set_binding(network=place.network, is_binding=False, by=place.admin, version=1)

    assert (row.routes_bind, row.version) == (False, 2)
