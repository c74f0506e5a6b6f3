import pytest

from hospitals.models import Hospital
from portal.models import AuditEvent
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
URL = "/api/v1/hospitals"
KEY = {"HTTP_IDEMPOTENCY_KEY": "a-key-of-our-own"}


@pytest.fixture
def lead():
    return hospitals.hospital("桂林市人民医院", short_name="市医院", pinyin="glsrmyy")


@pytest.fixture
def member(lead):
    member = hospitals.hospital("平乐县人民医院")
    hospitals.network(lead, member)
    return member


@pytest.fixture
def api(client, lead, member):
    client.force_login(hospitals.member("network_admin", lead))
    return client


def names(response):
    return [row["name"] for row in response.json()["results"]]


def test_list_shows_what_this_person_sees(api):
    hospitals.hospital("别处医院")

    assert names(api.get(URL)) == ["平乐县人民医院", "桂林市人民医院"]


@pytest.mark.parametrize(
    "query, found",
    [
        ({"q": "rmyy"}, ["桂林市人民医院"]),
        ({"q": "平乐"}, ["平乐县人民医院"]),
        ({"level": "3A"}, []),
        ({"relation": "project"}, []),
        ({"region": "no-such"}, []),
    ],
)
def test_list_is_filtered(api, query, found):
    assert names(api.get(URL, query)) == found


def test_region_filter_includes_what_lies_below(api, member):
    province = member.region.parent.parent

    assert names(api.get(URL, {"region": province.code})) == ["平乐县人民医院"]


def test_network_filter_offers_only_visible_networks(api, lead):
    foreign = hospitals.network(hospitals.hospital())

    assert names(api.get(URL, {"network": lead.led_networks.get().pk})) == [
        "平乐县人民医院",
        "桂林市人民医院",
    ]
    assert api.get(URL, {"network": foreign.pk}).status_code == 422


def test_unknown_parameter_is_refused(api):
    response = api.get(URL, {"nmae": "x"})

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


def test_beds_are_summed_and_say_whether_they_are_synthetic(api, member):
    pool = hospitals.bed_pool(hospitals.department(member), open_beds=9, occupied_beds=4)
    pool.is_synthetic = True
    pool.save()

    row = api.get(f"{URL}/{member.pk}").json()

    assert (row["open_beds"], row["occupied_beds"], row["beds_are_synthetic"]) == (9, 4, True)


def test_detail_carries_its_version(api, member):
    response = api.get(f"{URL}/{member.pk}")

    assert response["ETag"] == '"v1"'
    assert response.json()["region"]["code"] == member.region.code


def test_create_once_per_key(api, lead):
    body = {
        "name": "乐业县医院",
        "region": hospitals.county().code,
        "network": str(lead.led_networks.get().pk),
    }

    first = api.post(URL, body, "application/json", **KEY)
    second = api.post(URL, body, "application/json", **KEY)

    assert (first.status_code, second.status_code) == (201, 201)
    assert second["Idempotent-Replayed"] == "true"
    assert first.json() == second.json()
    assert Hospital.objects.filter(name="乐业县医院").count() == 1


def test_create_without_a_key_or_with_another_network_is_refused(api):
    foreign = hospitals.network(hospitals.hospital())
    body = {"name": "新院", "region": hospitals.county().code, "network": str(foreign.pk)}

    assert api.post(URL, body, "application/json").status_code == 400
    refused = api.post(URL, body, "application/json", **KEY)
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/network"]


def test_patch_needs_the_version_that_was_read(api, member):
    url, body = f"{URL}/{member.pk}", {"short_name": "平乐院"}

    missing = api.patch(url, body, "application/json")
    nonsense = api.patch(url, body, "application/json", HTTP_IF_MATCH="one")
    done = api.patch(url, body, "application/json", HTTP_IF_MATCH='"v1"')
    stale = api.patch(url, body, "application/json", HTTP_IF_MATCH='"v1"')

    codes = [response.status_code for response in (missing, nonsense, done, stale)]
    assert codes == [428, 412, 200, 412]
    assert done["ETag"] == '"v2"'
    assert done.json()["short_name"] == "平乐院"
    assert AuditEvent.objects.filter(verb="hospital.edit").count() == 1


def test_patch_does_not_close_or_forge(api, member):
    body = {"closed_on": "2024-01-01", "version": 9, "is_synthetic": True}

    api.patch(f"{URL}/{member.pk}", body, "application/json", HTTP_IF_MATCH='"v1"')

    member.refresh_from_db()
    assert (member.closed_on, member.is_synthetic) == (None, False)


def test_patch_by_one_without_the_role_is_forbidden(client, member):
    client.force_login(hospitals.member("referral_coordinator", member))

    response = client.patch(
        f"{URL}/{member.pk}", {"phone": "1234567"}, "application/json", HTTP_IF_MATCH='"v1"'
    )

    assert response.status_code == 403


def test_patch_checks_code_and_telephone(api, member):
    body = {"org_code": "124503004986001251", "phone": "1"}

    wrong = api.patch(f"{URL}/{member.pk}", body, "application/json", HTTP_IF_MATCH='"v1"')

    assert (wrong.status_code, [one["pointer"] for one in wrong.json()["errors"]]) == (
        422,
        ["/org_code", "/phone"],
    )


def test_departments_with_beds(api, member):
    hospitals.bed_pool(hospitals.department(member), open_beds=9, occupied_beds=4)
    hospitals.department(hospitals.hospital(), "外院科室")

    (row,) = api.get("/api/v1/departments", {"hospital": member.pk}).json()["results"]

    assert row["hospital"]["name"] == "平乐县人民医院"
    assert (row["beds"]["open_beds"], row["beds"]["occupied_beds"]) == (9, 4)


def test_networks_with_their_members(api):
    (row,) = api.get("/api/v1/networks").json()["results"]

    assert [member["hospital"]["name"] for member in row["members"]] == [
        "桂林市人民医院",
        "平乐县人民医院",
    ]


def test_relations_of_a_hospital(api, lead, member):
    source = hospitals.hospital("输出医院")
    hospitals.relation(source, lead)

    (row,) = api.get("/api/v1/relations", {"hospital": lead.pk}).json()["results"]

    assert (row["source"]["name"], row["project"]["name"]) == ("输出医院", "桂林市人民医院")
    assert api.get("/api/v1/relations", {"hospital": member.pk}).json()["results"] == []


def test_regions_are_looked_up_and_retired_ones_on_demand(api):
    province = hospitals.region("某省")
    new = hospitals.region("新市", level="city", parent=province)
    hospitals.region("旧市", level="city", parent=province, successor=new)
    asked = {"parent": province.code, "level": "city"}

    assert names(api.get("/api/v1/regions", asked)) == ["新市"]
    both = api.get("/api/v1/regions", asked | {"retired": "true"}).json()["results"]
    assert [row["successor"] for row in both] == [None, new.code]
    assert names(api.get("/api/v1/regions", {"q": "新", "system": "GB/T 2260"})) == ["新市"]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    "url, queries",
    [("hospitals", 5), ("departments", 4), ("networks", 5), ("relations", 4), ("regions", 4)],
)
def test_queries_do_not_grow_with_rows(
    api, lead, member, url, queries, rows, django_assert_num_queries
):
    for number in range(rows):
        hospitals.relation(lead, member if number == 0 else hospitals.hospital())
        hospitals.network(lead, member)
        hospitals.bed_pool(hospitals.department(member, f"{number}科"))
    api.get(f"/api/v1/{url}")  # the first request also writes the session

    with django_assert_num_queries(queries):
        api.get(f"/api/v1/{url}")
