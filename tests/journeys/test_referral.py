"""One referral through five people's hands, in a real browser: from need to closed loop."""

import datetime as dt

import pytest
from django.utils import timezone

from portal.core import notices
from portal.management import invariants
from portal.models import Notice
from referrals.forms.parts import PARTS
from referrals.models import Referral, ReferralEvent
from tests.factories import referrals as make
from tests.journeys.browser import CHROMIUM, Visitor, chromium

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine"),
]

PASSWORD = "a-long-password"
PEOPLE = ("clinician", "reviewer", "receiver", "desk", "head")
SUBMIT = (
    "main form:not([data-plain]) button.btn-primary, main form:not([data-plain]) button.btn-danger"
)


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
        person.set_password(PASSWORD)
        person.save()
    yield made
    assert invariants.broken() == {}


class Desk:
    """One person at their browser, doing one thing after the other."""

    def __init__(self, browser, site, person, **screen):
        self.visitor = Visitor(browser, site, **screen)
        self.page = self.visitor.page
        self.visitor.sign_in(person.username, PASSWORD)

    def fill(self, **values):
        for name, value in values.items():
            fields = self.page.locator(f"main [name='{name}']")
            kind = fields.first.evaluate("field => field.type")
            if fields.first.evaluate("field => field.closest('details:not([open])') !== null"):
                fields.first.locator("xpath=ancestor::details/summary").click()
            if kind == "radio":
                self.page.check(f"main [name='{name}'][value='{value}']")
            elif kind == "checkbox":
                fields.first.check()
            elif kind.startswith("select"):
                fields.first.select_option(str(value))
            else:
                fields.first.fill(str(value))

    def submit(self):
        # What is sent is noted in the history at once, which is no new page yet.
        with self.page.expect_event("load"):
            self.page.locator(SUBMIT).first.click()

    def move(self, referral, verb, **values):
        """Open the referral, press the button of the move, fill in its form and send it."""
        self.visitor.open(f"/referrals/{referral.pk}/")
        self.page.click(f"[data-move='{verb}']")
        self.fill(**values)
        self.submit()

    def leave(self):
        self.visitor.close()
        return self.visitor.elsewhere, self.visitor.complaints


def answers(world):
    """What the clinician types into the filing form, top to bottom; the rest has a default."""
    typed = make.content(world) | {"residence": world.county.region.name}
    asked = [name for part in PARTS for name in part.all_names]
    shown = {*ON_THE_ROAD, *(name for part in PARTS for name in part.names)}
    names = [name for name in asked if name in shown and typed.get(name)]
    return {name: as_typed(typed[name]) for name in names if name not in UNTOUCHED}


# An ambulance opens its own group of the form.
ON_THE_ROAD = ("escort", "equipment", "oxygen")
# Measured values are asked for in an emergency; the last day is a week from now already.
UNTOUCHED = {"id_type", "green_channel", "consciousness", "vital_signs_at", "wanted_until"}


def as_typed(value):
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).strftime("%Y-%m-%dT%H:%M")
    return value.isoformat() if isinstance(value, dt.date) else getattr(value, "pk", value)


def file_referral(desk, world):
    """The filing form, the check page, and on to the reviewer."""
    desk.visitor.open("/referrals/new/")
    desk.fill(**answers(world))
    desk.submit()
    desk.fill(confirmed=True)
    desk.submit()
    return Referral.objects.get()


def moment(**later):
    return timezone.localtime(timezone.now() + dt.timedelta(**later)).strftime("%Y-%m-%dT%H:%M")


def finish(world, referral, person):
    """Person and moves of the main line after filing, in order."""
    arrived = {"identity_checked": True, "note": "家属陪同到诊。"}
    accepted = {"department": world.unit.pk, "admission_kind": "inpatient"}
    admitted = {"encounter_number": "ZY0001", "admission_kind": "inpatient"}
    treated = {"discharge_mode": "1", "final_diagnosis": "急性心肌梗死"}
    replied = {"findings": "造影见狭窄。", "treatment": "植入支架。", "plan": "三月后复查。"}
    person("reviewer", ("approve", {}))
    person(
        "receiver",
        ("receive", {}),
        ("accept", accepted),
        ("schedule", {"scheduled_for": moment(days=1)}),
    )
    person("desk", ("arrive", arrived))
    person("head", ("admit", admitted), ("finish_treatment", treated), ("reply", replied))
    person("clinician", ("acknowledge", {}))


LINE = ["create", "submit_for_review", "approve", "receive", "accept", "schedule", "arrive"]
LINE += ["admit", "finish_treatment", "reply", "acknowledge"]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_referral_is_filed_and_closed_by_five_people(browser, live_server, world, scripts):
    clinician = Desk(browser, live_server.url, world.clinician, scripts=scripts)
    referral = file_referral(clinician, world)
    heard = [clinician.leave()]

    def person(name, *moves):
        desk = Desk(browser, live_server.url, getattr(world, name), scripts=scripts)
        for verb, values in moves:
            desk.move(referral, verb, **values)
        heard.append(desk.leave())

    finish(world, referral, person)

    referral.refresh_from_db()
    assert referral.state == "completed"
    assert (
        list(ReferralEvent.objects.filter(referral=referral).values_list("action", flat=True))
        == LINE
    )
    assert heard == [([], [])] * len(heard)


def test_next_person_finds_it_in_inbox_and_worklist(browser, live_server, world):
    referral = make.at_state(world, "submitted")
    for message in notices.claim_due():
        notices.deliver(message)
    assert Notice.objects.filter(recipient=world.receiver).exists()

    desk = Desk(browser, live_server.url, world.receiver)
    desk.page.click("a[href='/notices/']")
    assert referral.number in desk.page.inner_text("main")
    desk.visitor.open("/referrals/")

    desk.page.click(f"main a:has-text('{referral.number}')")

    assert desk.page.url.endswith(f"/referrals/{referral.pk}/")
    assert desk.leave() == ([], [])


def test_mistakes_are_listed_and_nothing_typed_is_lost(browser, live_server, world):
    desk = Desk(browser, live_server.url, world.clinician)
    desk.visitor.open("/referrals/new/")
    desk.fill(patient_name="覃测试", id_number="450305199001010011", summary="胸痛两小时。")

    desk.submit()

    assert desk.page.locator("[data-error-summary] a").count() >= 1
    assert desk.page.input_value("[name=summary]") == "胸痛两小时。"
    assert desk.visitor.violations() == []
    assert Referral.objects.count() == 0
    assert desk.leave() == ([], [])


def test_typed_draft_survives_a_closed_browser(browser, live_server, world):
    desk = Desk(browser, live_server.url, world.clinician)
    desk.visitor.open("/referrals/new/")
    desk.fill(patient_name="覃测试")
    desk.page.locator("[data-kept]:not(:empty)").wait_for(timeout=10_000)
    desk.leave()

    again = Desk(browser, live_server.url, world.clinician)
    again.visitor.open("/referrals/new/")

    assert again.page.input_value("[name=patient_name]") == "覃测试"
    assert again.leave() == ([], [])


def test_pages_of_a_referral_are_accessible_and_fit(browser, live_server, world):
    referral = make.at_state(world, "received")
    desk = Desk(browser, live_server.url, world.receiver)
    place = f"/referrals/{referral.pk}/"
    pages = ["/referrals/", "/referrals/new/", place, f"{place}accept/", f"{place}print/"]

    assert desk.visitor.faults_of(pages) == {}
    assert desk.leave() == ([], [])
