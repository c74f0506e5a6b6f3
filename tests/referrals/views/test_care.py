import pytest
from django.urls import reverse

from referrals.models import Referral
from tests.factories import care, hospitals
from tests.factories import referrals as make


@pytest.fixture
def author(world):
    return hospitals.member("referring_clinician", world.centre)


def page_of(referral, page="detail"):
    return reverse(f"referrals:referral-{page}", args=[referral.pk])


def typed(world):
    kept = {name: text for name, text in care.DOWN.items() if name != "days"}
    return kept | {
        "destination": str(world.county.pk),
        "follow_up_plan": "复查。",
        "days": ["7", "30"],
    }


def test_down_page_holds_the_suggestion_and_makes_the_draft(world, client, author):
    treated = make.at_state(world, "treated")
    make.move(world, treated, "reply", medicines="氯吡格雷。")
    client.force_login(author)

    shown = client.get(page_of(treated, "down"))
    made = client.post(page_of(treated, "down"), typed(world))

    child = Referral.objects.get(parent=treated)
    assert shown.context["form"]["medicines"].value() == "氯吡格雷。"
    assert made["Location"] == page_of(child, "check")
    assert (child.care_plan.days, child.medicines) == ([7, 30], "阿司匹林。")


def test_pair_is_visible_both_ways_once_sent(world, client, author):
    child = care.down(world)
    parent = child.parent

    def shown(user, row):
        client.force_login(user)
        return client.get(page_of(row)).content.decode()

    assert child.number in shown(author, parent)
    assert parent.number in shown(author, child)
    assert child.number not in shown(world.clinician, parent)
    sent = care.taken_over(world, child)
    assert child.number in shown(world.clinician, parent)
    assert parent.number in shown(world.clinician, sent)


def test_down_button_is_for_the_hospital_that_treats(world, client, author):
    treated = make.at_state(world, "treated")

    def may(user):
        client.force_login(user)
        return client.get(page_of(treated)).context["care"]["may_go_down"]

    assert [may(user) for user in (author, world.clinician, world.desk)] == [True, False, False]
    client.force_login(world.clinician)
    assert client.get(page_of(treated, "down")).status_code == 403


def test_too_early_is_said_instead_of_a_form(world, client, author):
    client.force_login(author)

    page = client.get(page_of(make.at_state(world, "arrived"), "down"))

    assert page.context["possible"] is False
    assert "现在不能下转" in page.content.decode()
