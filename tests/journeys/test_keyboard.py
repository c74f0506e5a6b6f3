"""The whole life of a referral without a mouse: Tab, arrows, Space and Enter, and letters."""

import pytest

from referrals.models import ReferralEvent
from tests.journeys import test_referral as line
from tests.journeys.browser import CHROMIUM, chromium

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine"),
]

world = line.world
# Nobody presses Tab more often than this to reach a field.
PATIENCE = 160
LINE = [*line.LINE[: line.LINE.index("arrive")], "depart", *line.LINE[line.LINE.index("arrive") :]]
DRAWN = """element => {
  const style = getComputedStyle(element);
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  return outlined || style.boxShadow !== 'none';
}"""


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


class Keyboard(line.Desk):
    """The same desk, whose mouse is broken."""

    def press(self, key):
        self.page.keyboard.press(key)

    def reach(self, selector):
        """Press Tab until the focus is on it, and see that the focus can be seen."""
        for _time in range(PATIENCE):
            self.press("Tab")
            here = self.page.locator(":focus")
            if here.count() and here.evaluate("(at, wanted) => at.matches(wanted)", selector):
                assert here.evaluate(DRAWN), f"the focus on {selector} cannot be seen"
                return here
        raise AssertionError(f"no Tab leads to {selector}")

    def fill(self, **values):
        for name, value in values.items():
            field = self.reach(f"main [name='{name}']")
            kind = field.evaluate("field => field.type")
            getattr(self, f"enter_{kind.replace('-', '_')}", self.enter_text)(field, str(value))

    def enter_text(self, field, value):
        self.press("Control+a")
        self.page.keyboard.insert_text(value)
        assert field.input_value() == value

    enter_textarea = enter_text

    def enter_checkbox(self, field, value):
        self.press("Space")

    def enter_radio(self, field, value):
        self.press("Space")
        for _time in range(12):
            here = self.page.locator(":focus")
            if here.get_attribute("value") == value and here.is_checked():
                return
            self.press("ArrowDown")
        raise AssertionError(f"no arrow leads to {value}")

    def enter_select_one(self, field, value):
        self.press("Home")
        for _time in range(200):
            if field.input_value() == value:
                return
            self.press("ArrowDown")
        raise AssertionError(f"no arrow leads to {value}")

    def enter_date(self, field, value):
        year, month, day = value[:10].split("-")
        self.page.keyboard.type(f"{month}{day}{year}")
        assert field.input_value() == value

    def enter_datetime_local(self, field, value):
        year, month, day = value[:10].split("-")
        hour, minute = value[11:].split(":")
        self.page.keyboard.type(f"{month}{day}{year}")
        self.press("ArrowRight")
        twelve = int(hour) % 12 or 12
        self.page.keyboard.type(f"{twelve:02}{minute}{'PM' if int(hour) > 11 else 'AM'}")
        assert field.input_value() == value

    def submit(self):
        self.reach(line.SUBMIT)
        # What is sent is noted in the history at once, which is no new page yet.
        with self.page.expect_event("load"):
            self.press("Enter")

    def move(self, referral, verb, **values):
        self.visitor.open(f"/referrals/{referral.pk}/")
        self.reach(f"[data-move='{verb}']")
        with self.page.expect_navigation():
            self.press("Enter")
        self.fill(**values)
        self.submit()


def test_referral_is_filed_travels_and_is_closed_by_keyboard_alone(browser, live_server, world):
    clinician = Keyboard(browser, live_server.url, world.clinician)
    referral = line.file_referral(clinician, world)
    heard = [clinician.leave()]
    world.coordinator.set_password(line.PASSWORD)
    world.coordinator.save()

    def person(name, *moves):
        if name == "desk":
            person("coordinator", ("depart", {"mode": "own", "handover": "病历一份"}))
        seat = Keyboard(browser, live_server.url, getattr(world, name))
        for verb, values in moves:
            seat.move(referral, verb, **values)
        heard.append(seat.leave())

    line.finish(world, referral, person)

    referral.refresh_from_db()
    events = ReferralEvent.objects.filter(referral=referral)
    assert referral.state == "completed"
    assert list(events.values_list("action", flat=True)) == LINE
    assert heard == [([], [])] * len(heard)


def test_sign_in_needs_no_mouse(browser, live_server, world):
    seat = Keyboard(browser, live_server.url, world.clinician)
    seat.reach("form[action$='/logout/'] button")
    with seat.page.expect_navigation():
        seat.press("Enter")
    seat.visitor.open("/login/")

    seat.fill(username=world.clinician.username, password=line.PASSWORD)
    with seat.page.expect_navigation():
        seat.press("Enter")

    assert seat.page.url == f"{live_server.url}/"
    assert seat.leave() == ([], [])
