"""The ways beside the main line, with and without scripts, and every page of every move."""

import datetime as dt

import pytest
from django.utils import timezone

from referrals.models import ReferralEvent
from tests.factories import referrals as make
from tests.journeys import test_referral as line
from tests.journeys.browser import CHROMIUM, chromium
from tests.referrals.views.test_moves import SIDE_LINES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine"),
]

PEOPLE = ("clinician", "coordinator", "reviewer", "receiver", "desk", "head", "lead")
DETOUR = (
    "request_info",
    "supply_info",
    "waitlist",
    "change_priority",
    "accept",
    "request_cancel",
    "refuse_cancel",
    "schedule",
    "reschedule",
    "release",
    "schedule",
    "mark_no_show",
    "rebook",
    "depart",
    "turn_back",
    "depart",
    "arrive",
    "admit",
    "interim_reply",
    "finish_treatment",
    "reply",
    "acknowledge",
)
STATES = ("draft", "pending_review", "submitted", "received", "accepted", "scheduled")
STATES += ("in_transit", "arrived", "admitted", "treated", "treated")
MAIN = list(zip(STATES, make.MAIN_LINE, strict=True))


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


@pytest.fixture
def world(transactional_db, settings):
    settings.ALLOWED_HOSTS = ["*"]
    made = make.World()
    for name in PEOPLE:
        person = getattr(made, name)
        person.set_password(line.PASSWORD)
        person.save()
    return made


class Desks:
    """One browser per person, opened when the person is first needed."""

    def __init__(self, browser, site, world, **screen):
        self.browser, self.site, self.world, self.screen = browser, site, world, screen
        self.open = {}

    def of(self, name):
        if name not in self.open:
            person = getattr(self.world, name)
            self.open[name] = line.Desk(self.browser, self.site, person, **self.screen)
        return self.open[name]

    def leave(self):
        return [desk.leave() for desk in self.open.values()]


def typed(world, verb):
    """What the form of the move is given, as fields of a browser take it."""
    return {name: _as_field(value) for name, value in make.details(world, verb).items()}


def _as_field(value):
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).strftime("%Y-%m-%dT%H:%M")
    return getattr(value, "pk", value)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_long_way_round_comes_to_its_end(browser, live_server, world, scripts):
    referral = make.at_state(world, "received")
    desks = Desks(browser, live_server.url, world, scripts=scripts)

    for verb in DETOUR:
        desks.of(make.ACTORS[verb]).move(referral, verb, **typed(world, verb))

    referral.refresh_from_db()
    events = ReferralEvent.objects.filter(referral=referral, seq__gt=4).order_by("seq")
    assert list(events.values_list("action", flat=True)) == list(DETOUR)
    assert referral.state == "completed"
    assert desks.leave() == [([], [])] * len(desks.open)


def test_page_of_every_move_is_accessible_and_fits(browser, live_server, world):
    desks = Desks(browser, live_server.url, world)
    found = {}
    for state, verb in [*MAIN, *SIDE_LINES]:
        referral = make.at_state(world, state)
        if verb == "acknowledge":
            referral = make.move(world, referral, "reply")
        desk = desks.of(make.ACTORS[verb])
        desk.visitor.open(f"/referrals/{referral.pk}/{verb.replace('_', '-')}/")
        wrong = desk.visitor.faults()
        if wrong or desk.page.locator("main form").count() == 0:
            found[verb] = (wrong, desk.page.title())

    assert found == {}
    assert desks.leave() == [([], [])] * len(desks.open)


def test_other_pages_of_a_referral_are_accessible_and_fit(browser, live_server, world):
    referral = make.at_state(world, "received")
    desk = line.Desk(browser, live_server.url, world.receiver)
    pages = ["/referrals/board/", "/referrals/review/", "/referrals/verify/"]
    pages += [f"/referrals/{referral.pk}/{name}/" for name in ("reveal", "print", "pdf", "moves")]
    pages += ["/help/referral-states/"]

    assert desk.visitor.faults_of(pages) == {}
    assert desk.leave() == ([], [])
