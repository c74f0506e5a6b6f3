import uuid

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

    with django_assert_num_queries(6):
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


def test_stranger_and_desk_claim_nothing(client, world, stranger):
    pooled(world)
    client.force_login(stranger)
    to_stranger = rows(client)
    client.force_login(world.desk)

    assert (to_stranger, client.get(LIST).status_code) == ([], 403)


def claim(client, person, row):
    client.force_login(person)
    sent = {"form_key": uuid.uuid4()}
    return client.post(reverse("referrals:pool-claim", args=[row.pk]), sent, follow=True)


def test_second_to_claim_reads_who_was_first(client, world, stranger):
    row = pooled(world)
    other = make.hospitals.member("referral_coordinator", world.onward)
    make.hospitals.join(row.pool, world.onward)

    first = claim(client, world.receiver, row)
    second = claim(client, other, row)
    outside = claim(client, stranger, row)

    row.refresh_from_db()
    assert (row.state, row.destination) == ("received", world.centre)
    assert first.request["PATH_INFO"] == reverse("referrals:referral-detail", args=[row.pk])
    said = [message.message for message in second.context["messages"]]
    assert [world.centre.name in said[0], world.receiver.display_name in said[0]] == [True, True]
    assert outside.status_code == 404
