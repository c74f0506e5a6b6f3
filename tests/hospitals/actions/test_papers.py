import pytest

from experts.models import BatchFile
from hospitals.actions import papers
from hospitals.models import AgreementFile
from portal.core import documents
from portal.errors import Incomplete, NotAllowed, Refusal
from portal.models import AuditEvent
from tests.factories import experts, files, hospitals

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENT_ROOT = tmp_path / "vault"


@pytest.fixture
def agreement():
    return hospitals.agreement(hospitals.network(hospitals.hospital()))


def attach(owner, by, content=None):
    told = {"content": content or files.pdf(), "name": "协议.pdf", "kind": "signed"}
    return papers.attach(owner=owner, by=by, **told)


def test_paper_is_read_after_it_was_inspected_and_the_trail_keeps_it(agreement):
    by = hospitals.member("network_admin", agreement.network.lead)
    row, again = attach(agreement, by), attach(agreement, by)
    with pytest.raises(Refusal):
        documents.read(row, by=by)
    documents.inspect_waiting()
    row.refresh_from_db()

    assert (row, documents.read(row, by=by)) == (again, files.pdf())
    papers.remove(paper=row, by=by)
    assert not AgreementFile.objects.exists()
    events = AuditEvent.objects.filter(verb__startswith="agreement_file").order_by("pk")
    assert [event.verb.split(".")[1] for event in events] == ["add", "inspect", "read", "remove"]
    assert events[0].detail["agreement"] == str(agreement.pk)


def test_papers_are_given_and_taken_by_those_who_keep_the_row(agreement):
    by = hospitals.member("network_admin", agreement.network.lead)
    row = attach(agreement, by)
    reader = hospitals.member("referral_coordinator", agreement.network.lead)

    with pytest.raises(NotAllowed):
        attach(agreement, reader)
    with pytest.raises(NotAllowed):
        papers.remove(paper=row, by=reader)
    with pytest.raises(Incomplete):
        attach(agreement, by, b"MZ")


def test_papers_of_an_approved_batch_are_not_taken_back():
    sending = experts.Sending()
    batch = experts.batch(sending.source, sending.project)
    row = attach(batch, sending.sender)
    type(batch).objects.update(
        stage="approved",
        submitted_by=sending.sender,
        decided_by=sending.receiver,
        decided_at=row.created_at,
    )

    with pytest.raises(Refusal) as kept:
        papers.remove(paper=row, by=sending.sender)
    late = attach(batch, sending.sender, files.png())
    assert (kept.value.code, late.media_type, BatchFile.objects.count()) == (
        "approved",
        "image/png",
        2,
    )
