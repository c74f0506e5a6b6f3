import pytest
from django.urls import reverse

from referrals.models import Referral
from tests.factories import hospitals
from tests.factories import referrals as make

REVIEW = reverse("referrals:referral-review")


def shown(answer):
    return answer.context["object"]


def page_of(referral):
    return reverse("referrals:referral-review-one", args=[referral.pk])


def sent(answer, verb):
    """What the browser would send when the button is pressed and nothing is typed."""
    form = dict((move.verb, form) for move, form in answer.context["forms"])[verb]
    values = {form[name].html_name: form[name].value() for name in form.fields}
    hidden = {"decision": verb, "version": answer.context["version"]}
    hidden["form_key"] = str(answer.context["form_key"])
    return {name: value for name, value in (values | hidden).items() if value is not None}


def wanting(world, **changes):
    return make.at_state(world, "submitted", destination_department=world.unit, **changes)


def test_most_urgent_comes_first_and_one_click_accepts_it(world, client):
    routine, emergency = wanting(world), wanting(world, priority="emergency")
    client.force_login(world.receiver)
    answer = client.get(REVIEW)
    assert (shown(answer), answer.context["left"]) == (emergency, 2)

    after = client.post(page_of(emergency), sent(answer, "accept"), follow=True)

    assert after.redirect_chain == [(REVIEW, 302)]
    assert (shown(after), after.context["left"]) == (routine, 1)
    emergency.refresh_from_db()
    steps = [event.action for event in emergency.events.order_by("seq")]
    assert (emergency.state, steps[-2:]) == ("accepted", ["receive", "accept"])
    assert emergency.destination_department == world.unit


def test_ten_cases_take_ten_clicks(world, client):
    for _number in range(10):
        wanting(world)
    client.force_login(world.receiver)

    answer = client.get(REVIEW)
    for _click in range(10):
        address = page_of(shown(answer))
        answer = client.post(address, sent(answer, "accept"), follow=True)

    assert shown(answer) is None
    assert "没有等待您审核的转诊单" in answer.content.decode()
    assert Referral.objects.filter(state="accepted").count() == 10


def test_no_needs_a_reason_and_keeps_the_page(world, client):
    referral = wanting(world)
    client.force_login(world.receiver)
    values = sent(client.get(REVIEW), "decline")

    without = client.post(page_of(referral), values)
    with_reason = client.post(page_of(referral), values | {"decline-reason_code": "no_bed"})

    assert (without.status_code, shown(without)) == (422, referral)
    assert "请改正以下问题" in without.content.decode()
    assert with_reason["Location"] == REVIEW
    referral.refresh_from_db()
    assert referral.state == "declined"


def test_later_stays_away_until_asked_for_again(world, client):
    first, second = wanting(world), wanting(world)
    client.force_login(world.receiver)

    answer = client.post(page_of(first), {"later": "1"}, follow=True)
    assert (shown(answer), answer.context["left"], answer.context["later"]) == (second, 1, 1)
    answer = client.post(REVIEW, {"again": "1"}, follow=True)

    assert (shown(answer), answer.context["later"]) == (first, 0)
    first.refresh_from_db()
    assert first.state == "submitted"


def test_reviewer_approves_or_returns_and_never_their_own(world, client):
    hospitals.Membership.objects.create(
        user=world.reviewer, hospital=world.county, role="referring_clinician"
    )
    make.at_state(world, "pending_review")
    own = make.at_state(world, "pending_review")
    Referral.objects.filter(pk=own.pk).update(author=world.reviewer)
    client.force_login(world.reviewer)

    answer = client.get(REVIEW)

    assert [move.verb for move, _form in answer.context["forms"]] == ["approve", "return"]
    assert answer.context["left"] == 1
    assert shown(client.post(page_of(shown(answer)), sent(answer, "approve"), follow=True)) is None


def test_second_click_acts_once_and_a_stale_page_says_so(world, client):
    referral = wanting(world)
    client.force_login(world.receiver)
    values = sent(client.get(REVIEW), "accept")
    stale = sent(client.get(REVIEW), "accept")

    answers = [client.post(page_of(referral), values).status_code for _click in range(2)]
    late = client.post(page_of(referral), stale)

    assert answers == [302, 302]
    assert late.status_code == 412
    assert referral.events.filter(action="accept").count() == 1


@pytest.mark.parametrize("who", ["stranger", "desk"])
def test_who_may_not_decide_is_offered_nothing(world, client, stranger, who):
    referral = wanting(world)
    person = stranger if who == "stranger" else world.desk
    client.force_login(person)

    assert shown(client.get(REVIEW)) is None
    answer = client.get(page_of(referral))
    assert answer.status_code == (404 if who == "stranger" else 200)
    if who == "desk":
        assert answer.context["forms"] == []
        refused = client.post(page_of(referral), {"decision": "accept", "version": 3})
        assert refused.status_code in {403, 422}


def test_sender_can_be_rung_with_one_tap(world, client):
    world.county.phone = "0773-2823456"
    world.county.save()
    wanting(world)
    client.force_login(world.receiver)

    assert 'href="tel:0773-2823456"' in client.get(REVIEW).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_review_takes_the_same_queries_for_any_queue(
    world, client, number, django_assert_num_queries
):
    for _row in range(number):
        wanting(world)
    client.force_login(world.receiver)
    client.get(REVIEW)

    # Session, person with versions; the row and its queue; moves; choices of the forms; inbox.
    with django_assert_num_queries(QUERIES):
        client.get(REVIEW)


QUERIES = 17
