import pytest
from django.urls import reverse

from referrals.actions import filing
from referrals.forms.filing import FilingForm
from referrals.views.conflict import changes_since, differences
from tests.factories import referrals as make


def page(referral, verb):
    return reverse(f"referrals:referral-{verb}", args=[referral.pk])


def test_second_person_sees_who_did_what_meanwhile_and_keeps_their_words(world, client):
    referral = make.at_state(world, "received")
    client.force_login(world.head)
    seen = {"version": referral.version, "seen": referral.event_count}
    make.move(world, referral, "request_info", note="请上传心电图。")

    answer = client.post(
        page(referral, "decline"), seen | {"reason_code": "no_bed", "note": "床位已满"}
    )

    assert answer.status_code == 412
    changes = answer.context["changes"]
    assert [(change.what, change.who) for change in changes] == [
        ("要求补充资料", world.receiver.display_name)
    ]
    text = answer.content.decode()
    assert "请上传心电图。" in text
    assert "床位已满" in text
    assert answer.context["possible"]


def test_sending_again_after_comparing_goes_through(world, client):
    referral = make.at_state(world, "received")
    client.force_login(world.head)
    old = {"version": referral.version, "seen": referral.event_count, "reason_code": "no_bed"}
    make.move(world, referral, "request_info")
    compared = client.post(page(referral, "decline"), old)

    again = client.post(
        page(referral, "decline"), old | {"version": compared.context["version"], "seen": 5}
    )

    assert again.status_code == 302
    referral.refresh_from_db()
    assert referral.state == "declined"


def test_what_is_no_longer_possible_is_said_and_nothing_typed_is_lost(world, client):
    referral = make.at_state(world, "received")
    client.force_login(world.head)
    seen = {"version": referral.version, "seen": referral.event_count}
    make.move(world, referral, "accept")

    answer = client.post(page(referral, "decline"), seen | {"reason_code": "no_bed", "note": "满"})

    assert (answer.status_code, answer.context["possible"]) == (412, False)
    assert "不能再办理这一步" in answer.content.decode()
    assert "再次提交</button>" not in answer.content.decode()


def test_review_compares_too(world, client):
    referral = make.at_state(world, "submitted")
    client.force_login(world.head)
    seen = {"decision": "decline", "version": referral.version, "seen": referral.event_count}
    make.move(world, referral, "receive")

    answer = client.post(
        reverse("referrals:referral-review-one", args=[referral.pk]),
        seen | {"decline-reason_code": "no_bed", "decline-note": "床位已满"},
    )

    assert answer.status_code == 412
    assert [change.what for change in answer.context["changes"]] == ["签收"]
    assert 'name="decision" value="decline"' in answer.content.decode()
    assert "床位已满" in answer.content.decode()


@pytest.mark.parametrize("seen", [0, 1])
def test_revisions_are_told_although_they_are_no_moves(world, seen):
    referral = make.draft(world)
    version = referral.version
    content = make.content(world, summary="胸痛三小时。")
    filing.revise(referral=referral, content=content, by=world.clinician, version=version)
    referral.refresh_from_db()

    changes = changes_since(referral, version=version, seen=seen)

    told = [(change.what, change.who) for change in changes]
    assert ("修改转诊单", world.clinician.display_name) in told


def test_differences_name_the_answers_that_disagree(world):
    referral = make.draft(world)
    now = make.content(world, summary="胸痛三小时。")

    class Typed:
        fields = filing_fields()
        cleaned_data = make.content(world) | {"priority": "urgent"}

    found = differences(Typed, now)

    assert [(row.label, row.now, row.typed) for row in found] == [
        ("紧急程度", "常规", "紧急"),
        ("病情摘要", "胸痛三小时。", "胸痛两小时。"),
    ]
    assert referral.version == 1


def test_two_authors_of_one_draft_compare_answer_by_answer(world, client):
    referral = make.draft(world)
    client.force_login(world.coordinator)
    edit = reverse("referrals:referral-edit", args=[referral.pk])
    values = client.get(edit).context["form"]
    typed = {name: values[name].value() for name in values.fields if values[name].value()}
    typed["residence"] = world.county.region.code
    content = make.content(world, summary="胸痛三小时。")
    filing.revise(referral=referral, content=content, by=world.clinician, version=1)

    answer = client.post(edit, typed | {"version": 1, "seen": 1, "summary": "胸痛一小时。"})

    assert answer.context["form"].errors.keys() == {"__all__"}
    assert (answer.status_code, answer.context["version"]) == (412, 2)
    rows = [(row.label, row.now, row.typed) for row in answer.context["differences"]]
    assert rows == [("病情摘要", "胸痛三小时。", "胸痛一小时。")]
    assert "胸痛一小时。</textarea>" in answer.content.decode()


def filing_fields():
    return FilingForm.base_fields
