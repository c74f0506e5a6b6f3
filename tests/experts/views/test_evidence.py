import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from experts.models import Evidence
from portal.core import documents
from tests.factories import experts as make
from tests.factories import files


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENT_ROOT = tmp_path / "vault"


@pytest.fixture
def receiver(client, sending):
    client.force_login(sending.receiver)
    return client


def page(name, row):
    return reverse(f"experts:{name}", args=[row.pk])


def upload(*several):
    sent = several or (("查新报告.pdf", files.pdf()),)
    return {"kind": "search", "files": [SimpleUploadedFile(*one) for one in sent]}


def test_files_are_uploaded_inspected_and_opened(receiver, sending):
    technology = make.technology(sending.project, source_hospital=sending.source)
    two = upload(("查新报告.pdf", files.pdf()), ("图.png", files.png()))
    done = receiver.post(page("evidence-add", technology), two)
    waiting = receiver.get(done.url).content.decode()
    documents.inspect_waiting()
    row = Evidence.objects.get(media_type="application/pdf")
    receiver.force_login(sending.sender)
    answer = receiver.get(page("evidence-file", row))

    assert ("待检查" in waiting, "查新报告.pdf" in waiting) == (True, True)
    assert (answer.content, answer["X-Content-Type-Options"]) == (files.pdf(), "nosniff")
    assert receiver.get(page("evidence-add", technology)).status_code == 403


def test_files_of_a_claim_are_shown_with_it_and_taken_back(receiver, sending):
    claim = make.claim(make.technology(sending.project), sending.receiver)
    receiver.post(page("claim-evidence-add", claim), upload())
    row = Evidence.objects.get()
    shown = receiver.get(claim.get_absolute_url()).content.decode()
    asked = receiver.get(page("evidence-remove", row)).content.decode()
    gone = receiver.post(page("evidence-remove", row))

    assert ("查新报告.pdf" in shown, "查新报告.pdf" in asked) == (True, True)
    assert (gone.url, Evidence.objects.count()) == (claim.get_absolute_url(), 0)


@pytest.mark.parametrize(
    "sent", [{"kind": "search"}, upload(("a.exe", b"MZ")), upload() | {"kind": "?"}]
)
def test_what_is_no_evidence_is_refused(receiver, sending, sent):
    technology = make.technology(sending.project)

    assert receiver.post(page("evidence-add", technology), sent).status_code == 422


def test_too_large_a_file_is_refused_before_it_is_read(receiver, sending, settings):
    settings.ATTACHMENT_MAX_BYTES = 10
    technology = make.technology(sending.project)

    assert receiver.post(page("evidence-add", technology), upload()).status_code == 422
