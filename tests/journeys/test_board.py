"""The board by keyboard, by mouse and on a telephone, in a real browser."""

import pytest

from tests.factories import referrals as make
from tests.journeys.browser import CHROMIUM, WIDE, Visitor, chromium

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine"),
]

PASSWORD = "a-long-password"
SOME = ("draft", "submitted", "received", "info_requested", "accepted", "in_transit", "admitted")


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


@pytest.fixture
def world(transactional_db, settings):
    settings.ALLOWED_HOSTS = ["*"]
    made = make.World()
    made.receiver.set_password(PASSWORD)
    made.receiver.save()
    return made


@pytest.fixture
def visit(browser, live_server, world):
    def at(width=WIDE, **screen):
        visitor = Visitor(browser, live_server.url, width=width, **screen)
        visitor.sign_in(world.receiver.username, PASSWORD)
        return visitor

    return at


def test_card_is_moved_by_keyboard_alone(visit, world):
    make.at_state(world, "submitted")
    visitor = visit()
    page = visitor.page
    visitor.open("/referrals/board/")

    page.focus("[data-moves]")
    page.keyboard.press("Enter")
    page.locator("[data-moves-list] a:focus").wait_for()
    page.keyboard.press("Escape")
    page.locator("[data-moves]:focus").wait_for()
    page.keyboard.press("Enter")
    page.locator("[data-moves-list] a:focus").wait_for()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.url.endswith("/receive/")
    assert visitor.complaints == []


def test_dropped_card_opens_the_form_and_moves_nothing(visit, world):
    referral = make.at_state(world, "received")
    visitor = visit()
    page = visitor.page
    visitor.open("/referrals/board/")
    page.locator("[data-draggable]").wait_for()

    with page.expect_navigation():
        page.drag_and_drop(".kcard-way", "[data-column='ready']")

    assert page.url.endswith(f"/{referral.pk}/accept/")
    referral.refresh_from_db()
    assert referral.state == "received"


def test_card_is_moved_without_scripts(visit, world):
    make.at_state(world, "submitted")
    visitor = visit(scripts=False)
    visitor.open("/referrals/board/")

    visitor.page.click(".kcard-move")
    visitor.page.click("[data-moves-list] a >> nth=0")

    assert visitor.page.url.endswith("/receive/")


def test_board_and_list_are_accessible_and_fit(visit, world):
    for state in SOME:
        make.at_state(world, state, priority="emergency" if state == "received" else "urgent")
    visitor = visit()
    paths = ["/referrals/board/", "/referrals/?tab=all", "/referrals/?tab=all&filters=open"]
    paths += ["/views/", "/views/new/referrals/?state=received", "/lists/referrals/columns/"]
    paths += ["/lists/referrals/export/?state=received", "/exports/"]

    assert visitor.faults_of(paths) == {}
    assert (visitor.elsewhere, visitor.complaints) == ([], [])
