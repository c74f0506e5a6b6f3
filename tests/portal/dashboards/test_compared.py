"""Sisters beside each other: Gandy's nomogram and the funnel."""

import pytest

from portal.metrics import compute
from tests.factories import flows
from tests.factories.flows import cell, send
from tests.factories.hospitals import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(client):
    made = flows.world()
    client.force_login(member("commission_viewer", made["A"]))
    return made


def test_gandy_of_each_region_below(client, world):
    """A1 keeps 900 of 1000 and treats 300 others; A2 keeps 600 of 900 and treats 50 others."""
    send(
        world["A"],
        cell("A11", "A11", 900),
        cell("A11", "A21", 50),
        cell("A11", "B", 50),
        cell("A21", "A21", 600),
        cell("A21", "A11", 300),
    )
    send(world["B"], cell("B1", "B", 100))
    compute.compute_stale()

    response = client.get("/analytics/outflow/")

    gandy = response.context["gandy"]
    assert [(place.name, place.across) for place in gandy.places] == [
        ("地A1", 0.9),
        ("地A2", 600 / 900),
    ]
    assert [place.upward for place in gandy.places] == [900 / 1200, 600 / 650]
    assert gandy.title == "2 个地区中 1 个流入多于流出"
    assert [row[3] for row in gandy.table().rows] == ["流入多于流出", "流出多于流入"]


def test_no_nomogram_where_nobody_tells_of_arrivals(client, world):
    send(world["A"], cell("A11", "A11", 900), cell("A11", "B", 100))
    compute.compute_stale()

    assert client.get("/analytics/outflow/").context["gandy"].places == []
    assert client.get("/analytics/outflow/gandy.csv").status_code == 404


def test_funnel_names_whoever_is_beyond_the_limits(client, world):
    for name, out in (("A11", 300), ("A12", 100)):
        send(world["A"], cell(name, name, 1000 - out), cell(name, "B", out))
    compute.compute_stale()

    page = client.get("/analytics/course/", {"region": str(world["A1"].pk)})

    assert page.context["funnel"].places == []  # two sisters are no funnel
    assert client.get("/analytics/outflow/funnel.csv").status_code == 404
