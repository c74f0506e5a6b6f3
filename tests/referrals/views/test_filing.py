import datetime as dt
import uuid

import pytest
from django.urls import reverse

from hospitals.models import Membership
from portal.models import AuditEvent
from referrals.models import FilingDraft, Referral
from tests.factories import hospitals
from tests.factories import referrals as make
from tests.referrals.forms.test_filing import typed

NEW = reverse("referrals:referral-file")
FORM = f"{NEW}?form_key=one-form"
TYPED = reverse("referrals:referral-typed")


def page(name, referral):
    return reverse(f"referrals:referral-{name}", args=[referral.pk])


def text_of(response):
    return response.content.decode()


@pytest.fixture
def desk(world, client):
    client.force_login(world.clinician)
    return client


def filed(world, **changes):
    return typed(world, **changes) | {"form_key": str(uuid.uuid4())}


def test_filing_makes_a_draft_and_shows_it_for_checking(world, desk):
    answer = desk.post(NEW, filed(world))

    referral = Referral.objects.get()
    assert answer["Location"] == page("check", referral)
    assert (referral.state, referral.author, referral.origin) == (
        "draft",
        world.clinician,
        world.county,
    )
    text = text_of(desk.get(answer["Location"]))
    assert "胸痛两小时。" in text
    assert "提交本院审核" in text
    assert make.ID_NUMBER not in text


def test_double_click_files_once(world, desk):
    data = filed(world)

    first, second = desk.post(NEW, data), desk.post(NEW, data)

    assert first["Location"] == second["Location"]
    assert Referral.objects.count() == 1


def test_form_has_its_own_address_and_after_sending_leads_to_what_came_of_it(world, desk):
    opened = desk.get(NEW)
    key = desk.get(opened["Location"]).context["form_key"]
    made = desk.post(opened["Location"], filed(world) | {"form_key": key})["Location"]

    back, changed = desk.get(opened["Location"]), filed(world, patient_name="覃改动")

    assert opened["Location"] == f"{NEW}?form_key={key}"
    assert back["Location"] == made
    assert desk.post(opened["Location"], changed | {"form_key": key})["Location"] == made
    assert desk.get(NEW)["Location"] != opened["Location"]
    assert Referral.objects.count() == 1


def test_errors_stand_in_the_summary_and_nothing_is_filed(world, desk):
    answer = desk.post(NEW, filed(world, patient_name="", phone="12"))

    assert answer.status_code == 422
    assert 'href="#id_patient_name"' in text_of(answer)
    assert 'href="#id_phone"' in text_of(answer)
    assert "胸痛两小时。" in text_of(answer)
    assert Referral.objects.count() == 0


def test_check_page_lists_what_is_missing_with_links(world, desk):
    desk.post(NEW, filed(world, summary="", phone=""))
    referral = Referral.objects.get()

    text = text_of(desk.get(page("check", referral)))

    assert "还缺 2 项必填内容" in text
    assert f"{page('edit', referral)}#id_summary" in text
    assert page("submit-for-review", referral) not in text


def test_returned_referral_is_changed_and_submitted_again(world, desk):
    referral = make.at_state(world, "returned")
    opened = desk.get(page("edit", referral))
    assert "胸痛两小时。" in text_of(opened)
    assert "请补充检查结果。" in text_of(opened)

    data = filed(world, summary="胸痛两小时，已查心电图。") | {"version": referral.version}
    answer = desk.post(page("edit", referral), data)

    assert answer["Location"] == page("check", referral)
    referral.refresh_from_db()
    assert referral.summary == "胸痛两小时，已查心电图。"


def test_edit_of_a_stale_version_is_refused_with_everything_kept(world, desk):
    referral = make.draft(world)
    data = filed(world, summary="我的修改") | {"version": referral.version}
    desk.post(page("edit", referral), filed(world, summary="他人的修改") | {"version": 1})

    answer = desk.post(page("edit", referral), data)

    assert answer.status_code == 412
    assert "我的修改" in text_of(answer)
    referral.refresh_from_db()
    assert referral.summary == "他人的修改"


def test_submitted_referral_is_not_editable(world, desk):
    referral = make.at_state(world, "submitted")

    assert desk.get(page("edit", referral)).status_code == 409
    answer = desk.post(page("edit", referral), filed(world) | {"version": referral.version})
    assert answer.status_code == 409


def test_what_was_typed_comes_back_until_it_is_discarded(world, desk):
    answer = desk.post(
        TYPED,
        {"patient_name": "覃", "phone": "138", "version": "9"},
        headers={"Accept": "application/json"},
    )
    assert "自动保存" in answer.json()["message"]
    assert FilingDraft.objects.get().values == {"patient_name": "覃", "phone": "138"}

    again = text_of(desk.get(FORM))
    assert 'value="138"' in again
    assert "已恢复您" in again

    desk.post(reverse("referrals:referral-discard-typed"))
    assert "已恢复您" not in text_of(desk.get(FORM))
    assert FilingDraft.objects.count() == 0


