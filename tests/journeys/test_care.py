"""What follows a referral, in a real browser: wide and narrow, nothing cut, axe finds nothing."""

import pytest
from django.urls import reverse

from tests.factories import care, service_requests
from tests.factories import referrals as make
from tests.journeys.browser import CHROMIUM, NARROW, WIDE, Visitor, chromium

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
def world(transactional_db, settings):
    settings.ALLOWED_HOSTS = ["*"]
    found = make.World()
    found.clinician.set_password(PASSWORD)
    found.clinician.save()
    return found


@pytest.fixture
def pages(world):
    """The pages of one clinician who asked, took over, and owes an identity."""
    service = service_requests.answered(world)
    child = care.taken_over(world)
    unknown = make.draft(world, id_type="unknown", id_number="")
    owed = care.owed(unknown, kind="identity")
    task = child.follow_ups.first()
    return {
        "services": "/referrals/services/?tab=all",
        "service_new": "/referrals/services/new/",
        "service": reverse("referrals:service-detail", args=[service.pk]),
        "follow_ups": "/referrals/follow-ups/?tab=coming",
        "record": reverse("referrals:follow-up-record", args=[task.pk]),
        "child": reverse("referrals:referral-detail", args=[child.pk]),
        "sheet": reverse("referrals:care-sheet", args=[child.pk]),
        "owed": reverse("referrals:catch-up-do", args=[owed.pk]),
        "owed_list": "/referrals/catch-up/",
        "readmissions": "/referrals/readmissions/",
    }


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_pages_after_the_journey_hold(world, pages, live_server, browser, width):
    visitor = Visitor(browser, live_server.url, width=width)
    visitor.sign_in(world.clinician.username, PASSWORD)

    found = {}
    for name, path in pages.items():
        visitor.open(path)
        found[name] = (visitor.violations(), visitor.overflow() > 0)

    assert (visitor.elsewhere, visitor.complaints) == ([], [])
    assert {name: wrong for name, wrong in found.items() if wrong != ([], False)} == {}
    visitor.close()
