import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.core import documents
from tests.factories import experts as make
from tests.factories import files

EVIDENCE = "/api/v1/evidence"


@pytest.fixture
def api(client, sending, settings, tmp_path):
    settings.ATTACHMENT_ROOT = tmp_path / "vault"
    client.force_login(sending.receiver)
    return client


def post(api, **owner):
    file = SimpleUploadedFile("查新.pdf", files.pdf())
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    return api.post(EVIDENCE, owner | {"kind": "search", "files": file}, headers=headers)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_for_one_file_and_three(api, sending, rows, django_assert_num_queries):
    technology = make.technology(sending.project)
    for _number in range(rows):
        make.evidence(technology)
    api.get(EVIDENCE)

    with django_assert_num_queries(4):
        assert api.get(EVIDENCE, {"technology": technology.pk}).json()["count"] == rows


def test_files_are_given_fetched_and_taken_back(api, sending):
    technology = make.technology(sending.project)
    claim = make.claim(technology, sending.receiver)
    [of_technology] = post(api, technology=technology.pk).json()
    [of_claim] = post(api, claim=claim.pk).json()
    early = api.get(f"{EVIDENCE}/{of_claim['id']}/file")
    documents.inspect_waiting()

    assert (of_technology["claim"], of_claim["claim"]) == (None, str(claim.pk))
    assert early.status_code == 409
    assert api.get(f"{EVIDENCE}/{of_claim['id']}/file").content == files.pdf()
    assert api.get(EVIDENCE, {"claim": claim.pk}).json()["count"] == 1
    assert api.delete(f"{EVIDENCE}/{of_claim['id']}").status_code == 204
    assert post(api, technology=uuid.uuid4()).status_code == 422
