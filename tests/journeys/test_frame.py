"""Everybody's pages in a real browser: readable, narrow, scriptless, and alone with their host."""

import pytest

from hospitals.models import Membership
from portal.models import Notice, OutboxMessage
from tests.factories import hospitals
from tests.journeys.browser import CHROMIUM, NARROW, Visitor, chromium

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine"),
]

PASSWORD = "a-long-password"
PAGES = ["/", "/notices/", "/me/", "/members/", "/audit/", "/ui-components/", "/nowhere/"]


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


@pytest.fixture
def admin(transactional_db, settings):
    settings.ALLOWED_HOSTS = ["*"]
    user = hospitals.member(
        "hospital_admin", hospitals.hospital("全州县人民医院"), username="admin", is_synthetic=True
    )
    Membership.objects.create(
        user=user, hospital=Membership.objects.get(user=user).hospital, role="auditor"
    )
    user.set_password(PASSWORD)
    user.save()
    return user


def tell(user):
    message = OutboxMessage.objects.create(
        key=f"notice-{user.pk}", kind="referral.late", payload={"number": "R-1"}, url="/me/"
    )
    return Notice.objects.create(message=message, recipient=user)


def test_pages_are_accessible_fit_and_stay_home(browser, live_server, admin):
    tell(admin)
    visitor = Visitor(browser, live_server.url)
    at_the_door = visitor.faults_of(["/login/"])
    visitor.sign_in("admin", PASSWORD)

    assert at_the_door | visitor.faults_of(PAGES) == {}
    assert (visitor.elsewhere, visitor.complaints) == ([], [])
    visitor.close()


def test_failed_sign_in_moves_the_focus_to_the_summary(browser, live_server, admin):
    visitor = Visitor(browser, live_server.url)

    visitor.sign_in("admin", "wrong")

    assert visitor.page.title() == "错误：登录 - 榕树"
    assert visitor.page.evaluate("document.activeElement.matches('[data-error-summary]')")
    assert visitor.page.input_value("#id_username") == "admin"
    visitor.close()


def test_menu_opens_and_notices_are_read_without_scripts(browser, live_server, admin):
    tell(admin)
    visitor = Visitor(browser, live_server.url, width=NARROW, scripts=False)
    visitor.sign_in("admin", PASSWORD)
    assert not visitor.page.is_visible("nav.menu")

    visitor.page.click(".menu-toggle summary")
    visitor.page.click("nav.menu summary:text('管理')")
    visitor.page.click("nav.menu a[href='/members/']")
    assert visitor.page.inner_text("h1") == "成员与角色"

    visitor.open("/notices/")
    visitor.page.click("text=全部标为已读")
    assert Notice.objects.unread().count() == 0
    visitor.close()


def test_bell_counts_without_reload(browser, live_server, admin):
    visitor = Visitor(browser, live_server.url)
    visitor.sign_in("admin", PASSWORD)
    badge = visitor.page.locator("[data-count=unread]")
    assert badge.is_hidden()

    tell(admin)
    visitor.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    badge.wait_for(state="visible")
    assert badge.inner_text() == "1"
    visitor.close()


def test_second_click_submits_nothing(browser, live_server, admin):
    visitor = Visitor(browser, live_server.url)
    visitor.sign_in("admin", PASSWORD)
    visitor.open("/me/")
    posts = []
    visitor.page.on("request", lambda request: request.method == "POST" and posts.append(request))

    twice = "() => { const button = document.querySelector('main form button'); "
    twice += "button.click(); button.click(); }"
    with visitor.page.expect_event("load"):
        visitor.page.evaluate(twice)

    assert len(posts) == 1
    visitor.close()


def test_htmx_is_loaded(browser, live_server, admin):
    visitor = Visitor(browser, live_server.url)
    visitor.open("/login/")

    visitor.page.wait_for_function("window.htmx !== undefined")

    assert visitor.page.evaluate("htmx.config.includeIndicatorCSS") is False
    visitor.close()


def test_language_switch_in_the_page(browser, live_server, admin):
    visitor = Visitor(browser, live_server.url)
    visitor.open("/login/")

    visitor.page.click("text=English")

    assert visitor.page.evaluate("document.documentElement.lang") == "en"
    visitor.close()
