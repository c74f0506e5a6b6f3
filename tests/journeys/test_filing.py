"""Help while one files: diagnoses as one types, groups that open when an answer asks for them."""

import pytest

from referrals.actions import diagnoses
from referrals.readers.diagnosis_file import Row
from tests.journeys import test_referral as line
from tests.journeys.browser import CHROMIUM, chromium

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine"),
]

world = line.world
TALL = 2600


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


def test_diagnosis_is_chosen_with_the_keyboard_while_typing(browser, live_server, world):
    rows = [Row("I21.9", "急性心肌梗死"), Row("I25.2", "陈旧性心肌梗死")]
    diagnoses.load(rows=rows, system="国临版", edition="2.0")
    desk = line.Desk(browser, live_server.url, world.clinician)
    page = desk.page
    desk.visitor.open("/referrals/new/")

    page.locator("[name=main_diagnosis]").press_sequentially("xjgs")
    page.locator("[role=option]:visible").first.wait_for()
    wrong = desk.visitor.violations()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("details:has([name=other_diagnoses]) > summary").click()
    page.locator("[name=other_diagnoses]").press_sequentially("I25")
    page.locator("[role=option]:visible").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    typed = ("main_diagnosis", "main_diagnosis_code", "other_diagnoses")
    assert [page.input_value(f"[name={name}]") for name in typed] == [
        "急性心肌梗死",
        "I21.9",
        "I25.2 陈旧性心肌梗死",
    ]
    assert wrong == []
    assert desk.leave() == ([], [])


def test_page_is_short_and_opens_what_an_answer_asks_for(browser, live_server, world):
    desk = line.Desk(browser, live_server.url, world.clinician)
    page = desk.page
    desk.visitor.open("/referrals/new/")
    height = page.evaluate("document.documentElement.scrollHeight")
    folded = page.locator("[name=temperature]").is_visible()

    page.check("[name=priority][value=emergency]")

    asked = [
        page.locator(f"[name={name}]").is_visible() for name in ("temperature", "contact_name")
    ]
    assert (folded, asked) == (False, [True, True])
    assert height < TALL
    assert desk.leave() == ([], [])


def test_on_paper_every_part_stands_open(browser, live_server, world):
    """By the style alone without scripts; in older engines by the script."""
    desk = line.Desk(browser, live_server.url, world.clinician)
    page = desk.page
    desk.visitor.open("/referrals/new/")
    folded = page.locator("main details:not([open], .pop, .hints)")
    before = folded.count()

    page.emulate_media(media="print")
    is_printed = page.locator("[name=temperature]").is_visible()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    meanwhile = folded.count()
    page.evaluate("dispatchEvent(new Event('afterprint'))")

    assert (is_printed, meanwhile, folded.count()) == (True, 0, before)
    assert before > 0
    assert desk.leave() == ([], [])
