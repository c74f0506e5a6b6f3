import pytest

from experts.actions import claims, evidence
from experts.models import Evidence
from portal.core import documents, vault
from portal.errors import Incomplete, NotAllowed, Refusal
from portal.models import AuditEvent
from tests.factories import experts as make
from tests.factories import files, hospitals

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENT_ROOT = tmp_path / "vault"
    return settings.ATTACHMENT_ROOT


@pytest.fixture
def technology(sending):
    return make.technology(sending.project)


def attach(technology, by, content=None, **more):
    told = {"content": content or files.pdf(), "name": "查新.pdf", "kind": "search"} | more
    if "claim" in told:
        return evidence.attach_to_claim(by=by, **told)
    return evidence.attach(technology=technology, by=by, **told)


def test_file_is_read_after_it_was_inspected(sending, technology):
    row = attach(technology, sending.receiver)
    with pytest.raises(Refusal):
        documents.read(row, by=sending.receiver)

    assert (documents.inspect_waiting(), documents.inspect_waiting()) == (1, 0)

    row.refresh_from_db()
    assert documents.read(row, by=sending.receiver) == files.pdf()
    events = AuditEvent.objects.filter(verb__startswith="evidence").order_by("pk")
    assert [event.verb for event in events] == [
        "evidence.add",
        "evidence.inspect",
        "evidence.read",
    ]
    assert events[0].detail["technology"] == str(technology.pk)


def test_hostile_file_is_blocked_and_others_are_refused(sending, technology):
    row = attach(technology, sending.receiver, files.pdf(b"<</S/JavaScript>>"))
    documents.inspect_waiting()
    row.refresh_from_db()

    with pytest.raises(Incomplete):
        attach(technology, sending.receiver, b"MZ")
    with pytest.raises(NotAllowed):
        attach(technology, sending.sender, files.png())
    assert (row.state, row.blocked_for) == ("blocked", "active_content")


def test_same_bytes_are_one_file_for_each_owner(sending, technology):
    claim = make.claim(technology, sending.receiver)
    first, again = attach(technology, sending.receiver), attach(technology, sending.receiver)
    of_claim = attach(technology, sending.receiver, claim=claim)

    assert (first, Evidence.objects.count()) == (again, 2)
    evidence.remove(evidence=first, by=sending.receiver)
    assert documents.sweep_orphans() == 0
    assert vault.get(of_claim.sha256) == files.pdf()


def test_evidence_of_a_judged_claim_stays_as_it_was(sending, technology):
    claim = make.claim(technology, sending.receiver)
    row = attach(technology, sending.receiver, claim=claim)
    other = hospitals.member("hospital_admin", sending.project)
    claims.judge(claim=claim, state="disputed", note="", by=other)

    with pytest.raises(Refusal) as late:
        attach(technology, sending.receiver, files.png(), claim=claim)
    with pytest.raises(Refusal) as kept:
        evidence.remove(evidence=row, by=sending.receiver)

    assert (late.value.code, kept.value.code) == ("judged", "judged")
