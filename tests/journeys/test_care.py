"""What follows a referral, in a real browser: wide and narrow, nothing cut, axe finds nothing."""

import pytest
from django.urls import reverse

from referrals.actions import attachments
from tests.factories import care, files, service_requests
from tests.factories import referrals as make
from tests.journeys.browser import CHROMIUM, Visitor, chromium

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine"),
]
PASSWORD = "a-long-password"


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


@pytest.fixture
def world(transactional_db, settings, tmp_path):
    settings.ALLOWED_HOSTS = ["*"]
    settings.ATTACHMENT_ROOT = tmp_path / "vault"
    found = make.World()
    found.clinician.set_password(PASSWORD)
    found.clinician.save()
    return found


@pytest.fixture
def pages(world):
    """The pages of one clinician who asked, took over, and owes an identity."""
    service = service_requests.answered(world)
    attachments.attach_to_service(
        service=service, content=files.png(), name="涂片.png", kind="pathology", by=world.clinician
    )
    child = care.taken_over(world)
    child.key_results.create(rank=1, name="头颅CT", finding="未见出血", may_be_recognised=True)
    unknown = make.draft(world, id_type="unknown", id_number="")
    owed = care.owed(unknown, kind="identity")
    task = child.follow_ups.first()
    return {
        "services": "/referrals/services/?tab=all",
        "service_new": "/referrals/services/new/",
        "service": reverse("referrals:service-detail", args=[service.pk]),
        "service_attach": reverse("referrals:service-attach", args=[service.pk]),
        "recognition": reverse("referrals:recognition-record", args=[child.pk]),
        "follow_ups": "/referrals/follow-ups/?tab=coming",
        "record": reverse("referrals:follow-up-record", args=[task.pk]),
        "child": reverse("referrals:referral-detail", args=[child.pk]),
        "sheet": reverse("referrals:care-sheet", args=[child.pk]),
        "owed": reverse("referrals:catch-up-do", args=[owed.pk]),
        "owed_list": "/referrals/catch-up/",
        "readmissions": "/referrals/readmissions/",
    }


def test_pages_after_the_journey_hold(world, pages, live_server, browser):
    visitor = Visitor(browser, live_server.url)
    visitor.sign_in(world.clinician.username, PASSWORD)

    assert visitor.faults_of(pages.values()) == {}
    assert (visitor.elsewhere, visitor.complaints) == ([], [])
    visitor.close()
