import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hospitals.models import ReferralRoute
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
LIST = reverse("hospitals:route-list")
GENERATE, IMPORT = reverse("hospitals:routes-generate"), reverse("hospitals:routes-import")


@pytest.fixture
def lead():
    return hospitals.hospital("桂林市人民医院", pinyin="x glsrmyy")


@pytest.fixture
def member():
    return hospitals.hospital("平乐县人民医院", pinyin="x plxrmyy")


@pytest.fixture
def network(lead, member):
    return hospitals.network(lead, member)


@pytest.fixture
def admin(client, lead, network):
    client.force_login(hospitals.member("network_admin", lead))
    return client


def rows(answer):
    return answer.context["object_list"]


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_same_for_one_row_and_three(
    admin, network, lead, number, django_assert_num_queries
):
    for _number in range(number):
        hospitals.route(network, lead, hospitals.hospital())
    admin.get(LIST)

    with django_assert_num_queries(7):
        assert len(rows(admin.get(LIST))) == number


@pytest.mark.parametrize(
    "query, count",
    [
        ({"q": "plxr"}, 1),
        ({"q": "别处"}, 0),
        ({"direction": "up"}, 1),
        ({"direction": "down"}, 0),
        ({"validity": "current"}, 1),
        ({"validity": "ended"}, 0),
    ],
)
def test_list_is_filtered(admin, network, lead, member, query, count):
    hospitals.route(network, member, lead)

    assert len(rows(admin.get(LIST, query))) == count


def test_route_is_added_and_ended(admin, network, lead, member):
    body = {
        "network": network.pk,
        "origin": member.pk,
        "destination": lead.pk,
        "direction": "up",
        "since": "2024-01-01",
    }

    admin.post(reverse("hospitals:route-open"), body)
    route = ReferralRoute.objects.get()
    ended = reverse("hospitals:route-end", args=[route.pk])
    admin.post(ended, {"until": "2024-02-01", "version": 1})

    route.refresh_from_db()
    assert (route.origin, str(route.until)) == (member, "2024-02-01")


def test_generating_shows_a_preview_and_writes_on_confirmation(admin, network):
    body = {"network": network.pk}

    preview = admin.post(GENERATE, body)
    before = ReferralRoute.objects.count()
    admin.post(GENERATE, body | {"confirm": "1"})

    assert (len(preview.context["plan"].to_open), before) == (2, 0)
    assert ReferralRoute.objects.count() == 2


def sheet(*lines):
    text = "\n".join(["转出机构,接收机构,方向", *lines])
    return SimpleUploadedFile("关系.csv", text.encode("gb18030"))


def test_file_comes_in_whole(admin, network):
    file = sheet("平乐县人民医院,桂林市人民医院,上转", "桂林市人民医院,平乐县人民医院,下转")

    answer = admin.post(IMPORT, {"network": network.pk, "file": file})

    assert (answer.url, ReferralRoute.objects.count()) == (LIST, 2)


def test_file_with_a_wrong_row_writes_nothing_and_names_it(admin, network):
    file = sheet("平乐县人民医院,桂林市人民医院,上转", "哪里,桂林市人民医院,上转")

    answer = admin.post(IMPORT, {"network": network.pk, "file": file})

    (problem,) = answer.context["form"].problems
    assert (answer.status_code, problem.row, problem.value) == (422, 3, "哪里")
    assert not ReferralRoute.objects.exists()


def test_binding_is_switched_off(admin, network):
    admin.post(reverse("hospitals:routes-bind", args=[network.pk]), {"version": 1})

    network.refresh_from_db()
    assert not network.routes_bind


def test_members_read_and_strangers_see_nothing(client, network, lead, member, stranger):
    route = hospitals.route(network, member, lead)
    end = reverse("hospitals:route-end", args=[route.pk])
    client.force_login(hospitals.member("network_admin", member))
    to_member = [len(rows(client.get(LIST))), client.get(end).status_code]
    client.force_login(stranger)

    assert to_member == [1, 403]
    assert [len(rows(client.get(LIST))), client.get(end).status_code] == [0, 404]
