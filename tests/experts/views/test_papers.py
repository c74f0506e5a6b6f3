from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from experts.models import BatchFile
from portal.core import documents
from tests.factories import experts as make
from tests.factories import files


def page(name, row):
    return reverse(f"experts:{name}", args=[row.pk])


def test_papers_of_a_batch_are_uploaded_opened_and_removed(client, sending, settings, tmp_path):
    settings.ATTACHMENT_ROOT = tmp_path / "vault"
    client.force_login(sending.sender)
    batch = make.batch(sending.source, sending.project)
    sent = {"kind": "list", "files": [SimpleUploadedFile("名单.pdf", files.pdf())]}
    done = client.post(page("batch-file-add", batch), sent)
    row = BatchFile.objects.get()
    documents.inspect_waiting()
    shown = client.get(done.url).content.decode()

    assert (done.url, page("batch-file", row) in shown) == (batch.get_absolute_url(), True)
    assert client.get(page("batch-file", row)).content == files.pdf()
    assert "名单.pdf" in client.get(page("batch-file-remove", row)).content.decode()
    assert client.post(page("batch-file-remove", row)).url == batch.get_absolute_url()
    assert not BatchFile.objects.exists()
