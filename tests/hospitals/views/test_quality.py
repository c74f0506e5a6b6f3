"""The page of data quality and its twin in the API."""

import pytest
from django.urls import reverse

from hospitals.actions import facts
from tests.factories import abstracts, hospitals

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(settings, tmp_path, client):
    settings.FACTS_DIR = tmp_path
    place = hospitals.hospital("丙县人民医院")
    client.force_login(hospitals.member("hospital_admin", place))
    row = abstracts.written(place, [abstracts.stay(place)])
    facts.publish(batch=abstracts.batch(place), rows=[row])
    return place


def test_page_and_api_say_the_same(client, place):
    page = client.get(reverse("quality:quality-list"), {"last": "2026-01"}).content.decode()
    told = client.get("/api/v1/quality/checks", {"last": "2026-01"}).json()

    assert "丙县人民医院" in page
    assert [(row["rows"], row["discharges"], row["replaced"]) for row in told] == [(1, None, 0)]
    assert client.get("/api/v1/quality/checks", {"last": "soon"}).status_code == 422


def test_api_says_it_of_one_hospital(client, place):
    address = f"/api/v1/quality/checks/{place.pk}"

    told = client.get(address, {"last": "2026-01"}).json()

    assert (told["hospital"]["name"], told["rows"]) == ("丙县人民医院", 1)
    elsewhere = hospitals.hospital("别处医院", region=hospitals.region("别省"))
    assert client.get(f"/api/v1/quality/checks/{elsewhere.pk}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_as_many_queries_for_three(
    client, place, count, commission_of, django_assert_num_queries
):
    for _number in range(count - 1):
        hospitals.hospital(region=place.region)
    client.force_login(commission_of(place.region.parent))
    client.get(reverse("quality:quality-list"))

    with django_assert_num_queries(10):
        client.get(reverse("quality:quality-list"))
