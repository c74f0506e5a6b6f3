import datetime as dt

import pytest
from django.utils import timezone

from hospitals.actions import inspections as actions
from hospitals.actions.inspections import Result
from portal.errors import Incomplete, NotAllowed, Refusal
from portal.models import AuditEvent
from tests.factories import hospitals
from tests.factories import inspections as make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DETAILS = {
    "inspected_on": TODAY,
    "inspector": "组长",
    "conclusion": "反馈",
    "due_on": TODAY,
    "responsible": "医务部",
}


@pytest.fixture
def member():
    return hospitals.hospital("成员医院")


@pytest.fixture
def network(member):
    made = hospitals.network(hospitals.hospital("牵头医院"), member)
    make.item(made, "1.1"), make.item(made, "1.2", most=5)
    return made


@pytest.fixture
def lead(network):
    return hospitals.member("network_admin", network.lead)


@pytest.fixture
def local(member):
    return hospitals.member("hospital_admin", member)


def asked(hospital, **changed):
    told = {"hospital": hospital, "edition": make.EDITION, "year": 2026, "half": 1}
    return told | {"due_on": TODAY} | changed


def found(network, member, lead):
    row = actions.plan(network=network, details=asked(member), by=lead)
    results = {"1.1": Result(7, "记录不完整", True), "1.2": Result(5)}
    return actions.score(inspection=row, results=results, details=DETAILS, by=lead, version=1)


def test_a_former_member_is_not_inspected(network, member, lead):
    network.members.filter(hospital=member).update(until=TODAY - dt.timedelta(days=1))

    with pytest.raises(Refusal) as refusal:
        actions.plan(network=network, details=asked(member), by=lead)

    assert refusal.value.code == "no_member"


def test_a_round_without_findings_is_done_at_once(network, member, lead):
    row = actions.plan(network=network, details=asked(member), by=lead)
    results = {"1.1": Result(10), "1.2": Result(5)}

    row = actions.score(inspection=row, results=results, details=DETAILS, by=lead, version=1)

    assert row.state == "done"


def test_from_plan_to_verified_finding(network, member, lead, local):
    row = found(network, member, lead)
    finding = row.findings.get()
    done = {"measure": "补记并培训", "closed_on": TODAY}

    finding = actions.rectify(finding=finding, details=done, by=local, version=1)
    assert (finding.steps_for(local), finding.steps_for(lead)) == (set(), {"verify", "reopen"})
    finding = actions.reopen(finding=finding, details={"note": "仍缺记录"}, by=lead, version=2)
    finding = actions.rectify(finding=finding, details=done, by=local, version=3)
    finding = actions.verify(finding=finding, details={"verified_on": TODAY}, by=lead, version=4)

    assert (row.state, finding.state, finding.verified_by) == ("mending", "verified", lead)
    row.refresh_from_db()
    assert row.state == "done"
    assert (finding.is_serious, finding.responsible) == (True, "医务部")
    assert [(one.score, one.max_score) for one in row.scores.order_by("item")] == [(7, 10), (5, 5)]
    verbs = AuditEvent.objects.touching([member.pk]).order_by("at", "pk")
    steps = ["finding.rectify", "finding.reopen", "finding.rectify", "finding.verify"]
    told = ["finding.note", "inspection.score", *steps, "inspection.mended"]
    assert [event.verb for event in verbs][-7:] == told
    assert "补记" not in str([event.detail for event in verbs])


def test_only_the_lead_plans_and_scores(network, member, lead, local):
    with pytest.raises(NotAllowed):
        actions.plan(network=network, details=asked(member), by=local)
    row = actions.plan(network=network, details=asked(member), by=lead)

    with pytest.raises(NotAllowed):
        actions.score(inspection=row, results={}, details=DETAILS, by=local)


def test_nobody_verifies_their_own_mending(network, member, lead):
    hospitals.holds(lead, "hospital_admin", member)
    finding = found(network, member, lead).findings.get()
    done = {"measure": "补记", "closed_on": TODAY}
    finding = actions.rectify(finding=finding, details=done, by=lead)

    with pytest.raises(NotAllowed) as refusal:
        actions.verify(finding=finding, details={"verified_on": TODAY}, by=lead)

    assert refusal.value.code == "own_work"


@pytest.mark.parametrize(
    "changed, code", [({"edition": "没有"}, "no_checklist"), ({"hospital": None}, "no_member")]
)
def test_rounds_are_of_members_by_a_checklist(network, member, lead, changed, code):
    told = asked(member) | changed
    told["hospital"] = told["hospital"] or hospitals.hospital()

    with pytest.raises(Refusal) as refusal:
        actions.plan(network=network, details=told, by=lead)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    "results, details, wrong",
    [
        ({"1.1": Result(7)}, {}, ["score_1.2"]),
        ({"1.1": Result(11), "1.2": Result(5)}, {}, ["score_1.1"]),
        ({"1.1": Result(1), "1.2": Result(5), "9": Result(1)}, {}, ["score_9"]),
        ({"1.1": Result(1, "缺"), "1.2": Result(5)}, {"due_on": None}, ["due_on"]),
        (
            {"1.1": Result(1), "1.2": Result(5)},
            {"inspected_on": TODAY + dt.timedelta(days=1)},
            ["inspected_on"],
        ),
    ],
)
def test_results_that_do_not_fit_are_named(network, member, lead, results, details, wrong):
    row = actions.plan(network=network, details=asked(member), by=lead)

    with pytest.raises(Incomplete) as refusal:
        actions.score(inspection=row, results=results, details=DETAILS | details, by=lead)

    assert list(refusal.value.errors) == wrong


def test_what_was_scored_stays(network, member, lead):
    row = found(network, member, lead)

    with pytest.raises(Refusal) as refusal:
        actions.score(inspection=row, results={}, details=DETAILS, by=lead)

    assert refusal.value.code == "wrong_state"
    with pytest.raises(Refusal):
        actions.verify(finding=row.findings.get(), details={"verified_on": TODAY}, by=lead)


def test_nothing_is_mended_tomorrow(network, member, lead, local):
    finding = found(network, member, lead).findings.get()
    tomorrow = {"measure": "补记", "closed_on": TODAY + dt.timedelta(days=1)}

    with pytest.raises(Incomplete) as refusal:
        actions.rectify(finding=finding, details=tomorrow, by=local)

    assert list(refusal.value.errors) == ["closed_on"]
