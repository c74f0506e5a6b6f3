import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hospitals.models import AgreementFile, MilestoneFile
from portal.core import documents
from tests.factories import files, hospitals

pytestmark = pytest.mark.django_db
MODELS = {"agreement": AgreementFile, "milestone": MilestoneFile}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENT_ROOT = tmp_path / "vault"


@pytest.fixture
def lead():
    return hospitals.hospital("牵头医院")


@pytest.fixture
def owners(lead):
    network = hospitals.network(lead)
    return {"agreement": hospitals.agreement(network), "milestone": hospitals.step(lead)}


@pytest.fixture
def admin(client, lead, owners):
    client.force_login(hospitals.member("network_admin", lead))
    return client


def page(name, row):
    return reverse(f"hospitals:{name}", args=[row.pk])


@pytest.mark.parametrize("noun, model", MODELS.items())
def test_papers_are_uploaded_inspected_opened_and_removed(admin, owners, noun, model):
    owner = owners[noun]
    sent = {"kind": "signed", "files": [SimpleUploadedFile("签署件.pdf", files.pdf())]}
    done = admin.post(page(f"{noun}-file-add", owner), sent)
    waiting = admin.get(done.url).content.decode()
    documents.inspect_waiting()
    row = model.objects.get()
    opened = admin.get(page(f"{noun}-file", row))
    asked = admin.get(page(f"{noun}-file-remove", row)).content.decode()
    gone = admin.post(page(f"{noun}-file-remove", row))

    assert (done.url, gone.url) == (owner.get_absolute_url(), owner.get_absolute_url())
    assert ("待检查" in waiting, "签署件.pdf" in waiting, "签署件.pdf" in asked) == (True,) * 3
    assert (opened.content, opened["X-Content-Type-Options"]) == (files.pdf(), "nosniff")
    assert not model.objects.exists()


@pytest.mark.parametrize("noun, model", MODELS.items())
def test_papers_are_kept_only_by_those_who_keep_the_row(client, lead, owners, noun, model):
    row = hospitals.paper(model, owners[noun])
    client.force_login(hospitals.member("referral_coordinator", lead))

    assert client.post(page(f"{noun}-file-add", owners[noun])).status_code == 403
    assert client.post(page(f"{noun}-file-remove", row)).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_steps_with_papers_ask_the_same_for_one_and_three(
    admin, owners, rows, django_assert_max_num_queries
):
    for _number in range(rows):
        hospitals.paper(MilestoneFile, owners["milestone"])
    address = owners["milestone"].get_absolute_url()
    admin.get(address)

    with django_assert_max_num_queries(12):
        assert admin.get(address).status_code == 200
