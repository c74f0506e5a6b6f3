"""The desk in a real browser: filing and every move, with scripts and without."""

import datetime as dt

import pytest
from django.utils import timezone

from referrals.models import FilingDraft, Referral
from tests.factories import referrals as make
from tests.journeys.browser import CHROMIUM, NARROW, WIDE, Visitor, chromium

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine"),
]

PASSWORD = "a-long-password"
FORM = {
    "patient_name": "覃测试",
    "id_number": make.ID_NUMBER,
    "phone": "138 0000 1111",
    "main_diagnosis": "急性心肌梗死",
    "main_diagnosis_code": "i21.9",
    "summary": "胸痛两小时。",
    "allergies": "无已知",
    "patient_choice": "同意转诊",
}
CHOSEN = {
    "encounter_class": "outpatient",
    "reason": "beyond_capability",
    "purpose": "surgery",
    "not_local_reason": "technique",
    "transport_mode": "ambulance",
    "consent_method": "written",
}


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


@pytest.fixture
def people(transactional_db, world, settings):
    settings.ALLOWED_HOSTS = ["*"]
    world.county.region.code = "450330"
    world.county.region.save()
    for name in {*make.ACTORS.values()}:
        user = getattr(world, name)
        user.set_password(PASSWORD)
        user.save()
    return world


def visit(browser, live_server, user, **options):
    visitor = Visitor(browser, live_server.url, **options)
    visitor.page.set_default_timeout(10_000)
    visitor.sign_in(user.username, PASSWORD)
    return visitor


def fill_in(page, world):
    for name, text in FORM.items():
        page.fill(f"#id_{name}", text)
    for name, value in CHOSEN.items():
        page.select_option(f"#id_{name}", value)
    page.fill("#id_residence", "450330")
    page.select_option("#id_origin_department", str(world.ward.pk))
    page.select_option("#id_destination", str(world.centre.pk))


def answer(page, world, verb):
    """Fill in the form of a move."""
    for name, value in make.details(world, verb).items():
        if isinstance(value, dt.datetime):
            value = timezone.localtime(value).strftime("%Y-%m-%dT%H:%M")
        value = str(getattr(value, "pk", value))
        field = page.locator(f"main form [name={name}]")
        kind = field.first.get_attribute("type")
        if kind == "radio":
            page.check(f"main form [name={name}][value='{value}']")
        elif kind == "checkbox":
            field.check()
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


@pytest.mark.parametrize("width, scripts", [(WIDE, True), (NARROW, False)])
def test_five_people_close_the_loop(browser, live_server, people, width, scripts):
    author = visit(browser, live_server, people.clinician, width=width, scripts=scripts)
    author.open("/referrals/new/")
    fill_in(author.page, people)
    author.page.click("text=下一步：核对")
    author.page.wait_for_url("**/check/")
    author.page.check("#id_confirmed")
    author.page.click("main button:has-text('提交本院审核')")
    author.close()
    referral = Referral.objects.get()

    for verb in make.MAIN_LINE[1:]:
        person = getattr(people, make.ACTORS[verb])
        visitor = visit(browser, live_server, person, width=width, scripts=scripts)
        visitor.open(f"/referrals/{referral.pk}/")
        visitor.page.click(f"[data-move={verb}]")
        answer(visitor.page, people, verb)
        visitor.page.click("main .form-actions button[type=submit]")
        visitor.page.wait_for_url(f"**/referrals/{referral.pk}/")
        assert (visitor.elsewhere, visitor.complaints) == ([], [])
        visitor.close()

    referral.refresh_from_db()
    assert referral.state == "completed"


def test_number_fills_in_and_typing_survives(browser, live_server, people):
    visitor = visit(browser, live_server, people.clinician)
    visitor.open("/referrals/new/")
    visitor.page.fill("#id_patient_name", "覃测试")
    visitor.page.fill("#id_id_number", make.ID_NUMBER)
    visitor.page.press("#id_id_number", "Tab")
    assert visitor.page.input_value("#id_birth_date") == "1990-01-01"
    assert visitor.page.input_value("#id_sex") == "1"

    visitor.page.locator("[data-kept]:has-text('自动保存')").wait_for(timeout=3500)
    visitor.open("/referrals/new/")

    assert FilingDraft.objects.count() == 1
    assert visitor.page.input_value("#id_patient_name") == "覃测试"
    visitor.close()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_pages_are_accessible_and_fit(browser, live_server, people, width):
    draft, referral = make.draft(people), make.at_state(people, "received")
    late = Referral.objects.filter(pk=referral.pk)
    late.update(due_at=timezone.now() - dt.timedelta(hours=3))
    at = f"/referrals/{referral.pk}"
    found = {}
    for person, paths in {
        people.clinician: ["/referrals/new/", f"/referrals/{draft.pk}/check/"],
        people.receiver: ["/referrals/", f"{at}/", f"{at}/accept/", f"{at}/print/"],
    }.items():
        visitor = visit(browser, live_server, person, width=width)
        for path in paths:
            visitor.open(path)
            found[path] = (visitor.violations(), visitor.overflow())
        visitor.close()

    assert {path: wrong for path, wrong in found.items() if wrong != ([], 0)} == {}
