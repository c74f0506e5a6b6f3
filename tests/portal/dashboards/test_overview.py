import pytest

from portal.dashboards import overview
from tests.factories import hospitals
from tests.factories import referrals as make

PAGE, FILE, API = (
    "/analytics/referrals/",
    "/analytics/referrals/hospitals.csv",
    "/api/v1/referral-overview",
)


@pytest.fixture
def viewer(world, commission_of, client):
    """A commission of the province where both hospitals lie."""
    user = commission_of(world.county.region.at("province"))
    client.force_login(user)
    return user


def refused(world, number):
    for _row in range(number):
        make.move(world, make.at_state(world, "arrived"), "refuse_at_door")


def test_small_counts_are_hidden_and_five_are_shown(world, client, viewer):
    make.draft(world)
    refused(world, 5)
    make.at_state(world, "submitted")

    (line,) = client.get(PAGE).context["table"].rows

    assert line == ["模拟县医院", world.county.region.name, 6, 0, 0, 0, 0, 5, 0, 0]
    assert (
        f"模拟县医院,{world.county.region.name},6,0,0,0,0,5,0,0"
        in client.get(FILE).content.decode()
    )


def test_reopenings_are_counted(world, client, viewer):
    for _row in range(5):
        ended = make.move(world, make.at_state(world, "declined"), "close_unplaced")
        make.move(world, ended, "reopen")

    (line,) = client.get(API).json()

    assert (line["reopened"], line["unplaced"]) == (5, 0)


def test_api_tells_the_same(world, client, viewer):
    make.at_state(world, "submitted")

    (line,) = client.get(API).json()

    assert line["hospital"]["name"] == "模拟县医院"
    assert {kind: line[kind] for kind in overview.HEADS} == {
        "open": None,
        "late": 0,
        "alarm": 0,
        "completed": 0,
        "unplaced": 0,
        "refused": 0,
        "reopened": 0,
        "outflow": 0,
    }


def test_others_are_not_counted_for_me(world, client):
    make.at_state(world, "submitted")
    client.force_login(hospitals.member("commission_viewer", hospitals.region("别省")))
    assert client.get(PAGE).context["table"].rows == []

    client.force_login(hospitals.member("hospital_admin", world.centre))
    assert client.get(PAGE).context["table"].rows == []


def test_who_may_not_see_figures_is_refused(world, client):
    client.force_login(world.clinician)

    assert [client.get(url).status_code for url in (PAGE, FILE, API)] == [403, 403, 403]


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow(world, client, viewer, number, django_assert_num_queries):
    for name in range(number):
        other = hospitals.hospital(f"模拟{name}院", region=world.county.region)
        hospitals.join(world.centre.led_networks.get(), other)
        make.at_state(world, "submitted")
    client.get(PAGE)

    with django_assert_num_queries(12):
        client.get(PAGE)
