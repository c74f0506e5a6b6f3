"""Residents of each region below by the province they left for: page, drawing and file agree."""

import csv
import io

import pytest

from portal.metrics import compute
from tests.factories import flows
from tests.factories.flows import cell, send
from tests.factories.hospitals import member

pytestmark = pytest.mark.django_db
PAGE = "/analytics/matrix/"
QUERIES = 6


@pytest.fixture
def world():
    made = flows.world()
    send(
        made["A"],
        *(cell(origin, origin, 900) for origin in ("A11", "A12", "A21")),
        cell("A11", "B", 40),
        cell("A12", "B", 30),
        cell("A21", "B", 20),
    )
    compute.compute_stale()
    return made


@pytest.fixture
def viewer(client, world):
    user = member("commission_viewer", world["A"])
    client.force_login(user)
    return user


def test_each_origin_with_its_places_and_where_the_number_comes_from(client, viewer, world):
    lines = client.get(PAGE).context["lines"]

    told = [(origin.name, left, [cell.text for cell in cells]) for origin, left, cells in lines]
    assert told == [("地A1", "70", ["70"]), ("地A2", "20", ["20"])]
    value = client.get(lines[0][2][0].url).context["object"]
    assert (value.code, value.shown.numerator) == ("F17", 70)


def test_drawing_and_file_say_the_same(client, viewer):
    page = client.get("/analytics/outflow/")
    text = client.get("/analytics/outflow/matrix.csv").content.decode().lstrip("\ufeff")

    assert page.context["matrix"].links == {("地A1", "地B"): 70, ("地A2", "地B"): 20}
    assert list(csv.reader(io.StringIO(text)))[1:] == [["地A1", "70", "70"], ["地A2", "20", "20"]]
    assert "地A1 → 地B 70" in page.content.decode()


def test_few_people_are_not_shown(client, viewer, world):
    send(world["A"], cell("A21", "B", 3))
    compute.compute_stale()

    lines = client.get(PAGE).context["lines"]
    assert [cell.text for _o, _l, cells in lines for cell in cells][-1] == "人数过少，不显示"
    assert lines[-1][2][0].url == ""


def test_county_shows_itself(client, viewer, world):
    lines = client.get(PAGE, {"region": str(world["A11"].pk)}).context["lines"]

    assert [(origin.name, left) for origin, left, _cells in lines] == [("地A11", "40")]


def test_empty_without_figures(client):
    client.force_login(member("commission_viewer", flows.world()["A"]))

    assert "还没有可看的流向指标" in client.get(PAGE).content.decode()


def test_not_for_those_without_figures(client, world):
    client.force_login(member("auditor", world["A"]))

    assert client.get(PAGE).status_code == 403


def test_queries_do_not_grow(client, viewer, world, django_assert_num_queries):
    client.get(PAGE)

    with django_assert_num_queries(QUERIES):
        client.get(PAGE)
