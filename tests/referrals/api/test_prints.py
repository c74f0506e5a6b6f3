import pytest

from referrals.actions import prints
from referrals.models import PrintJob
from referrals.paper import libraries
from referrals.paper.marks import verification_code
from tests import paper
from tests.factories import referrals as make


@pytest.fixture
def referral(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make.at_state(world, "submitted")


@paper.needs_press
def test_pdf_is_accepted_followed_and_fetched(world, client, referral):
    client.force_login(world.clinician)
    asked = client.post(f"/api/v1/referrals/{referral.pk}/pdf")
    assert (asked.status_code, asked["Retry-After"]) == (202, "2")
    assert (asked.json()["state"], asked.json()["file"]) == ("queued", None)

    prints.make(asked.json()["id"])

    shown = client.get(asked["Location"]).json()
    fetched = client.get(shown["file"])
    again = client.post(f"/api/v1/referrals/{referral.pk}/pdf")
    assert shown["state"] == "ready"
    assert fetched["Content-Type"] == "application/pdf"
    assert make.ID_NUMBER in paper.text_of(fetched.content)
    assert (again.status_code, again.json()) == (200, shown)


def test_pdf_of_others_does_not_exist(world, client, referral, stranger, monkeypatch):
    monkeypatch.setattr(libraries, "missing", list)
    job = prints.order(referral=referral, by=world.clinician)
    url = f"/api/v1/print-jobs/{job.pk}"

    client.force_login(stranger)
    assert client.post(f"/api/v1/referrals/{referral.pk}/pdf").status_code == 404
    client.force_login(world.receiver)
    assert [client.get(address).status_code for address in (url, f"{url}/file")] == [404, 404]
    assert client.get("/api/v1/print-jobs").json()["count"] == 0
    client.force_login(world.clinician)
    assert client.get(f"{url}/file").status_code == 409


def test_machine_without_libraries_says_so(world, client, referral, monkeypatch):
    monkeypatch.setattr(libraries, "missing", lambda: ["libpango-1.0-0"])
    client.force_login(world.clinician)

    refused = client.post(f"/api/v1/referrals/{referral.pk}/pdf")

    assert (refused.status_code, refused.json()["code"]) == (409, "pdf_missing")
    assert not PrintJob.objects.exists()


def test_list_asks_the_same_number_of_queries_for_one_and_three(
    world, client, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(libraries, "missing", list)
    client.force_login(world.clinician)
    for _row in range(3):
        prints.order(referral=make.at_state(world, "submitted"), by=world.clinician)
        client.get("/api/v1/print-jobs")
        with django_assert_num_queries(QUERIES):
            client.get("/api/v1/print-jobs")


# Session, person with versions; count and rows.
QUERIES = 4


def test_code_on_paper_tells_its_version(world, client, referral):
    client.force_login(world.receiver)
    asked = {"number": referral.number, "code": verification_code(referral.number, 1)}
    right = client.post("/api/v1/referrals/verify", asked, content_type="application/json")
    asked["code"] = "AAAAA-AAAAA"
    wrong = client.post("/api/v1/referrals/verify", asked, content_type="application/json")

    found = {"referral": str(referral.pk), "number": referral.number, "version": 1}
    assert right.json() == found | {"newest": referral.version}
    assert wrong.status_code == 422
