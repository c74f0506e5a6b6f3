import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.core import documents
from tests.factories import files
from tests.factories import referrals as make
from tests.factories import service_requests as services

URL = "/api/v1/attachments"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENT_ROOT = tmp_path / "vault"


def send(client, referral, content=None, key="attach-0001"):
    file = SimpleUploadedFile("CT.pdf", content or files.pdf(), content_type="image/svg+xml")
    data = {"referral": str(referral.pk), "files_kind": "imaging", "files": file}
    return client.post(URL, data, headers={"Idempotency-Key": key})


def test_document_is_sent_listed_fetched_and_taken_back(world, client):
    client.force_login(world.clinician)
    referral = make.draft(world)

    made = send(client, referral)

    assert made.status_code == 201, made.content
    [shown] = made.json()
    assert (shown["state"], shown["media_type"]) == ("pending", "application/pdf")
    assert client.get(f"{URL}/{shown['id']}/file").status_code == 409
    documents.inspect_waiting()
    [listed] = client.get(f"{URL}?referral={referral.pk}").json()["results"]
    assert (listed["id"], listed["state"]) == (shown["id"], "clean")
    assert client.get(f"{URL}/{shown['id']}/file").content == files.pdf()
    assert client.delete(f"{URL}/{shown['id']}").status_code == 204
    assert client.get(f"{URL}/{shown['id']}").status_code == 404


def test_same_request_twice_is_one_document(world, client):
    client.force_login(world.clinician)
    referral = make.draft(world)

    first, again = send(client, referral), send(client, referral)

    assert first.json() == again.json()
    assert again["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize("content", [b"<svg/>", b"x"])
def test_other_bytes_are_422_at_their_field(world, client, content):
    client.force_login(world.clinician)

    answer = send(client, make.draft(world), content)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/files"


def test_strangers_cannot_send_or_see(world, client, stranger):
    client.force_login(stranger)

    assert send(client, make.draft(world)).status_code == 404
    assert client.post(URL, {}, headers={"Idempotency-Key": "empty-0001"}).status_code == 422
    assert client.get(URL).json()["count"] == 0


def test_document_of_a_service_request_is_sent_and_listed(world, client):
    service = services.ask(world)
    client.force_login(world.clinician)
    file = SimpleUploadedFile("CT.pdf", files.pdf())

    made = client.post(
        URL, {"service": str(service.pk), "files": file}, headers={"Idempotency-Key": "attach-0009"}
    )

    assert made.status_code == 201, made.content
    assert (made.json()[0]["service"], made.json()[0]["referral"]) == (str(service.pk), None)
    client.force_login(world.head)
    listed = client.get(f"{URL}?service={service.pk}").json()
    assert (listed["count"], listed["results"][0]["state"]) == (1, "pending")
