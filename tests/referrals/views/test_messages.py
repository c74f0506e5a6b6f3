import uuid

from django.urls import reverse

from referrals.actions import messages
from referrals.models import ReferralMessage
from tests.factories import referrals as make


def page(name, referral):
    return reverse(f"referrals:referral-{name}", args=[referral.pk])


def test_message_is_written_below_the_others(world, client):
    referral = make.at_state(world, "received")
    client.force_login(world.clinician)
    key = str(uuid.uuid4())

    for _click in range(2):
        answer = client.post(page("say", referral), {"text": "已带齐影像。", "form_key": key})
    shown = client.get(page("detail", referral)).content.decode()

    assert answer.url == f"{page('detail', referral)}#messages"
    assert ReferralMessage.objects.count() == 1
    assert shown.count("已带齐影像。") == 1


def test_empty_message_is_refused_on_a_page_of_its_own(world, client):
    referral = make.at_state(world, "received")
    client.force_login(world.clinician)

    answer = client.post(page("say", referral), {"text": ""})

    assert answer.status_code == 422
    assert "<title>错误：留言" in answer.content.decode()


def test_who_waits_may_remind_and_whose_turn_it_is_may_not(world, client):
    referral = make.at_state(world, "received")
    client.force_login(world.receiver)
    assert page("urge", referral) not in client.get(page("detail", referral)).content.decode()
    client.force_login(world.coordinator)
    assert page("urge", referral) in client.get(page("detail", referral)).content.decode()

    first = client.post(page("urge", referral), {"text": ""})
    again = client.post(page("urge", referral), {"text": "请尽快"})

    assert (first.status_code, again.status_code) == (302, 409)
    assert "刚刚催办过" in again.content.decode()
    assert "请尽快" in again.content.decode()


def test_card_of_the_board_says_what_was_said_last(world, client):
    referral = make.at_state(world, "info_requested")
    messages.say(referral=referral, text="今天下午补齐。", by=world.clinician)
    client.force_login(world.receiver)

    shown = client.get(reverse("referrals:referral-board")).content.decode()

    assert "今天下午补齐。" in shown
    assert "请上传心电图。" not in shown
