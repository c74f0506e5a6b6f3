import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from hospitals.models import Hospital
from hospitals.models.membership import held_by
from portal.core.reference import kept, read_beside, settled
from portal.models import ReferenceVersion, User
from tests.factories import hospitals as make

pytestmark = pytest.mark.django_db


@kept
def names():
    return list(Hospital.objects.order_by("name").values_list("name", flat=True))


def asked():
    """The names as another request is told them."""
    with settled():
        return names()


def test_second_request_reads_only_the_versions(django_assert_num_queries):
    make.hospital("甲医院")
    first = asked()

    with django_assert_num_queries(1):
        again = asked()

    assert first == again == ["甲医院"]


def test_a_change_is_seen_at_once():
    hospital = make.hospital("甲医院")
    before = asked()
    Hospital.objects.filter(pk=hospital.pk).update(name="乙医院")

    assert (before, asked()) == (["甲医院"], ["乙医院"])


def test_what_was_rolled_back_is_forgotten():
    make.hospital("甲医院")
    with transaction.atomic():
        make.hospital("乙医院")
        during = asked()
        transaction.set_rollback(True)

    make.department(Hospital.objects.get(), "内科")

    assert (during, asked()) == (["乙医院", "甲医院"], ["甲医院"])


def test_outside_nothing_is_kept(django_assert_num_queries):
    make.hospital("甲医院")
    names()

    with django_assert_num_queries(1):
        names()


def test_without_versions_nothing_is_kept():
    make.hospital("甲医院")
    ReferenceVersion.objects.all().delete()
    before = asked()
    Hospital.objects.update(name="乙医院")
    ReferenceVersion.objects.all().delete()

    assert (before, asked()) == (["甲医院"], ["乙医院"])


def test_a_membership_that_ended_is_gone_with_the_next_request():
    user = make.member("referral_coordinator", make.hospital())
    with settled():
        before = held_by(user)
    user.memberships.all().delete()

    with settled():
        after = held_by(User.objects.get(pk=user.pk))

    assert (len(before), after) == (1, [])


def test_versions_come_with_the_person_who_asks(django_assert_num_queries):
    make.hospital("甲医院")
    asked()
    user = User.objects.create(username="coordinator")

    with django_assert_num_queries(1), settled():
        found = read_beside(User.objects.filter(pk=user.pk))
        first = names()
    with django_assert_num_queries(0), settled(found.versions):
        again = names()

    assert (found, first, again) == (user, ["甲医院"], ["甲医院"])


def test_nobody_tells_no_versions(django_assert_num_queries):
    make.hospital("甲医院")
    asked()

    with django_assert_num_queries(2), settled():
        assert read_beside(User.objects.none() | User.objects.filter(username="")) is None
        assert names() == ["甲医院"]


def test_reading_a_page_keeps_and_writing_one_does_not(client):
    person = make.member("referral_coordinator", make.hospital("甲医院"))
    client.force_login(person)
    client.get("/referrals/")

    with CaptureQueriesContext(connection) as read:
        client.get("/referrals/")
    with CaptureQueriesContext(connection) as written:
        client.post("/referrals/")

    about = 'FROM "hospitals_membership"'
    assert [about in query["sql"] for query in read].count(True) == 0
    assert [about in query["sql"] for query in written].count(True) > 0
