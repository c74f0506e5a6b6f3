import pytest

from tests.factories import hospitals
from tests.factories import referrals as make


@pytest.fixture
def menu_of(client):
    def groups(user, path="/"):
        client.force_login(user, backend="portal.core.signin.LockoutBackend")
        return client.get(path).context["menu"]

    return groups


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/", "工作首页"),
        ("/referrals/?tab=late", "转诊工作台"),
        ("/referrals/new/?form_key=1", "新建转诊单"),
        ("/hospitals/networks/", "医院网络"),
    ],
)
def test_one_entry_is_current(world, menu_of, path, label):
    entries = [entry for group in menu_of(world.clinician, path) for entry in group["entries"]]

    assert [str(entry["entry"].label) for entry in entries if entry["current"]] == [label]


def test_menu_holds_what_the_person_may_open(world, menu_of):
    groups = menu_of(world.desk)

    assert [[entry["url"] for entry in group["entries"]] for group in groups] == [
        ["/", "/referrals/", "/referrals/check-in/"],
        ["/referrals/green/", "/referrals/services/"],
        ["/beds/", "/hospitals/", "/settings/routes/", "/settings/sla/", "/help/referral-states/"],
    ]


def test_group_of_the_page_is_open(world, menu_of):
    groups = menu_of(world.coordinator, "/hospitals/")

    assert {str(group["label"]): group["is_open"] for group in groups} == {
        "": False,
        "协作与随访": False,
        "机构与资源": True,
        "监测与数据": False,
    }


def test_few_entries_are_all_seen(world, menu_of):
    groups = menu_of(hospitals.member("auditor", world.county))

    assert [group["is_open"] for group in groups] == [True] * 4


def test_unread_is_counted(world, client):
    make.at_state(world, "submitted")
    client.force_login(world.desk, backend="portal.core.signin.LockoutBackend")

    assert client.get("/").context["unread"] == 0


def test_menu_is_drawn_for_each_choice_of_entries_each_page_and_each_language(world, client):
    drawn = []
    for person, path, language in [
        (world.desk, "/", "zh-hans"),
        (world.coordinator, "/", "zh-hans"),
        (world.desk, "/referrals/", "zh-hans"),
        (world.desk, "/", "en"),
        (world.desk, "/", "zh-hans"),
    ]:
        client.force_login(person, backend="portal.core.signin.LockoutBackend")
        client.cookies["django_language"] = language
        page = client.get(path).content.decode()
        drawn.append(page.partition('<nav class="menu"')[2].partition("</nav>")[0])

    assert drawn[4] == drawn[0]
    assert len({*drawn}) == 4
    assert [text.count('aria-current="page"') for text in drawn] == [1] * 5
    assert [text.count("<li>") for text in drawn] == [10, 18, 10, 10, 10]
    assert ["Check-in" in text for text in drawn] == [False, False, False, True, False]
