import pytest

from hospitals.actions import keeping
from hospitals.models import Agreement, Committee, CommitteeSeat, HospitalPlan
from portal.errors import NotAllowed, Refusal, Stale
from portal.models import AuditEvent
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
SEAT = {"role": "chair", "person": "模拟某人", "since": "2024-01-01", "until": None}


@pytest.fixture
def network():
    return hospitals.network(hospitals.hospital())


@pytest.fixture
def lead(network):
    return hospitals.member("network_admin", network.lead)


def test_rows_are_recorded_for_their_owner_and_audited_without_names(network, lead):
    group = keeping.record(model=Committee, owner=network, details={"name": "小组"}, by=lead)
    seat = keeping.record(model=CommitteeSeat, owner=group, details=SEAT, by=lead)
    keeping.revise(row=seat, details={"person": "模拟另一人", "post": "院长"}, by=lead, version=1)

    events = AuditEvent.objects.order_by("pk")
    verbs = ["committee.record", "committeeseat.record", "committeeseat.revise"]
    assert [event.verb for event in events] == verbs
    assert events.last().detail["changed"] == {"post": ["", "院长"]}
    assert events.last().hospital_ids == [str(network.lead_id)]


def test_plan_is_kept_by_the_hospital_itself(network, lead):
    hospital = hospitals.hospital()
    details = {"year": 2026, "actions": "甲", "owner_department": "乙"}

    with pytest.raises(NotAllowed):
        keeping.record(model=HospitalPlan, owner=hospital, details=details, by=lead)
    by = hospitals.member("hospital_admin", hospital)
    keeping.record(model=HospitalPlan, owner=hospital, details=details, by=by)
    with pytest.raises(Refusal) as refusal:
        keeping.record(model=HospitalPlan, owner=hospital, details=details, by=by)

    assert refusal.value.message == "本院这一年度已有一院一策。"


def test_members_do_not_record_what_is_the_networks(network):
    by = hospitals.member("hospital_admin", network.lead)

    with pytest.raises(NotAllowed):
        keeping.record(model=Agreement, owner=network, details={}, by=by)


def test_revision_of_an_older_version_is_refused(network, lead):
    row = hospitals.policy(network)

    with pytest.raises(Stale):
        keeping.revise(row=row, details={"status": "fulfilled"}, by=lead, version=9)
