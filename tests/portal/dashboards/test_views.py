import pytest
from django.utils import timezone

from hospitals.models import Membership
from portal.models import Notice, OutboxMessage
from tests.factories import hospitals, portal
from tests.factories.referrals import World, at_state


@pytest.fixture
def coordinator(client, world):
    client.force_login(world.coordinator)
    return world.coordinator


def tell(user, number=1):
    message = OutboxMessage.objects.create(
        key=f"{user.pk}-{number}",
        kind="any",
        recipient_ids=[str(user.pk)],
        delivered_at=timezone.now(),
    )
    return Notice.objects.create(message=message, recipient=user)


def test_home_needs_a_session(client, db):
    assert client.get("/")["Location"] == "/login/?next=/"


def test_home_links_only_to_what_one_may_open(client, db):
    client.force_login(hospitals.member("auditor", hospitals.hospital()))
    auditor = [link["url"] for link in client.get("/").context["links"]]
    client.force_login(hospitals.member("hospital_admin", hospitals.hospital()))
    admin = [link["url"] for link in client.get("/").context["links"]]

    assert "/audit/" in auditor
    assert "/members/" not in auditor
    assert "/members/" in admin
    assert "/audit/" not in admin


def test_home_says_when_data_are_synthetic(client, db):
    client.force_login(portal.user())
    assert "模拟数据" not in client.get("/").content.decode()

    client.force_login(portal.user(is_synthetic=True))
    assert "模拟数据" in client.get("/").content.decode()


def test_summary_counts_for_the_frame(client, coordinator):
    tell(coordinator)

    response = client.get("/me/summary/")

    assert response.json() == {"unread": 1, "waiting": 0, "pooled": 0, "incoming": 0, "newest": 0}
    assert response["ETag"] == '"incoming.0-newest.0-pooled.0-unread.1-waiting.0"'


def test_summary_tells_what_arrived_last(client, world):
    client.force_login(world.receiver)
    referral = at_state(world, "submitted")

    counts = client.get("/me/summary/").json()

    assert counts["incoming"] == 1
    assert counts["newest"] == int(referral.submitted_at.timestamp())


def test_summary_of_those_without_referrals_has_no_waiting(client, db):
    client.force_login(hospitals.member("auditor", hospitals.hospital()))

    assert client.get("/me/summary/").json() == {"unread": 0}


def test_summary_is_304_until_something_changes(client, coordinator):
    tag = {"If-None-Match": client.get("/me/summary/")["ETag"]}

    assert client.get("/me/summary/", headers=tag).status_code == 304

    tell(coordinator)
    assert client.get("/me/summary/", headers=tag).status_code == 200


def test_summary_costs_few_queries(client, coordinator, django_assert_num_queries):
    client.get("/me/summary/")

    with django_assert_num_queries(3):
        client.get("/me/summary/")


def test_menu_marks_the_current_page(client, coordinator):
    client.get("/")

    menu = client.get("/").context["menu"]

    entries = [entry for group in menu for entry in group["entries"]]
    assert [entry["url"] for entry in entries if entry["current"]] == ["/"]


def test_menu_differs_by_role(client, db):
    def menu(user):
        client.force_login(user)
        groups = client.get("/").context["menu"]
        return {entry["url"] for group in groups for entry in group["entries"]}

    world = World()
    assert "/referrals/" in menu(world.coordinator)
    assert "/audit/" not in menu(world.coordinator)
    assert "/audit/" in menu(hospitals.member("auditor", world.county))
    assert menu(portal.user()) == {"/"}


def test_several_hospitals_lead_to_the_choice(client, coordinator):
    Membership.objects.create(user=coordinator, hospital=hospitals.hospital(), role="auditor")
    session = client.session
    session["workplace"] = {"name": "", "several": True}
    session.save()

    assert client.get("/")["Location"] == "/workplace/"
