import pytest
from django.urls import reverse

from portal.models import AuditEvent
from referrals.actions import prints
from referrals.models import PrintJob
from referrals.paper import libraries
from referrals.paper.marks import verification_code
from tests import paper
from tests.factories import referrals as make


def page(name, referral):
    return reverse(f"referrals:referral-{name}", args=[referral.pk])


def text_of(response):
    return response.content.decode()


@pytest.fixture
def referral(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make.at_state(world, "submitted")


def test_print_is_in_full_for_the_sides_and_audited(world, client, referral):
    client.force_login(world.clinician)
    text = text_of(client.get(page("print", referral)))
    assert [words for words in ("存根", "转出", "回转", make.ID_NUMBER) if words not in text] == []
    assert AuditEvent.objects.get(verb="referral.reveal").detail == {"reason": "print"}

    client.force_login(world.lead)
    text = text_of(client.get(page("print", referral)))
    assert [words for words in (make.ID_NUMBER, "覃测试", "1380000") if words in text] == []
    assert AuditEvent.objects.filter(verb="referral.reveal").count() == 1


@paper.needs_press
def test_pdf_is_asked_for_waited_for_and_fetched(world, client, referral):
    client.force_login(world.clinician)
    asked = client.post(page("pdf", referral), {"form_key": "k1", "version": referral.version})
    job = PrintJob.objects.get()
    assert asked["Location"] == reverse("referrals:print-job-detail", args=[job.pk])
    waiting = text_of(client.get(asked["Location"]))
    assert "正在生成" in waiting
    assert f'href="{asked["Location"]}"' in waiting

    prints.make(str(job.pk))

    address = reverse("referrals:print-job-file", args=[job.pk])
    assert f'href="{address}"' in text_of(client.get(asked["Location"]))
    fetched = client.get(address)
    assert fetched["Content-Type"] == "application/pdf"
    assert referral.number in fetched["Content-Disposition"]
    assert make.ID_NUMBER in paper.text_of(fetched.content)


def test_machine_without_libraries_says_so_and_prints_in_the_browser(
    world, client, referral, monkeypatch
):
    monkeypatch.setattr(libraries, "missing", lambda: ["libpango-1.0-0"])
    client.force_login(world.clinician)

    text = text_of(client.get(page("pdf", referral)))

    assert "PDF 服务未安装" in text
    assert "apt-get install libpango-1.0-0" in text
    assert page("print", referral) in text
    assert client.post(page("pdf", referral), {"form_key": "k1"}).status_code == 409
    assert client.get(page("print", referral)).status_code == 200


def test_sheet_is_seen_by_who_asked_for_it_only(world, client, referral, monkeypatch):
    monkeypatch.setattr(libraries, "missing", list)
    job = prints.order(referral=referral, by=world.clinician)
    addresses = [
        reverse(f"referrals:print-job-{name}", args=[job.pk]) for name in ("detail", "file")
    ]

    client.force_login(world.coordinator)
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    client.force_login(world.clinician)
    assert [client.get(address).status_code for address in addresses] == [200, 409]


@pytest.mark.parametrize("problem", ["changed", "slow", "broken"])
def test_failed_sheet_says_why_and_can_be_asked_for_again(
    world, client, referral, monkeypatch, problem
):
    monkeypatch.setattr(libraries, "missing", list)
    job = prints.order(referral=referral, by=world.clinician)
    PrintJob.objects.update(state="failed", problem=problem)
    client.force_login(world.clinician)

    text = text_of(client.get(reverse("referrals:print-job-detail", args=[job.pk])))

    assert str(PrintJob.objects.get().get_problem_display()) in text
    assert page("pdf", referral) in text


def test_paper_is_genuine_out_of_date_or_not_ours(world, client, referral, stranger):
    code = verification_code(referral.number, referral.version)
    typed = {"number": referral.number, "code": code.lower().replace("-", "")}
    address = reverse("referrals:slip-verify")
    client.force_login(world.receiver)
    assert "真实，且为最新版本。" in text_of(client.post(address, typed))

    make.move(world, referral, "receive")
    assert "真实，但之后已有变更。" in text_of(client.post(address, typed))
    wrong = client.post(address, typed | {"code": "AAAAA-AAAAA"})
    assert (wrong.status_code, "校验码不符" in text_of(wrong)) == (422, True)
    client.force_login(stranger)
    assert "您无权查看" in text_of(client.post(address, typed))


@pytest.mark.parametrize(("state", "is_draft"), [("draft", True), ("submitted", False)])
def test_draft_on_paper_says_that_it_is_one(world, client, state, is_draft):
    referral = make.at_state(world, state)
    client.force_login(world.clinician)

    assert ("不作转诊凭证" in text_of(client.get(page("print", referral)))) is is_draft


def test_filing_and_check_pages_offer_to_print(world, client):
    referral = make.draft(world)
    client.force_login(world.clinician)
    address = f'href="{page("print", referral)}"'

    assert address in text_of(client.get(page("check", referral)))
    assert address in text_of(client.get(page("edit", referral)))
    new = text_of(client.get(reverse("referrals:referral-file"), follow=True))
    assert "data-print" in new
    assert "不作转诊凭证" in new
