"""One number everywhere: tile, table, file, list of values and API say the same."""

import csv
import io

import pytest

from portal.metrics import compute
from portal.metrics.models import Target
from tests.factories import flows
from tests.factories.flows import cell, send
from tests.factories.hospitals import hospital, member

pytestmark = pytest.mark.django_db
OUT = {"2023-01": 100, "2023-02": 120, "2024-01": 60, "2024-02": 40}
PAGE = "/analytics/outflow/"
QUERIES = 14


@pytest.fixture
def world():
    made = flows.world()
    rows = []
    for period, out in OUT.items():
        for origin, share in (("A11", 2), ("A12", 3), ("A21", 5)):
            rows.append(cell(origin, "B", out * share // 10, period=period))
            rows.append(cell(origin, origin, (1000 - out) * share // 10, period=period))
    send(made["A"], *rows)
    compute.compute_stale()
    return made


@pytest.fixture
def viewer(client, world):
    user = member("commission_viewer", world["A"])
    client.force_login(user)
    return user


def cards(response):
    return {card.code: card for card in response.context["cards"]}


def rows_of(response):
    text = response.content.decode().lstrip("\ufeff")
    return list(csv.reader(io.StringIO(text)))


def test_tile_is_the_sum_of_the_months(client, viewer):
    response = client.get(PAGE, {"span": "ytd"})

    made = cards(response)
    assert (made["F01"].value, made["F01"].parts) == ("5.00%", "100 / 2,000")
    assert (made["F05"].value, made["F04"].value) == ("100", "95.00%")
    assert made["F01"].change == "较2023年同月 -6.00 百分点（相对下降 54.55%）"
    assert (made["F06"].value, made["F06"].change) == ("-6.00", "相对下降 54.55%")


def test_home_shows_the_same_main_figures(client, viewer):
    figures = client.get("/").context["figures"]["cards"]

    shown = cards(client.get(PAGE))
    assert [card.code for card in figures] == list(shown)[:4]
    assert figures[0] == shown["F01"]


def test_one_number_everywhere(client, viewer, world):
    query = {"span": "ytd", "region": str(world["A"].pk)}
    tile = cards(client.get(PAGE, query))["F01"]

    regions = rows_of(client.get(f"{PAGE}regions.csv", query))[1:]
    months = rows_of(client.get(f"{PAGE}trend.csv", query))[-2:]
    destinations = rows_of(client.get(f"{PAGE}destinations.csv", query))[1:]
    values = client.get(tile.url).context
    answer = client.get(
        "/api/v1/indicator-values",
        {"code": "F01", "region": str(world["A"].pk), "since": "2024-01"},
    ).json()["results"]

    assert tile.parts == "100 / 2,000"
    assert sum(int(row[-2]) for row in regions) == 100
    assert sum(int(row[2]) for row in months) == 100
    assert destinations == [["地B", "100"]]
    assert (values["total"].numerator, values["total"].denominator) == (100, 2000)
    assert sum(row["shown"]["numerator"] for row in answer) == 100
    assert [row["shown"]["value"] for row in answer] == [0.06, 0.04]


def test_target_is_said_in_words(client, viewer, world):
    Target.objects.create(code="F01", region=world["A"], since="2024-01-01", value=0.05)

    assert cards(client.get(PAGE, {"span": "ytd"}))["F01"].state == "已达标"
    assert cards(client.get(PAGE, {"to": "2024-01", "span": "month"}))["F01"].state == "未达标"


def test_target_is_not_held_against_one_disease(client, viewer, world):
    Target.objects.create(code="F01", region=world["A"], since="2024-01-01", value=0.01)
    send(world["A"], cell("A11", "B", 50, disease="MDC,F"))
    compute.compute_stale()

    assert cards(client.get(PAGE, {"disease": "MDC:F"}))["F01"].state == ""


def test_region_drills_down_and_up(client, viewer, world):
    response = client.get(PAGE, {"region": str(world["A1"].pk)})

    assert [row["region"].name for row in response.context["children"]] == ["地A11", "地A12"]
    assert [region.name for region, _ in response.context["page"].above()] == ["地A"]
    assert client.get(PAGE, {"region": str(world["A11"].pk)}).context["children"] == []


def test_foreign_region_is_not_offered(client, viewer, world):
    response = client.get(PAGE, {"region": str(world["B"].pk)})

    assert response.context["query"].region == world["A"]
    assert "地B1" not in response.content.decode()


def test_nonsense_in_the_address_falls_back(client, viewer):
    nonsense = {"region": "x", "to": "1900-01", "span": "y", "source": "z", "disease": "q"}

    assert client.get(PAGE, nonsense).status_code == 200


def test_hospital_administrator_sees_the_region_without_its_parts(client, world):
    client.force_login(member("hospital_admin", hospital(region=world["A11"])))

    response = client.get(PAGE, {"region": str(world["A"].pk), "span": "ytd"})

    assert cards(response)["F01"].parts == "100 / 2,000"
    assert response.context["destinations"].rows == [["地B", 100]]
    assert "地A21" not in response.content.decode()


def test_page_without_figures_says_what_to_do(client, db):
    client.force_login(member("commission_viewer", flows.region("Z", "province")))

    assert "还没有可看的流向指标" in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}trend.csv").status_code == 404


def test_others_are_turned_away(client, world):
    client.force_login(member("referral_coordinator", hospital(region=world["A11"])))

    assert client.get(PAGE).status_code == 403


def test_unknown_table_is_not_found(client, viewer):
    assert client.get(f"{PAGE}secrets.csv").status_code == 404


@pytest.mark.parametrize("periods", [1, 3])
def test_queries_do_not_grow_with_the_data(
    client, viewer, world, periods, django_assert_num_queries
):
    rows = [cell("A11", "B", 50, period=f"2025-{month:02}") for month in range(1, periods + 1)]
    send(world["A"], *rows)
    compute.compute_stale()
    client.get(PAGE)

    with django_assert_num_queries(QUERIES):
        client.get(PAGE)
