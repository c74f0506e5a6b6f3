import datetime as dt

import pytest
from django.contrib.auth import authenticate
from django.urls import reverse
from django.utils import timezone

from hospitals.models import Membership
from portal.models import AuditEvent, User
from tests.factories import hospitals

# Session, person with versions; count and rows; the filter; inbox.
QUERIES = 8


@pytest.fixture
def admin(client, db):
    user = hospitals.member("hospital_admin", hospitals.hospital("全州县医院"))
    client.force_login(user)
    return user


def home_of(user):
    return Membership.objects.get(user=user).hospital


@pytest.mark.parametrize("rows", [1, 3])
def test_members_queries_do_not_grow(client, admin, django_assert_num_queries, rows):
    for _row in range(rows - 1):
        hospitals.member("reviewer", home_of(admin))

    client.get("/me/")

    with django_assert_num_queries(QUERIES):
        response = client.get("/members/")

    assert len(response.context["object_list"]) == rows


def test_members_are_those_of_the_hospitals_one_administers(client, admin):
    elsewhere = hospitals.hospital("别处医院")
    Membership.objects.create(user=admin, hospital=elsewhere, role="reviewer")
    stranger = hospitals.member("reviewer", elsewhere, display_name="别处的人")

    page = client.get("/members/").content.decode()

    assert admin.display_name in page
    assert stranger.display_name not in page


def test_members_are_closed_to_clinicians(client, db):
    client.force_login(hospitals.member("referring_clinician", hospitals.hospital()))

    assert client.get("/members/").status_code == 403


def appointed(client, hospital, **more):
    given = {"username": "new.nurse", "name": "新护士", "role": "receiving_desk"}
    given |= {"hospital": str(hospital.pk), "since": str(timezone.localdate())} | more
    return client.post("/members/new/", given)


def page(name, row):
    return reverse(f"accounts:member-{name}", args=[row.pk])


def test_new_person_gets_a_role_and_then_a_password(client, admin):
    assert appointed(client, home_of(admin)).status_code == 302
    row = Membership.objects.get(user__username="new.nurse")
    assert (row.role, row.since, row.user.has_usable_password()) == (
        "receiving_desk",
        timezone.localdate(),
        False,
    )

    answer = client.post(page("password", row), {"is_known": "on", "version": 1})

    password = answer.context["password"]
    assert authenticate(username="new.nurse", password=password) == row.user
    assert answer["Cache-Control"] == "no-store"
    verbs = AuditEvent.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["user.create", "membership.grant", "user.give_password"]
    assert User.objects.get(username="new.nurse").must_change_password
    assert password not in str(list(AuditEvent.objects.values("detail")))


def test_form_offers_what_the_role_may_give(client, admin):
    form = client.get("/members/new/").context["form"]

    assert [code for code, _label in form.fields["role"].choices] == [
        "referral_coordinator",
        "referring_clinician",
        "reviewer",
        "receiving_desk",
        "department_head",
    ]
    assert appointed(client, home_of(admin), role="hospital_admin").status_code == 422


def test_known_account_needs_its_right_name(client, admin):
    hospitals.member("reviewer", hospitals.hospital(), username="known", display_name="张三")

    wrong = appointed(client, home_of(admin), username="known", name="李四")
    right = appointed(client, home_of(admin), username="known", name="张三")

    assert (wrong.status_code, right.status_code) == (409, 302)
    assert User.objects.get(username="known").memberships.count() == 2


def test_role_department_and_last_day_are_changed(client, admin):
    ward = hospitals.department(home_of(admin), "骨科")
    person = hospitals.member("reviewer", home_of(admin))
    row = person.memberships.get()

    client.post(page("change", row), {"role": "reviewer", "department": ward.pk, "version": 1})
    row.refresh_from_db()
    assert (row.department, row.version) == (ward, 2)
    assert [circle.pk for circle in person.circles()][:1] == [ward.pk]

    client.post(page("change", row), {"role": "department_head", "version": 2})
    held = person.memberships.order_by("since").values_list("role", "until")
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    assert list(held) == [("reviewer", yesterday), ("department_head", None)]


def test_yesterday_takes_a_role_away_at_once(client, admin):
    person = hospitals.member("reviewer", home_of(admin))
    row = person.memberships.get()
    yesterday = timezone.localdate() - dt.timedelta(days=1)

    client.post(page("end", row), {"until": str(yesterday), "version": 1})

    assert not User.objects.get(pk=person.pk).has_perm("referrals.view")
    listed = client.get("/members/", {"held": "over"}).context["object_list"]
    assert [one.user for one in listed] == [person]


def test_nobody_touches_their_own_role_or_one_above(client, admin):
    above = hospitals.member("it_admin", home_of(admin)).memberships.get()
    own = admin.memberships.get()

    for row in (above, own):
        answers = [
            client.post(page("end", row), {"until": str(timezone.localdate()), "version": 1}),
            client.post(page("change", row), {"role": "reviewer", "version": 1}),
            client.post(page("password", row), {"is_known": "on", "version": 1}),
        ]
        assert [answer.status_code for answer in answers] == [403, 403, 403]

    assert Membership.objects.filter(version=1).count() == 2
    assert client.get("/members/").context["kept"] == set()


def test_password_is_not_given_to_somebody_with_more_elsewhere(client, admin):
    person = hospitals.member("reviewer", home_of(admin))
    Membership.objects.create(user=person, hospital=hospitals.hospital(), role="hospital_admin")
    row = person.memberships.get(role="reviewer")

    answer = client.post(page("password", row), {"is_known": "on", "version": 1})

    assert answer.status_code == 403
    assert not AuditEvent.objects.filter(verb="user.give_password").exists()


def test_network_administrator_keeps_the_people_of_members(client, admin):
    lead = hospitals.hospital("牵头医院")
    hospitals.network(lead, home_of(admin))
    client.force_login(hospitals.member("network_admin", lead))

    assert appointed(client, home_of(admin), role="hospital_admin").status_code == 302
    row = admin.memberships.get()
    ended = client.post(page("end", row), {"until": str(timezone.localdate()), "version": 1})

    assert ended.status_code == 302
    names = {one.user.username for one in client.get("/members/").context["object_list"]}
    assert {"new.nurse", admin.username} <= names
