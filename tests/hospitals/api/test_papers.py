import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hospitals.models import AgreementFile
from portal.core import documents
from tests.factories import files, hospitals

pytestmark = pytest.mark.django_db
FILES = "/api/v1/agreement-files"


@pytest.fixture
def agreement():
    return hospitals.agreement(hospitals.network(hospitals.hospital()))


@pytest.fixture
def api(client, agreement, settings, tmp_path):
    settings.ATTACHMENT_ROOT = tmp_path / "vault"
    client.force_login(hospitals.member("network_admin", agreement.network.lead))
    return client


def post(api, address, owner):
    sent = {"owner": owner, "kind": "signed", "files": SimpleUploadedFile("甲.pdf", files.pdf())}
    return api.post(address, sent, headers={"Idempotency-Key": uuid.uuid4().hex})


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_for_one_file_and_three(
    api, agreement, rows, django_assert_max_num_queries
):
    for _number in range(rows):
        hospitals.paper(AgreementFile, agreement)
    api.get(FILES)

    with django_assert_max_num_queries(6):
        assert api.get(FILES, {"owner": agreement.pk}).json()["count"] == rows


def test_papers_are_given_fetched_and_taken_back(api, agreement):
    [made] = post(api, FILES, agreement.pk).json()
    early = api.get(f"{FILES}/{made['id']}/file")
    documents.inspect_waiting()

    assert (made["owner"], early.status_code) == (str(agreement.pk), 409)
    assert api.get(f"{FILES}/{made['id']}/file").content == files.pdf()
    assert api.delete(f"{FILES}/{made['id']}").status_code == 204
    assert post(api, FILES, uuid.uuid4()).status_code == 422


def test_steps_of_projects_have_theirs(api, agreement):
    step = hospitals.step(agreement.network.lead)

    [made] = post(api, "/api/v1/milestone-files", step.pk).json()

    assert (made["owner"], made["kind"]) == (str(step.pk), "signed")
