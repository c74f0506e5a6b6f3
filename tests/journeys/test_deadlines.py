"""Deadlines, duty roster, working calendar and what is late, in a real browser."""

import datetime as dt

import pytest
from django.utils import timezone

from hospitals.actions import calendars
from hospitals.models import CalendarDay, DutyShift
from referrals.models import Timer, TimerRule
from tests.factories import hospitals
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
def world(transactional_db, settings):
    settings.ALLOWED_HOSTS = ["*"]
    made = make.World()
    made.admin = hospitals.member("network_admin", made.centre)
    hospitals.Membership.objects.create(
        user=made.admin, hospital=made.centre, role="hospital_admin", since="2020-01-01"
    )
    made.admin.set_password(PASSWORD)
    made.admin.save()
    return made


def fill(world):
    """A row on every page."""
    calendars.load_national()
    CalendarDay.objects.create(hospital=world.centre, day="2026-12-30", name="院庆")
    for number, person in enumerate(("秦值班", "唐值班")):
        DutyShift.objects.create(
            hospital=world.centre,
            person=person,
            phone="0773-2821234",
            begins="08:00",
            ends="08:00",
            is_deputy=bool(number),
        )
    network = world.centre.led_networks.get()
    TimerRule.objects.create(network=network, kind="received", priority="urgent", minutes=30)
    for priority in ("emergency", "urgent"):
        make.at_state(world, "submitted", priority=priority)
    Timer.objects.update(due_at=timezone.now() - dt.timedelta(hours=3), level=1)


def test_pages_are_accessible_and_fit(browser, live_server, world):
    fill(world)
    visitor = Visitor(browser, live_server.url)
    visitor.sign_in(world.admin.username, PASSWORD)
    shift, day = DutyShift.objects.first(), CalendarDay.objects.get(name="院庆")
    rule, here = TimerRule.objects.get(), world.centre.pk
    paths = ["", "late/", "duty/", "calendar/?year=2026", "rules/new/", f"rules/{rule.pk}/end/"]
    paths += [f"duty/{here}/", f"duty/{here}/new/", f"shifts/{shift.pk}/delete/"]
    paths += [f"calendar/{here}/new/", f"calendar/{here}/import/", f"days/{day.pk}/edit/"]

    assert visitor.faults_of(f"/settings/sla/{path}" for path in paths) == {}
    assert (visitor.elsewhere, visitor.complaints) == ([], [])


@pytest.mark.parametrize("scripts", [True, False])
def test_limit_is_set_from_the_table(browser, live_server, world, scripts):
    visitor = Visitor(browser, live_server.url, scripts=scripts)
    visitor.sign_in(world.admin.username, PASSWORD)
    visitor.open("/settings/sla/")

    visitor.page.click("a[href*='kind=received'][href*='priority=urgent']")
    visitor.page.fill("#id_amount", "45")
    visitor.page.click("main button[type=submit]")

    assert TimerRule.objects.get().limit == dt.timedelta(minutes=45)
    assert "45 分钟" in visitor.page.inner_text("main")
