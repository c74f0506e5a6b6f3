import uuid

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import experts as make
from tests.factories import files


def test_papers_of_a_batch_are_given_and_taken_back(client, sending, settings, tmp_path):
    settings.ATTACHMENT_ROOT = tmp_path / "vault"
    client.force_login(sending.sender)
    batch = make.batch(sending.source, sending.project)
    file = SimpleUploadedFile("名单.pdf", files.pdf())
    sent = {"owner": batch.pk, "kind": "list", "files": file}
    headers = {"Idempotency-Key": uuid.uuid4().hex}

    [made] = client.post("/api/v1/batch-files", sent, headers=headers).json()

    listed = client.get("/api/v1/batch-files", {"owner": batch.pk}).json()
    assert (made["owner"], listed["count"]) == (str(batch.pk), 1)
    assert client.delete(f"/api/v1/batch-files/{made['id']}").status_code == 204
