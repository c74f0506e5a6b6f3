import datetime as dt

import pytest

from hospitals.actions import networks
from hospitals.enums import NetworkRole
from hospitals.models import NetworkMembership
from portal.errors import NotAllowed, Refusal
from portal.models import AuditEvent
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 1, 1)


@pytest.fixture
def lead():
    return hospitals.hospital()


@pytest.fixture
def by(lead):
    return hospitals.member("network_admin", lead)


def test_found_makes_the_lead_the_first_member(lead, by):
    details = {"name": "新医联体", "kind": "close", "since": DAY}

    network = networks.found(lead=lead, details=details, by=by)

    assert network.members.get().hospital == lead
    assert network.members.get().role == NetworkRole.LEAD


def test_admit_and_withdraw(lead, by):
    network, other = hospitals.network(lead), hospitals.hospital()

    member = networks.admit(
        network=network, hospital=other, role="branch", plate_name="分院", since=DAY, by=by
    )
    networks.withdraw(membership=member, until=dt.date(2024, 5, 1), by=by, version=1)

    row = NetworkMembership.objects.get(hospital=other)
    assert (row.plate_name, row.until, row.version) == ("分院", dt.date(2024, 5, 1), 2)


@pytest.mark.parametrize(
    "changed, code",
    [
        ({"role": "lead"}, "second_lead"),
        ({"since": dt.date(2019, 1, 1)}, "before_network"),
    ],
)
def test_admit_refuses(lead, by, changed, code):
    asked = {"hospital": hospitals.hospital(), "role": "member", "since": DAY, "by": by}

    with pytest.raises(Refusal) as refusal:
        networks.admit(network=hospitals.network(lead), **(asked | changed))

    assert refusal.value.code == code


def test_admit_twice_and_a_closed_hospital_are_refused(lead, by):
    network, other = hospitals.network(lead), hospitals.hospital()
    closed = hospitals.hospital(closed_on=dt.date(2023, 1, 1))
    asked = {"network": network, "role": "member", "since": DAY, "by": by}
    networks.admit(hospital=other, **asked)

    with pytest.raises(Refusal) as twice:
        networks.admit(hospital=other, **asked)
    with pytest.raises(Refusal) as gone:
        networks.admit(hospital=closed, **asked)

    assert twice.value.message == "该机构在这段时间内已是本医联体成员。"
    assert gone.value.code == "closed"


def test_withdraw_refuses_the_lead_a_second_time_and_a_day_before(lead, by):
    network = hospitals.network(lead, hospitals.hospital())
    first, member = network.members.get(role="lead"), network.members.get(role="member")

    with pytest.raises(Refusal) as of_lead:
        networks.withdraw(membership=first, until=DAY, by=by)
    with pytest.raises(Refusal) as too_early:
        networks.withdraw(membership=member, until=dt.date(2001, 1, 1), by=by)
    networks.withdraw(membership=member, until=DAY, by=by)
    with pytest.raises(Refusal) as again:
        networks.withdraw(membership=member, until=DAY, by=by)

    codes = [refusal.value.code for refusal in (of_lead, too_early, again)]
    assert codes == ["lead_stays", "network_member_dates_in_order", "withdrawn"]


def test_only_the_lead_admits(lead):
    other = hospitals.hospital()
    network = hospitals.network(lead, other)
    by = hospitals.member("network_admin", other)

    with pytest.raises(NotAllowed):
        networks.admit(
            network=network, hospital=hospitals.hospital(), role="member", since=DAY, by=by
        )


LATER = dt.date(2024, 2, 1)


def corrected(network, by, **changed):
    told = {"name": network.name, "kind": network.kind, "lead": network.lead}
    told |= {"since": network.since, "until": None}
    return networks.correct(network=network, details=told | changed, by=by)


def test_correct_takes_along_those_who_came_on_its_first_day(lead, by):
    network = networks.found(
        lead=lead, details={"name": "错名", "kind": "close", "since": DAY}, by=by
    )
    late = networks.admit(
        network=network, hospital=hospitals.hospital(), role="member", since=LATER, by=by
    )

    row = corrected(network, by, name="正名", kind="city", since=DAY - dt.timedelta(days=5))

    late.refresh_from_db()
    assert (row.name, row.kind, row.version, late.since) == ("正名", "city", 2, LATER)
    assert row.members.get(hospital=lead).since == row.since
    event = AuditEvent.objects.get(verb="network.correct")
    assert event.detail["changed"]["name"] == ["错名", "正名"]


def test_correct_refuses_days_that_leave_a_member_outside(lead, by):
    network = hospitals.network(lead)
    other = hospitals.hospital()
    networks.admit(network=network, hospital=other, role="member", since=DAY, by=by)

    with pytest.raises(Refusal) as outside:
        corrected(network, by, since=LATER)
    with pytest.raises(Refusal) as running:
        corrected(network, by, until=LATER)
    with pytest.raises(NotAllowed):
        corrected(network, hospitals.member("network_admin", other))
    assert (outside.value.code, running.value.code) == ("outside_network", "not_ended")


def test_correct_brings_back_what_ended_by_mistake(lead, by):
    network = networks.end(network=hospitals.network(lead, hospitals.hospital()), until=DAY, by=by)

    corrected(network, by)

    assert set(network.members.values_list("until", flat=True)) == {None}


def test_correct_makes_another_member_lead_from_the_first_day_on(lead, by):
    network, other = hospitals.network(lead), hospitals.hospital()
    hospitals.holds(by, "network_admin", other)
    networks.admit(network=network, hospital=other, role="branch", since=LATER, by=by)

    row = corrected(network, by, lead=other)

    found = set(row.members.values_list("hospital", "role", "since"))
    assert row.lead == other
    assert found == {(lead.pk, "member", row.since), (other.pk, "lead", row.since)}


def test_correct_gives_the_lead_to_nobody_else(lead, by):
    network, member, stranger = hospitals.network(lead), hospitals.hospital(), hospitals.hospital()
    hospitals.holds(by, "network_admin", stranger)
    networks.admit(network=network, hospital=member, role="member", since=DAY, by=by)

    with pytest.raises(NotAllowed):
        corrected(network, by, lead=member)
    with pytest.raises(Refusal) as outside:
        corrected(network, by, lead=stranger)
    assert outside.value.code == "no_member"


def test_correct_member_within_the_days_of_its_network(lead, by):
    network = hospitals.network(lead)
    member = networks.admit(
        network=network, hospital=hospitals.hospital(), role="branch", since=DAY, by=by
    )
    told = {"role": "member", "plate_name": "分院", "since": LATER, "until": None}

    row = networks.correct_member(membership=member, details=told, by=by, version=1)

    early = told | {"since": network.since - dt.timedelta(days=1)}
    with pytest.raises(Refusal) as outside:
        networks.correct_member(membership=member, details=early, by=by)
    with pytest.raises(Refusal) as stays:
        networks.correct_member(membership=network.members.get(role="lead"), details=told, by=by)
    with pytest.raises(Refusal) as second:
        networks.correct_member(membership=member, details=told | {"role": "lead"}, by=by)
    assert (row.role, row.plate_name, row.since) == ("member", "分院", LATER)
    assert second.value.code == "lead_stays"
    assert (outside.value.code, stays.value.code) == ("outside_network", "lead_stays")