def test_draft_is_kept_by_a_plain_button_too(world, desk):
    answer = desk.post(TYPED, {"patient_name": "覃"}, follow=True)

    assert answer.redirect_chain[0] == (NEW, 302)
    assert "保存。" in text_of(answer)


def test_filing_ends_what_was_typed(world, desk):
    desk.post(TYPED, {"patient_name": "覃"})
    desk.post(NEW, filed(world))

    assert FilingDraft.objects.count() == 0


def test_two_people_keep_their_own_typing_of_one_draft(world, client):
    referral = make.draft(world)
    for name, words in (("clinician", "甲"), ("coordinator", "乙")):
        client.force_login(getattr(world, name))
        client.post(f"{TYPED}?referral={referral.pk}", {"summary": words})
        assert f">\n{words}</textarea>" in text_of(client.get(page("edit", referral)))

    assert FilingDraft.objects.count() == 2


def test_typed_forms_of_others_stay_unseen(world, desk, client, stranger):
    desk.post(TYPED, {"patient_name": "覃某某"})
    client.force_login(world.coordinator)

    assert "覃某某" not in text_of(client.get(FORM))
    referral = make.draft(world)
    client.force_login(stranger)
    assert client.post(f"{TYPED}?referral={referral.pk}", {"summary": "甲"}).status_code == 404


def test_open_referral_of_the_same_person_is_a_warning(world, client):
    make.at_state(world, "submitted")
    third = hospitals.hospital("模拟三院", region=world.centre.region, phone="0773-1234567")
    hospitals.network(world.centre, third)
    client.force_login(hospitals.member("referring_clinician", third))
    data = filed(world, origin_department="")

    warned = client.post(NEW, data)

    assert warned.status_code == 422
    assert "模拟县医院" in text_of(warned)
    assert "已提交待签收" in text_of(warned)
    assert "覃测试" not in text_of(warned).replace('value="覃测试"', "")
    assert client.post(NEW, data | {"still_new": "on"}).status_code == 302


def test_old_or_closed_referrals_are_no_duplicates(world, desk):
    old = make.at_state(world, "submitted")
    Referral.objects.filter(pk=old.pk).update(created_at=old.created_at - dt.timedelta(days=31))
    make.at_state(world, "cancelled")

    assert desk.post(NEW, filed(world)).status_code == 302


def test_free_beds_and_phone_of_destinations_are_shown(world, desk):
    world.centre.phone = "0773-7654321"
    world.centre.save()

    text = text_of(desk.get(FORM))

    assert "0773-7654321" in text
    assert "心血管内科 空床 20 张" in text


def test_filing_is_for_authors(world, client):
    client.force_login(world.desk)

    assert client.get(FORM).status_code == 403
    assert client.post(NEW, filed(world)).status_code == 403
    assert client.post(TYPED, {"patient_name": "覃"}).status_code == 403


def test_hospital_is_the_one_chosen_for_the_session(world, client):
    Membership.objects.create(
        user=world.clinician,
        hospital=world.centre,
        role="referring_clinician",
        since=hospitals.LONG_AGO,
    )
    client.force_login(world.clinician)
    session = client.session
    session["working_hospital"] = str(world.centre.pk)
    session.save()

    assert client.get(FORM).context["hospital"] == world.centre


def test_filing_is_audited_without_personal_data(world, desk):
    desk.post(NEW, filed(world))

    event = AuditEvent.objects.get(verb="referral.create")
    assert event.detail == {}


@pytest.mark.parametrize("number", [1, 3])
def test_form_takes_the_same_queries_for_any_number_of_destinations(
    world, desk, number, django_assert_num_queries
):
    for _time in range(number):
        other = hospitals.hospital()
        hospitals.bed_pool(hospitals.department(other))
        hospitals.network(world.centre, other, world.county)
    desk.get(FORM)

    with django_assert_num_queries(QUERIES):
        desk.get(FORM)


# One of them asks whether the form of this address was sent already.
QUERIES = 15


@pytest.mark.parametrize("text", ["", "abc", "\0", "01890000-0000-7000-8000-000000000000"])
def test_typing_into_a_referral_that_does_not_exist_is_not_found(desk, text):
    assert desk.post(TYPED, {}, query_params={"referral": text}).status_code == 404


def test_unfiled_referrals_of_other_hospitals_are_their_own_affair(world, client):
    make.draft(world)
    client.force_login(world.receiver)

    answer = client.post(
        NEW,
        {
            "patient_name": "覃测试",
            "id_type": "resident",
            "id_number": make.ID_NUMBER,
            "form_key": str(uuid.uuid4()),
        },
    )

    assert answer.status_code == 302
