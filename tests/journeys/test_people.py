"""People at their desks: two at one card, a dead session, a phone in one hand, what arrives."""

import re

import pytest

from referrals.models import FilingDraft, Referral
from tests.factories import referrals as make
from tests.journeys.browser import CHROMIUM, NARROW, Visitor, chromium

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
    made.county.phone = "0773-2823456"
    made.county.save()
    for person in (made.clinician, made.receiver, made.head):
        person.set_password(PASSWORD)
        person.save()
    return made


@pytest.fixture
def visit(browser, live_server):
    """Sign somebody in; everybody leaves without complaints at the end."""
    visitors = []

    def enter(person, **screen):
        visitor = Visitor(browser, live_server.url, **screen)
        visitor.sign_in(person.username, PASSWORD)
        visitors.append(visitor)
        return visitor

    yield enter
    for visitor in visitors:
        visitor.close()
        assert (visitor.elsewhere, visitor.complaints) == ([], [])


def wanting(world, **changes):
    return make.at_state(
        world,
        "submitted",
        destination_department=world.unit,
        **changes,
    )


def test_two_people_at_one_card_and_the_second_compares(visit, world):
    referral = make.at_state(world, "received")
    first, second = visit(world.receiver), visit(world.head)
    second.open(f"/referrals/{referral.pk}/decline/")
    second.page.select_option("[name=reason_code]", "no_bed")
    second.page.fill("[name=note]", "床位已满")
    first.open(f"/referrals/{referral.pk}/request-info/")
    first.page.fill("[name=note]", "请上传心电图。")
    first.page.click("main form button.btn-primary")

    with second.page.expect_response(lambda reply: "decline" in reply.url) as reply:
        second.page.click("main form button.btn-danger")

    assert reply.value.status == 412
    assert (
        second.page.locator("[data-conflict] .timeline").inner_text().count("请上传心电图。") == 1
    )
    assert second.page.input_value("[name=note]") == "床位已满"
    assert second.violations() == []
    second.page.click("text=核对无误，再次提交")
    second.page.wait_for_url(re.compile(f"/referrals/{referral.pk}/$"))
    assert Referral.objects.get(pk=referral.pk).state == "declined"


def test_one_hand_accepts_with_three_taps_on_a_phone(visit, world):
    referral = wanting(world)
    phone = visit(world.receiver, width=NARROW)
    phone.open("/referrals/?tab=incoming")
    taps = [f"text={referral.number}", "[data-review]", ".review-bar .btn-primary"]

    for tap in taps:
        button = phone.page.locator(tap).first
        assert phone.overflow() == 0
        if tap != taps[0]:
            box = button.bounding_box()
            assert box["height"] >= 44
            assert box["y"] > 500
        button.click()
        phone.page.wait_for_load_state()

    assert Referral.objects.get(pk=referral.pk).state == "accepted"


def test_review_is_reachable_and_rings_the_sender(visit, world):
    wanting(world)
    desk = visit(world.receiver, width=NARROW)
    desk.open("/referrals/review/")

    assert desk.page.locator("a[href='tel:0773-2823456']").count() == 1
    assert desk.violations() == []
    desk.page.keyboard.press("Alt+y")
    desk.page.wait_for_selector("text=没有等待您审核的转诊单")
    assert Referral.objects.get().state == "accepted"


def kept():
    return [draft.values.get("summary") for draft in FilingDraft.objects.all()]


def test_killed_session_loses_nothing(visit, world):
    desk = visit(world.clinician)
    desk.open("/referrals/new/")
    desk.page.fill("[name=summary]", "胸痛")
    desk.page.wait_for_selector("[data-kept]:not(:empty)")
    assert kept() == ["胸痛"]

    desk.context.clear_cookies()
    desk.page.fill("[name=summary]", "胸痛两小时")
    desk.page.wait_for_selector("[data-session-ended]:not([hidden])", timeout=4000)
    with desk.context.expect_page() as opened:
        desk.page.click("[data-session-ended] a")
    window = opened.value
    window.fill("#id_username", world.clinician.username)
    window.fill("#id_password", PASSWORD)
    window.click("main button.btn-primary")
    window.wait_for_selector("text=请关闭本窗口")
    window.close()
    desk.page.wait_for_selector("[data-session-ended]", state="hidden", timeout=9000)

    assert kept() == ["胸痛两小时"]
    desk.open("/referrals/new/")
    assert desk.page.input_value("[name=summary]") == "胸痛两小时"


def test_offline_is_said_and_what_was_typed_is_kept_afterwards(visit, world):
    desk = visit(world.clinician)
    desk.open("/referrals/new/")

    desk.context.set_offline(True)
    desk.page.fill("[name=summary]", "胸痛")
    desk.page.wait_for_selector("[data-offline]:not([hidden])")
    desk.page.wait_for_timeout(2500)
    assert kept() == []
    desk.context.set_offline(False)
    desk.page.wait_for_selector("[data-offline]", state="hidden")
    desk.page.wait_for_selector("[data-kept]:not(:empty)")

    assert kept() == ["胸痛"]


def test_arrivals_are_told_sounded_and_listed_without_a_reload(visit, world):
    world.receiver.has_sound = True
    world.receiver.save()
    desk = visit(world.receiver)
    desk.open("/referrals/?tab=incoming")
    desk.page.wait_for_load_state("networkidle")
    desk.page.click("h1")
    referral = wanting(world)

    desk.page.wait_for_selector("[data-toast]:not([hidden])", timeout=17000)

    assert "有 1 条新转入的转诊单" in desk.page.inner_text("[data-toast]")
    desk.page.wait_for_selector(f"[data-live] >> text={referral.number}")
    assert desk.page.evaluate("document.body.dataset.sounded") == "1"


def test_search_opens_by_keyboard_and_names_stay_out_of_the_address(visit, world):
    referral = wanting(world)
    desk = visit(world.receiver)
    desk.open("/")

    desk.page.keyboard.press("Alt+k")
    desk.page.wait_for_url("**/search/")
    desk.page.fill("#search-text", "qcs")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_selector(f"text={referral.number}")

    assert desk.page.url.endswith("/search/")
    assert desk.violations() == []
