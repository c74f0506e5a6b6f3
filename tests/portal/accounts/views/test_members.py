import pytest

from hospitals.models import Membership
from tests.factories import hospitals


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

    with django_assert_num_queries(6):
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
