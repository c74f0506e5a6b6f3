import pytest

from hospitals.models import Network
from tests.factories import referrals as make

URL = "/api/v1/pool"


@pytest.mark.parametrize("rows", [1, 3])
def test_pool_asks_the_same_for_one_row_and_three(client, world, rows, django_assert_num_queries):
    pool = Network.objects.get()
    for _number in range(rows):
        make.at_state(world, "submitted", destination=None, pool=pool)
    client.force_login(world.receiver)
    client.get(URL)

    with django_assert_num_queries(4):
        found = client.get(URL).json()

    assert (found["count"], found["results"][0]["pool"]) == (rows, str(pool.pk))


def test_pool_is_closed_to_who_may_not_receive(client, world):
    client.force_login(world.desk)

    assert client.get(URL).status_code == 403
