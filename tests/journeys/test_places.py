"""Beds, slots, routes, the pool and green channels in a real browser, wide and narrow."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from hospitals.models import BedPool, Membership, Network
from tests.factories import hospitals
from tests.factories import referrals as make
from tests.factories.referrals import World
from tests.journeys.browser import CHROMIUM, Visitor, chromium

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine"),
]
PASSWORD = "a-long-password"
ROUTES = [f"hospitals:{name}" for name in ("route-list", "route-open", "routes-generate")]
ROUTES += ["hospitals:routes-import"]
LISTS = ["hospitals:bed-board", "hospitals:slot-list", "hospitals:slots-open"]
LISTS += ["hospitals:accreditation-list", "referrals:pool-list", "referrals:green-list"]
LISTS += ["referrals:green-target-list", "referrals:green-target-set"]


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


@pytest.fixture
def place(transactional_db, settings):
    settings.ALLOWED_HOSTS = ["*"]
    made = World()
    network = Network.objects.get()
    hospitals.bed_pool(
        hospitals.department(made.centre, "重症医学科"),
        open_beds=6,
        occupied_beds=6,
        as_of=timezone.now() - dt.timedelta(hours=20),
    )
    hospitals.slot(made.unit, label="专家门诊", capacity=8, quota=3)
    soon = timezone.localdate() + dt.timedelta(days=30)
    hospitals.accreditation(made.centre, level="national", issuer="某认证机构", until=soon)
    hospitals.route(network, made.county, made.centre)
    make.at_state(made, "submitted", destination=None, pool=network)
    return made


def may_sign_in(user, *more, at=None):
    for role in more:
        Membership.objects.create(user=user, hospital=at, role=role, since=hospitals.LONG_AGO)
    user.set_password(PASSWORD)
    user.save()
    return user.username


def test_pages_are_accessible_and_fit(browser, live_server, place):
    case = make.arrived_green(place)
    name = may_sign_in(place.receiver, "network_admin", "hospital_admin", at=place.centre)
    visitor = Visitor(browser, live_server.url)
    visitor.sign_in(name, PASSWORD)
    paths = [reverse(view) for view in (*LISTS, *ROUTES)]
    paths += [reverse("referrals:green-case", args=[case.pk]), place.centre.get_absolute_url()]

    assert visitor.faults_of(paths) == {}
    assert (visitor.elsewhere, visitor.complaints) == ([], [])
    visitor.close()


def test_two_coordinators_race_for_the_last_bed_and_the_loser_hears_of_the_winner(
    browser, live_server, place
):
    BedPool.objects.filter(pk=place.beds.pk).update(open_beds=1)
    two = [make.at_state(place, "accepted") for _number in range(2)]
    second = hospitals.member("referral_coordinator", place.centre)
    visitors = []
    for referral, person in zip(two, (place.receiver, second), strict=True):
        visitor = Visitor(browser, live_server.url)
        visitor.sign_in(may_sign_in(person), PASSWORD)
        visitor.open(reverse("referrals:referral-schedule", args=[referral.pk]))
        tomorrow = timezone.localtime() + dt.timedelta(days=1)
        visitor.page.fill("#id_scheduled_for", f"{tomorrow:%Y-%m-%dT%H:%M}")
        visitors.append(visitor)

    for visitor in visitors:
        visitor.page.click("main form.form-card button[type=submit]")
        visitor.page.wait_for_load_state()

    told = visitors[1].page.inner_text("main")
    assert f"最后一张床由模拟中心医院{place.receiver.display_name}于" in told
    assert visitors[1].overflow() == 0
    assert BedPool.objects.get(pk=place.beds.pk).held_beds == 1
