"""What is promised of lists and of filing, measured in a real browser."""

import re

import pytest

from referrals.models import Referral
from tests.factories import referrals as make
from tests.journeys import test_referral as line
from tests.journeys.browser import CHROMIUM, chromium

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine"),
]

world = line.world
# Field by field and key by key, from the first letter to the last button.
STEPS_AT_MOST = 25


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


class Counted(line.Desk):
    """The same desk, where every answer and every button is one step."""

    steps = 0

    def fill(self, **values):
        super().fill(**values)
        self.steps += len(values)

    def submit(self):
        super().submit()
        self.steps += 1


def slip(world):
    """What a paper slip of a routine referral says; the rest is read from it or stands there."""
    told = make.content(world)
    asked = ("patient_name", "id_number", "phone", "address", "encounter_class")
    asked += ("origin_department", "destination", "destination_department", "reason", "purpose")
    asked += (
        "main_diagnosis",
        "main_diagnosis_code",
        "summary",
        "allergies",
        "not_local_reason",
        "patient_choice",
    )
    asked += ("consent_method", "consent_given_by", "consent_relation", "consent_given_at")
    answers = {name: line.as_typed(told[name]) for name in asked}
    return answers | {"residence": world.county.region.name, "transport_mode": "own"}


def test_slip_is_filed_in_few_steps(browser, live_server, world):
    desk = Counted(browser, live_server.url, world.clinician)
    desk.visitor.open("/referrals/new/")

    desk.fill(**slip(world))
    desk.submit()
    desk.fill(confirmed=True)
    desk.submit()

    assert Referral.objects.get().state == "pending_review"
    assert desk.steps <= STEPS_AT_MOST
    assert desk.leave() == ([], [])


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_back_after_sending_leads_to_what_came_of_it(browser, live_server, world, scripts):
    desk = line.Desk(browser, live_server.url, world.clinician, scripts=scripts)
    desk.visitor.open("/referrals/new/")
    desk.fill(patient_name="覃返回")
    desk.submit()
    made = desk.page.url

    desk.page.go_back()
    desk.page.wait_for_url(made)

    assert "没有重复提交" in desk.page.inner_text("main")
    assert Referral.objects.count() == 1
    assert desk.leave() == ([], [])


def test_link_of_a_list_opens_the_same_for_a_colleague(browser, live_server, world):
    for state in ("submitted", "received", "accepted"):
        make.at_state(world, state, priority="urgent")
    make.at_state(world, "received")
    mine, other = (line.Desk(browser, live_server.url, one) for one in (world.receiver, world.head))
    mine.visitor.open("/referrals/?tab=incoming&filters=open")
    mine.page.select_option("[name=priority]", "urgent")
    mine.page.click(".filterbar button.btn-primary")
    mine.page.click("th a:has-text('单号')")
    mine.page.wait_for_url(re.compile("ordering="))

    other.page.goto(mine.page.url)

    shown = [desk.page.locator(".row-number a").all_inner_texts() for desk in (mine, other)]
    assert shown[0] == shown[1]
    assert len(shown[0]) == 3
    assert mine.leave() == other.leave() == ([], [])


def test_back_leads_to_the_same_place_of_the_list(browser, live_server, world):
    for _number in range(20):
        make.at_state(world, "submitted")
    desk = line.Desk(browser, live_server.url, world.receiver)
    page = desk.page
    desk.visitor.open("/referrals/?tab=incoming")
    last = page.locator(".row-number a").last
    last.scroll_into_view_if_needed()
    scrolled = page.evaluate("scrollY")
    last.click()
    page.wait_for_url(re.compile(r"/referrals/[0-9a-f-]{36}/$"))

    page.go_back()
    # The content security policy lets no page wait for an expression.
    for _time in range(50):
        if abs(page.evaluate("scrollY") - scrolled) < 3:
            break
        page.wait_for_timeout(100)

    assert abs(page.evaluate("scrollY") - scrolled) < 3
    assert scrolled > 100
    assert desk.leave() == ([], [])


def test_hidden_tab_asks_nothing(browser, live_server, world):
    desk = line.Desk(browser, live_server.url, world.receiver)
    page = desk.page
    page.clock.install()
    desk.visitor.open("/referrals/?tab=incoming")
    page.wait_for_load_state("networkidle")
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })")
    page.clock.run_for(60_000)
    while_hidden = len(asked)
    page.evaluate("Object.defineProperty(document, 'hidden', { value: false })")
    with page.expect_response(lambda reply: "summary" in reply.url) as reply:
        page.clock.run_for(16_000)

    assert while_hidden == 0
    assert reply.value.status == 304
    assert desk.leave() == ([], [])
