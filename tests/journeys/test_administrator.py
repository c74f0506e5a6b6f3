"""An administrator's year in some minutes: a batch, its approval, what the expert did, and what
the hospital can do since, verified by somebody else. All of it through pages."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from experts.models import Activity, NoveltyClaim, Posting
from tests.factories import hospitals
from tests.factories.experts import Sending
from tests.journeys.browser import CHROMIUM, Visitor, chromium

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine"),
]
PASSWORD = "a-long-password"


@pytest.fixture
def sending(transactional_db, settings):
    settings.ALLOWED_HOSTS = ["*"]
    made = Sending()
    made.commission = hospitals.member("commission_viewer", made.project.region)
    for person in (made.sender, made.receiver, made.commission):
        person.set_password(PASSWORD)
        person.save()
    made.surgeon = made.expert(name="模拟甲")
    return made


@pytest.fixture
def desk(live_server):
    """Each in a window of their own; nobody sees an error, and nothing leaves the house."""
    with chromium() as browser:
        visitors = []

        def enter(person):
            visitor = Visitor(browser, live_server.url)
            visitor.sign_in(person.username, PASSWORD)
            visitors.append(visitor)
            return visitor

        yield enter
        for visitor in visitors:
            visitor.close()
            assert (visitor.elsewhere, visitor.complaints) == ([], [])


def fill(page, **given):
    """Fill a form in as a person would, and send it."""
    for name, value in given.items():
        field = page.locator(f"main [name={name}]").first
        kind = field.evaluate("field => field.tagName + '.' + field.type")
        if kind.startswith("SELECT"):
            field.select_option(label=value)
        elif kind.endswith("checkbox"):
            page.get_by_label(value).check()
        else:
            field.fill(str(value))
    page.click("main form button.btn-primary")
    page.wait_for_load_state()
    assert page.locator(".invalid-feedback, .errorlist").count() == 0


def follow(page, text):
    page.get_by_role("link", name=text, exact=True).first.click()
    page.wait_for_load_state()


TODAY = timezone.localdate
SENT = dt.timedelta(days=40)


def send(visitor):
    """Open a batch, put the expert on its list, and submit it."""
    page, begin = visitor.page, (TODAY() - SENT).isoformat()
    visitor.open(reverse("experts:batch-list"))
    follow(page, "新建派驻批次")
    told = {"source_hospital": "输出医院", "project_hospital": "项目医院"}
    fill(page, **told, number=1, starts_on=begin)
    follow(page, "加入专家")
    fill(page, expert="模拟甲", to_department="骨科", kind="常驻", since=begin)
    follow(page, "提交")
    fill(page)


def approve(visitor):
    visitor.open(reverse("experts:batch-list"))
    follow(visitor.page, "第 1 批")
    follow(visitor.page, "批准")
    fill(visitor.page, note="同意")


def log(visitor, hospital):
    """Two activities in a row; the second form proposes what the first one said."""
    visitor.open(reverse("experts:activity-log", args=[hospital.pk]))
    told = {"kind": "教学查房", "experts": "模拟甲", "department": "骨科"}
    fill(visitor.page, **told, participants=12, topic="骨折")
    fill(visitor.page, kind="讲课", participants=30, topic="康复")


def claim(visitor):
    """Register a technology, and say that it fills a gap."""
    page, today = visitor.page, TODAY().isoformat()
    visitor.open(reverse("experts:technology-list"))
    follow(page, "登记 项目医院 的新技术")
    fill(page, name="模拟微创术", kind="新技术", brought_by="模拟甲", first_done_on=today)
    follow(page, "申报空白或首例")
    told = {"kind": "填补空白", "tier": "院内", "claim_text": "院内首次", "evidence": "查新 1 号"}
    fill(page, **told, claimed_on=today)


def judge(visitor):
    visitor.open(reverse("experts:claim-list"))
    follow(visitor.page, "模拟微创术")
    follow(visitor.page, "核实")
    fill(visitor.page, state="已核", note="查新属实")


def test_from_a_batch_to_a_verified_claim(sending, desk):
    receiver, commission = desk(sending.receiver), desk(sending.commission)

    send(desk(sending.sender))
    approve(receiver)
    log(receiver, sending.project)
    claim(receiver)
    judge(commission)

    posted, made = Posting.objects.get(), NoveltyClaim.objects.get()
    logged = Activity.objects.filter(experts=sending.surgeon).order_by("created_at")
    assert (posted.state, posted.phase) == ("confirmed", "current")
    assert [row.participants for row in logged] == [12, 30]
    assert (made.state, made.judged_by) == ("verified", sending.commission)
    assert made.technology.posting == posted
    assert commission.page.get_by_text("查新属实").count() == 1
