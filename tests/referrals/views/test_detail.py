from django.urls import reverse

from hospitals.models import DutyShift
from portal.models import AuditEvent
from referrals.actions import filing, transfers
from tests.factories import hospitals
from tests.factories import referrals as make


def page(name, referral):
    return reverse(f"referrals:referral-{name}", args=[referral.pk])


def text_of(response):
    return response.content.decode()


def test_detail_tells_the_whole_story(world, client):
    referral = make.at_state(world, "treated")
    referral = make.move(world, referral, "reply", down_referral=True, down_reason="病情稳定")
    client.force_login(world.clinician)

    text = text_of(client.get(page("detail", referral)))

    told = (
        referral.number,
        "胸痛两小时。",
        "心血管内科",
        "病历一份",
        "ZY0001",
        "造影见狭窄。",
        "病情稳定",
        world.head.display_name,
        "接收方",
    )
    assert [words for words in told if words not in text] == []


def test_decline_shows_reason_and_both_offers(world, client):
    other = hospitals.hospital("模拟三院", region=world.centre.region, level="3")
    referral = make.at_state(world, "received")
    referral = make.move(world, referral, "decline", reason_code="no_bed", note="满床至周五。")
    referral = make.move(world, referral, "redirect", destination=other)
    client.force_login(world.coordinator)

    text = text_of(client.get(page("detail", referral)))

    assert [
        word for word in ("无空床", "满床至周五。", "模拟三院", "模拟中心医院") if word not in text
    ] == []


def test_identity_is_masked_for_all_and_hidden_from_above(world, client):
    referral = make.at_state(world, "submitted")
    clear = (make.ID_NUMBER, "13800001111", "覃测试", "覃家属")
    for user in (world.clinician, world.receiver, world.lead):
        client.force_login(user)
        text = text_of(client.get(page("detail", referral)))
        assert [words for words in clear if words in text] == []

    assert "4503**********0010" not in text
    assert page("reveal", referral) not in text
    client.force_login(world.receiver)
    text = text_of(client.get(page("detail", referral)))
    assert f"{make.ID_NUMBER[:4]}**********{make.ID_NUMBER[-4:]}" in text
    assert page("reveal", referral) in text


def test_reveal_asks_why_shows_once_and_is_audited(world, client):
    referral = make.at_state(world, "submitted")
    client.force_login(world.receiver)
    assert make.ID_NUMBER not in text_of(client.get(page("reveal", referral)))
    refused = client.post(page("reveal", referral), {"reason": ""})
    assert refused.status_code == 422

    shown = client.post(page("reveal", referral), {"reason": "contact"})

    assert shown.status_code == 200
    assert make.ID_NUMBER in text_of(shown)
    assert shown["Cache-Control"] == "no-store"
    event = AuditEvent.objects.get(verb="referral.reveal")
    assert (event.actor_id, event.detail) == (world.receiver.pk, {"reason": "contact"})
    assert sorted(event.hospital_ids) == sorted([str(world.county.pk), str(world.centre.pk)])


def test_reveal_is_for_the_two_sides_only(world, client, stranger, commission_of):
    referral = make.at_state(world, "submitted")
    client.force_login(world.lead)
    assert client.post(page("reveal", referral), {"reason": "contact"}).status_code == 403

    for person in (stranger, commission_of(world.county.region)):
        client.force_login(person)
        assert client.post(page("reveal", referral), {"reason": "contact"}).status_code == 404
    assert not AuditEvent.objects.filter(verb="referral.reveal").exists()


def test_hospital_that_declined_sees_nothing_of_what_follows(world, client):
    other = hospitals.hospital("模拟三院", region=world.centre.region, level="3")
    referral = make.at_state(world, "declined")
    referral = make.move(world, referral, "redirect", destination=other)
    client.force_login(world.receiver)

    assert client.get(page("detail", referral)).status_code == 404
    assert client.get(page("reveal", referral)).status_code == 404


def test_stranger_and_commission_find_no_page_of_a_referral(world, client, stranger, commission_of):
    referral = make.at_state(world, "submitted")

    for person in (stranger, commission_of(world.county.region.at("province"))):
        client.force_login(person)
        for name in ("detail", "edit", "check", "reveal", "print", "pdf"):
            answer = client.get(page(name, referral))
            assert answer.status_code in {403, 404}, name
            assert referral.number not in text_of(answer)


def test_number_of_queries_is_that_of_one_page(world, client, django_assert_num_queries):
    short = make.at_state(world, "submitted")
    long = make.at_state(world, "received")
    for _time in range(3):
        long = transfers.request_info(
            referral=long, by=world.receiver, details={"note": "缺心电图"}
        )
        long = transfers.supply_info(referral=long, by=world.clinician, details={"note": "已补"})
    client.force_login(world.receiver)
    client.get(page("detail", short))

    for referral in (short, long):
        with django_assert_num_queries(QUERIES):
            client.get(page("detail", referral))


# Session, person with versions; the row; events, offers, timers, transport, replies;
# whom to call (the shifts); the frame.
# chain, services, readmission, what is owed; who agreed, the look, documents that wait.
QUERIES = 23


def test_each_side_sees_whom_to_call_at_the_other(world, client):
    referral = make.at_state(world, "received")
    for hospital, person in ((world.centre, "甲值班"), (world.county, "乙值班")):
        DutyShift.objects.create(
            hospital=hospital, person=person, phone="0773-1", begins="00:00", ends="00:00"
        )
    readers = (world.receiver, world.clinician)

    seen = []
    for reader in readers:
        client.force_login(reader)
        text = client.get(reverse("referrals:referral-detail", args=[referral.pk]))
        seen.append([name for name in ("甲值班", "乙值班") if name in text.content.decode()])

    assert seen == [["乙值班"], ["甲值班"]]


def test_consent_is_withdrawn_by_page_and_closes_the_record(world, client):
    referral = make.at_state(world, "accepted")
    address = page("withdraw-consent", referral)
    client.force_login(world.clinician)
    assert address in text_of(client.get(page("detail", referral)))
    assert client.post(address, {"form_key": "k1", "version": referral.version}).status_code == 422

    asked = {"form_key": "k2", "version": referral.version, "reason": "家属来电"}
    assert client.post(address, asked)["Location"] == page("detail", referral)

    text = text_of(client.get(page("detail", referral)))
    assert "撤回：家属来电" in text
    assert address not in text
    client.force_login(world.receiver)
    assert "以下为摘要。" in text_of(client.get(page("detail", referral)))


def test_what_was_changed_beside_moves_is_named(world, client):
    referral = make.draft(world)
    content = make.content(world, summary="改过的病情。", temperature="38.5")
    filing.revise(referral=referral, content=content, by=world.clinician, version=1)
    client.force_login(world.clinician)

    [change] = client.get(page("detail", referral)).context["changes"]

    assert (change.what, change.who) == ("修改转诊单", world.clinician.display_name)
    assert change.note == "病情摘要、体温"
