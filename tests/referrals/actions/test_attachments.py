import pytest

from portal.core import documents, vault
from portal.errors import Incomplete, NotAllowed, Refusal
from portal.models import AuditEvent
from referrals.actions import attachments
from referrals.models import Attachment
from tests.factories import files
from tests.factories import referrals as make
from tests.factories import service_requests as services


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENT_ROOT = tmp_path / "vault"
    return settings.ATTACHMENT_ROOT


def attach(world, referral, content=None, *, by=None, name="病历摘要.pdf"):
    return attachments.attach(
        referral=referral,
        content=files.pdf() if content is None else content,
        name=name,
        kind="summary",
        by=by or world.clinician,
    )


def test_document_is_read_after_it_was_inspected(world):
    row = attach(world, make.draft(world))
    with pytest.raises(Refusal):
        documents.read(row, by=world.clinician)

    assert documents.inspect_waiting() == 1
    assert documents.inspect_waiting() == 0

    row.refresh_from_db()
    assert (row.state, row.blocked_for, row.name) == ("clean", "", "病历摘要.pdf")
    assert documents.read(row, by=world.clinician) == files.pdf()
    verbs = AuditEvent.objects.filter(verb__startswith="attachment").values_list("verb", flat=True)
    assert sorted(verbs) == ["attachment.add", "attachment.inspect", "attachment.read"]


def test_hostile_document_is_blocked_and_never_read(world):
    row = attach(world, make.draft(world), files.pdf(b"<</S/JavaScript>>"))

    documents.inspect_waiting()

    row.refresh_from_db()
    assert (row.state, row.blocked_for) == ("blocked", "active_content")
    with pytest.raises(Refusal):
        documents.read(row, by=world.clinician)


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"PK\x03\x04", b"MZ", b"\xef\xbb\xbf%PDF-1.7"])
def test_other_bytes_are_refused_whatever_their_name_says(world, content):
    with pytest.raises(Incomplete):
        attach(world, make.draft(world), content, name="病历.pdf")

    assert not Attachment.objects.exists()


def test_sizes_and_numbers_have_their_limits(world, settings):
    referral = make.draft(world)
    settings.ATTACHMENT_MAX_BYTES = len(files.pdf())
    with pytest.raises(Incomplete):
        attach(world, referral, files.pdf(end=b"\n\n"))
    attach(world, referral)
    settings.ATTACHMENTS_MAX_BYTES = len(files.pdf()) + 1
    with pytest.raises(Incomplete):
        attach(world, referral, files.png())
    settings.ATTACHMENTS_MAX_BYTES, settings.ATTACHMENTS_MAX_COUNT = 10**6, 1
    with pytest.raises(Incomplete):
        attach(world, referral, files.png())


def test_same_file_twice_is_one_attachment(world):
    referral = make.draft(world)

    assert attach(world, referral) == attach(world, referral, name="又一次.pdf")


def test_document_is_taken_back_before_the_referral_leaves_and_not_after(world):
    draft, sent = (
        make.draft(world),
        make.at_state(world, "submitted", id_type="passport", id_number="E2"),
    )
    row, stays = attach(world, draft), attach(world, sent)

    attachments.remove(attachment=row, by=world.clinician)
    with pytest.raises(Refusal):
        attachments.remove(attachment=stays, by=world.clinician)

    assert list(Attachment.objects.all()) == [stays]


def test_closed_referrals_and_strangers_take_no_documents(world, stranger):
    closed, draft = (
        make.at_state(world, "cancelled"),
        make.draft(world, id_type="passport", id_number="E2"),
    )

    with pytest.raises(Refusal):
        attach(world, closed)
    for other in (stranger, world.receiver, world.desk):
        with pytest.raises(NotAllowed):
            attach(world, draft, by=other)


def test_crash_between_file_and_row_leaves_nothing_to_see(world, folder):
    documents.sweep_orphans()
    vault.put(files.pdf())

    assert not Attachment.objects.exists()
    for path in folder.rglob("*"):
        if path.is_file():
            path.touch()
            path.chmod(0o600)
    assert documents.sweep_orphans() == 0


def test_scanner_that_does_not_answer_leaves_the_document_waiting(world, settings, tmp_path):
    settings.CLAMD_ADDRESS = f"unix:{tmp_path}/none"
    row = attach(world, make.draft(world))

    assert documents.inspect_waiting() == 0

    row.refresh_from_db()
    assert row.state == "pending"


def test_lost_file_is_blocked_not_shown(world, folder):
    row = attach(world, make.draft(world))
    for path in folder.rglob("*"):
        if path.is_file():
            path.unlink()

    documents.inspect_waiting()

    row.refresh_from_db()
    assert (row.state, row.blocked_for) == ("blocked", "missing")


def ask_with(service, by, content=None):
    return attachments.attach_to_service(
        service=service, content=content or files.pdf(), name="CT.pdf", kind="imaging", by=by
    )


def test_documents_of_a_question_are_inspected_and_read_by_both_sides(world, stranger):
    service = services.ask(world, kind="imaging", materials="胸部CT一套。")
    document = ask_with(service, world.clinician)

    with pytest.raises(Refusal):
        documents.read(document, by=world.head)
    documents.inspect_waiting()
    document.refresh_from_db()

    assert documents.read(document, by=world.head) == files.pdf()
    people = (world.clinician, world.head, stranger)
    assert [Attachment.objects.visible_to(user).count() for user in people] == [1, 1, 0]
    [details] = AuditEvent.objects.filter(verb="attachment.read").values_list("detail", flat=True)
    assert details["service"] == str(service.pk)


def test_hostile_document_of_a_question_is_blocked(world):
    row = ask_with(services.ask(world), world.clinician, files.pdf(b"<</S/JavaScript>>"))

    documents.inspect_waiting()

    row.refresh_from_db()
    assert (row.state, row.blocked_for) == ("blocked", "active_content")


def test_who_declined_reads_the_question_no_more(world):
    service = services.ask(world)
    ask_with(service, world.clinician)

    services.move(world, service, "decline")

    seen = [Attachment.objects.visible_to(user).count() for user in (world.clinician, world.head)]
    assert seen == [1, 0]


def test_document_of_a_question_is_taken_back_until_it_was_signed_for(world):
    service = services.ask(world)
    document = ask_with(service, world.clinician)
    with pytest.raises(NotAllowed):
        attachments.remove(attachment=document, by=world.head)
    signed = services.move(world, service, "receive")

    with pytest.raises(Refusal) as refusal:
        attachments.remove(attachment=document, by=world.clinician)

    assert refusal.value.code == "submitted"
    answer = ask_with(signed, world.head, files.png())
    attachments.remove(attachment=answer, by=world.head)
    assert list(Attachment.objects.all()) == [document]


def test_closed_questions_and_strangers_take_no_documents(world, stranger):
    service = services.ask(world)
    with pytest.raises(NotAllowed):
        ask_with(service, stranger)
    ended = services.move(world, service, "cancel")

    with pytest.raises(Refusal) as refusal:
        ask_with(ended, world.clinician)

    assert refusal.value.code == "closed"
