"""Population figures as a file: every row or none, and parts that make up the whole."""

import pytest
from django.urls import reverse

from hospitals.listing.population_file import POPULATION
from hospitals.models import Population
from portal.errors import Incomplete, Refusal
from portal.lists.actions import imports
from tests.factories import hospitals

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    city = hospitals.region("乙市", level="city", parent=hospitals.region(), code="450300")
    for code in ("450302", "450303"):
        hospitals.region(code, level="county", parent=city, code=code)
    return city


@pytest.fixture
def bring(city, commission_of):
    person = commission_of(city)

    def act(*rows, by=person):
        content = "\n".join(["region_code,year,sex,age_band,n", *rows]).encode()
        return imports.run(kind=POPULATION, sent=imports.Sent(content), by=by)

    return act


def kept():
    rows = Population.objects.order_by("region__code", "sex")
    return list(rows.values_list("region__code", "sex", "age_band", "count"))


def test_figures_are_kept_and_replaced(bring):
    bring("450302,2020,,,100", "450302,2020,男,0-4,9")
    bring("450302,2020,,,101")

    assert kept() == [("450302", 0, "all", 101), ("450302", 1, "0-4", 9)]
    assert Population.objects.whole().get().count == 101


def test_parts_must_make_up_the_whole(bring):
    rows = ["450302,2020,,,600", "450303,2020,,,400"]
    bring("450300,2020,,,1004", *rows)

    with pytest.raises(Refusal, match="下级之和 1000 与本级 1100 不符"):
        bring("450300,2020,,,1100", *rows)

    assert Population.objects.get(region__code="450300").count == 1004


@pytest.mark.parametrize(
    "row", ["459999,2020,,,1", "450302,1900,,,1", "450302,2020,,x,1", "450302,2020,,,1万"]
)
def test_wrong_rows_are_refused(bring, row):
    with pytest.raises(Incomplete):
        bring(row)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (("450302,2020,,,100", "合计,2020,,,100"), [(3, "total_row")]),
        (("450302,51000,,,2020", "450303,48000,,,2020"), [(1, "swapped_headers")]),
    ],
)
def test_total_rows_and_swapped_headers_are_named(city, commission_of, rows, found):
    content = "\n".join(["region_code,year,sex,age_band,n", *rows]).encode()

    told = imports.read(kind=POPULATION, content=content, by=commission_of(city)).problems

    assert [(problem.row, problem.rule) for problem in told] == found


def test_other_unit_than_the_year_before_is_refused(bring):
    bring("450302,2020,,,9000")

    with pytest.raises(Incomplete):
        bring("450302,2021,,,1")
    bring("450302,2021,,,9100", "450302,2021,男,,1")


def test_other_regions_and_rows_twice_are_refused(bring, commission_of):
    other = hospitals.county()
    other.code = "520502"
    other.save()
    with pytest.raises(Incomplete):
        bring("520502,2020,,,1")
    with pytest.raises(Incomplete):
        bring("450302,2020,,,1", "450302,2020,,,2")


@pytest.mark.parametrize("count", [1, 3])
def test_list_and_api(client, city, count, commission_of, django_assert_num_queries):
    for year in range(count):
        Population.objects.create(region=city, year=2018 + year, count=5)
    client.force_login(commission_of(city))
    client.get(reverse("hospitals:population-list"))

    with django_assert_num_queries(5):
        page = client.get(reverse("hospitals:population-list"), {"q": "乙市"})
    told = client.get("/api/v1/population", {"year": 2018}).json()["results"]

    assert "乙市" in page.content.decode()
    assert [(row["region"], row["count"]) for row in told] == [("450300", 5)]
