import pytest

from tests.factories import referrals as make


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/", "工作首页"),
        ("/referrals/?tab=late", "转诊工作台"),
        ("/referrals/new/", "新建转诊单"),
        ("/hospitals/networks/", "医院网络"),
    ],
)
def test_one_entry_is_current(world, client, path, label):
    client.force_login(world.clinician, backend="portal.core.signin.LockoutBackend")

    menu = client.get(path).context["menu"]

    assert [str(entry["entry"].label) for entry in menu if entry["current"]] == [label]


def test_menu_holds_what_the_person_may_open(world, client):
    client.force_login(world.desk, backend="portal.core.signin.LockoutBackend")

    menu = client.get("/").context["menu"]

    assert [entry["url"] for entry in menu] == [
        "/",
        "/referrals/",
        "/referrals/services/",
        "/referrals/green/",
        "/beds/",
        "/referrals/check-in/",
        "/hospitals/",
        "/settings/routes/",
        "/settings/sla/",
        "/help/referral-states/",
    ]


def test_unread_is_counted(world, client):
    make.at_state(world, "submitted")
    client.force_login(world.desk, backend="portal.core.signin.LockoutBackend")

    assert client.get("/").context["unread"] == 0
