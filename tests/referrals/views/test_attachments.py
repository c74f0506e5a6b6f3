import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.core import documents
from portal.models import AuditEvent
from referrals.models import Attachment, Consent, Referral
from tests.factories import files
from tests.factories import referrals as make
from tests.referrals.forms.test_filing import typed


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENT_ROOT = tmp_path / "vault"


def page(name, row):
    return reverse(f"referrals:{name}", args=[row.pk])


def sent(content=None, name="头颅CT.pdf"):
    return SimpleUploadedFile(name, content or files.pdf(), content_type="text/html")


def add(client, referral, *uploads):
    data = {"files": list(uploads), "files_kind": "imaging", "form_key": uuid.uuid4()}
    return client.post(page("attachment-add", referral), data)


def test_files_travel_with_the_filing(world, client):
    client.force_login(world.clinician)
    data = typed(world) | {"form_key": str(uuid.uuid4()), "files": [sent(), sent(files.png())]}

    answer = client.post(reverse("referrals:referral-file"), data | {"files_kind": "summary"})

    referral = Referral.objects.get()
    assert answer["Location"] == page("referral-check", referral)
    assert sorted(referral.attachments.values_list("media_type", "kind")) == [
        ("application/pdf", "summary"),
        ("image/png", "summary"),
    ]
    assert "头颅CT.pdf" in client.get(answer["Location"]).content.decode()


def test_wrong_file_refuses_the_filing_and_keeps_what_was_typed(world, client):
    client.force_login(world.clinician)
    data = typed(world) | {"form_key": str(uuid.uuid4()), "files": sent(b"<script>")}

    answer = client.post(reverse("referrals:referral-file"), data)

    assert answer.status_code == 422
    assert 'href="#id_files"' in answer.content.decode()
    assert not Referral.objects.exists()


def test_file_opens_after_its_inspection_and_in_a_sandbox(world, client):
    referral = make.draft(world)
    client.force_login(world.clinician)
    add(client, referral, sent())
    row = Attachment.objects.get()
    assert client.get(page("attachment-file", row)).status_code == 409
    documents.inspect_waiting()

    answer = client.get(page("attachment-file", row))

    assert answer.content == files.pdf()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert AuditEvent.objects.filter(verb="attachment.read", actor_id=world.clinician.pk).exists()


def test_destination_reads_it_after_acceptance_only(world, client):
    referral = make.at_state(world, "received")
    Consent.objects.create(referral=referral, method="emergency", waiver_reason="昏迷无家属")
    client.force_login(world.clinician)
    add(client, referral, sent())
    documents.inspect_waiting()
    row = Attachment.objects.get()

    client.force_login(world.receiver)
    assert client.get(page("attachment-file", row)).status_code == 404
    assert "头颅CT" not in client.get(page("referral-detail", referral)).content.decode()
    make.move(world, referral, "accept")

    assert client.get(page("attachment-file", row)).status_code == 200
    assert "头颅CT" in client.get(page("referral-detail", referral)).content.decode()


def test_document_is_taken_back_on_its_page(world, client):
    referral = make.draft(world)
    client.force_login(world.clinician)
    add(client, referral, sent())
    row = Attachment.objects.get()
    assert "头颅CT.pdf" in client.get(page("attachment-remove", row)).content.decode()

    client.post(page("attachment-remove", row), {"form_key": uuid.uuid4()})

    assert not Attachment.objects.exists()


def test_nothing_chosen_is_said(world, client):
    client.force_login(world.clinician)

    assert add(client, make.draft(world)).status_code == 422


@pytest.mark.parametrize("number", [1, 3])
def test_list_takes_the_same_queries(world, client, number, django_assert_max_num_queries):
    referral = make.draft(world)
    client.force_login(world.clinician)
    add(client, referral, *(sent(files.png(at + 1)) for at in range(number)))
    client.get(page("referral-check", referral))

    with django_assert_max_num_queries(26):
        client.get(page("referral-check", referral))
