import pytest
from django.urls import reverse

from hospitals.models import Network
from portal.dashboards import tiles
from tests.factories import referrals as make

LIST = reverse("referrals:pool-list")


def pooled(world, **changes):
    pool = Network.objects.get()
    return make.at_state(world, "submitted", destination=None, pool=pool, **changes)


def rows(client):
    return list(client.get(LIST).context["object_list"])


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_same_for_one_row_and_three(client, world, number, django_assert_num_queries):
    for _number in range(number):
        pooled(world)
    client.force_login(world.receiver)
    client.get(LIST)

    with django_assert_num_queries(7):
        assert len(rows(client)) == number


def test_pool_shows_what_may_be_claimed_to_members_and_the_centre(client, world):
    row = pooled(world)
    make.at_state(world, "submitted")
    seen = []
    for person in (world.receiver, world.transfer_centre):
        client.force_login(person)
        seen.append(rows(client))

    assert seen == [[row], [row]]
    assert tiles.counts(world.receiver)["pooled"] == 1


def test_claimed_referral_leaves_the_pool(client, world):
    row = pooled(world)
    client.force_login(world.receiver)

    make.move(world, row, "receive")

    row.refresh_from_db()
    assert (rows(client), row.destination, row.state) == ([], world.centre, "received")


def test_stranger_and_clinician_claim_nothing(client, world, stranger):
    pooled(world)
    client.force_login(stranger)
    to_stranger = rows(client)
    client.force_login(world.clinician)

    assert (to_stranger, client.get(LIST).status_code) == ([], 403)
