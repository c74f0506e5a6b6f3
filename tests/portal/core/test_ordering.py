import pytest
from django.urls import reverse

from portal.lists.actions import looks
from portal.lists.kinds import KINDS
from tests.factories import experts, hospitals

HOSPITALS, PRICES = KINDS["hospitals"], KINDS["price-items"]


@pytest.fixture
def admin(db):
    """Of a network of three: by sound 北院, 甲院, 中院."""
    lead = hospitals.hospital("中院", pinyin="zhongyuan", level="2A")
    north = hospitals.hospital("北院", pinyin="beiyuan", region=lead.region, level="3A")
    first = hospitals.hospital("甲院", pinyin="jiayuan", region=lead.region, level="0")
    hospitals.network(lead, north, first)
    return hospitals.member("network_admin", lead)


def names(client, user, ordering):
    client.force_login(user)
    page = client.get(reverse("hospitals:hospital-list"), {"ordering": ordering})
    served = client.get("/api/v1/hospitals", {"ordering": ordering})
    shown = [row.name for row in page.context["object_list"]]
    assert [row["name"] for row in served.json()["results"]] == shown
    return shown


def test_words_sort_by_sound_and_codes_by_their_list(client, admin):
    assert names(client, admin, "name") == ["北院", "甲院", "中院"]
    assert names(client, admin, "-name") == ["中院", "甲院", "北院"]
    assert names(client, admin, "level") == ["北院", "中院", "甲院"]


def test_what_is_empty_comes_last_and_equals_keep_their_order(client, admin):
    hospitals.bed_pool(hospitals.department(admin.memberships.get().hospital), open_beds=4)

    assert names(client, admin, "open_beds") == ["中院", "北院", "甲院"]
    assert names(client, admin, "-open_beds") == ["中院", "北院", "甲院"]


def test_nothing_else_can_be_sorted_by(client, admin):
    client.force_login(admin)

    served = client.get("/api/v1/hospitals", {"ordering": "phone"})

    assert served.status_code == 422
    assert names_of_orders(HOSPITALS)[:2] == ["name", "-name"]


def names_of_orders(kind):
    return [word for word, _label in kind.filterset_class.base_filters["ordering"].extra["choices"]]


def test_heads_are_links_that_say_how_they_sort(client, admin):
    client.force_login(admin)

    body = client.get(reverse("hospitals:hospital-list"), {"ordering": "name", "q": "院"})

    text = body.content.decode()
    assert 'aria-sort="ascending"><a class="sorter" href="?ordering=-name&amp;q=' in text
    assert text.count('aria-sort="none"') == 5
    assert '<input type="hidden" name="ordering" value="name"' in text


def test_texts_without_pinyin_sort_by_sound_too(client, admin):
    place = admin.memberships.get().hospital
    for name in ("中项", "北项", "甲项"):
        experts.price(place, name=name)

    found = PRICES.filtered({"ordering": "name"}, admin)[0]

    assert [row.name for row in found] == ["北项", "甲项", "中项"]


def test_filters_that_find_a_row_twice_count_it_once(client, admin):
    """Two admissions of a class, two spells in a network: sums are of the row all the same."""
    place = admin.memberships.get().hospital
    row = experts.technology(place)
    experts.month(row, patients=3)
    for day in ("2025-01-01", "2026-01-01"):
        experts.admission(row, approved_on=day, admission_class="A")
    hospitals.bed_pool(hospitals.department(place), open_beds=4)
    network = place.led_networks.get()
    earlier = {"since": "2019-01-01", "until": "2019-12-31", "role": "member"}
    network.members.create(hospital=place, **earlier)

    found = KINDS["technologies"].filtered({"admission_class": "A"}, admin)[0]
    named = HOSPITALS.filtered({"network": str(network.pk), "q": "中院"}, admin)[0]

    assert [one.patients for one in found] == [3]
    assert [one.open_beds for one in named] == [4]


def test_a_saved_view_and_a_file_keep_the_order(client, admin):
    content = {"name": "倒序", "circle": None, "weight": 1, "columns": []}
    content["query"] = {"ordering": ["-name"]}
    view = looks.save_view(kind=HOSPITALS, content=content, by=admin)
    client.force_login(admin)

    page = client.get(reverse("hospitals:hospital-list"), {"view": view.slug})
    sent = client.post(
        f"{reverse('lists:export', args=['hospitals'])}?view={view.slug}", {"file_type": "csv"}
    )

    assert [row.name for row in page.context["object_list"]] == ["中院", "甲院", "北院"]
    lines = b"".join(sent.streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["中院", "甲院", "北院"]
