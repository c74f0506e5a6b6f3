import pytest
from django.urls import reverse

from portal.models import ListSetting, SavedView
from tests.factories import referrals as make

LIST = reverse("referrals:referral-list")
VIEWS = reverse("lists:view-list")
NEW = reverse("lists:view-create", args=["referrals"])


def typed(**changes):
    return {"name": "急症", "circle": "", "weight": "", "query": "priority=emergency"} | changes


def save(client, **changes):
    return client.post(NEW, typed(**changes))


def test_filters_of_the_list_become_a_view(world, client):
    client.force_login(world.receiver)

    page = client.get(NEW, {"priority": "emergency", "page": "3", "colour": "red"})
    assert page.context["form"]["query"].value() == "priority=emergency"
    assert [chip["value"] for chip in page.context["chips"]] == ["急危重"]
    answer = save(client, columns="number,state", is_default="on")

    view = SavedView.objects.get()
    assert answer["Location"] == f"{LIST}?view={view.slug}"
    assert (view.query, view.columns) == ({"priority": ["emergency"]}, ["number", "state"])
    assert client.get(LIST)["Location"] == f"{LIST}?view={view.slug}"


def test_view_narrows_the_list_and_each_of_its_filters_can_be_taken_away(world, client):
    make.at_state(world, "received")
    urgent = make.at_state(world, "received", priority="emergency")
    client.force_login(world.receiver)
    save(client, query="priority=emergency&tab=all")

    answer = client.get(LIST, {"view": SavedView.objects.get().slug})

    assert [row.number for row in answer.context["rows"]] == [urgent.number]
    assert [chip["without"] for chip in answer.context["chips"]] == ["tab=all"]


def test_view_that_is_not_shared_is_said_so(world, client, stranger):
    view = SavedView.objects.create(kind="referrals", name="急症", owner=world.receiver)
    client.force_login(stranger)

    answer = client.get(LIST, {"view": view.slug})

    assert "没有共享给您" in answer.content.decode()
    assert view.name not in answer.content.decode()
    assert client.get(reverse("lists:view-edit", args=[view.pk])).status_code == 404


@pytest.mark.parametrize("query", ["colour=red", "priority=nonsense", "late=perhaps"])
def test_filters_that_the_list_does_not_know_are_refused(world, client, query):
    client.force_login(world.receiver)

    assert save(client, query=query).status_code == 422
    assert not SavedView.objects.exists()


def test_view_is_renamed_shared_and_deleted(world, client):
    client.force_login(world.receiver)
    save(client)
    view = SavedView.objects.get()

    change = typed(name="全院急症", circle=str(world.centre.pk), version=1)
    client.post(reverse("lists:view-edit", args=[view.pk]), change)
    view.refresh_from_db()
    assert (view.name, view.scope) == ("全院急症", "hospital")

    client.post(reverse("lists:view-delete", args=[view.pk]), {"version": 2})
    assert not SavedView.objects.exists()


def test_default_is_set_and_taken_back(world, client):
    client.force_login(world.receiver)
    save(client)
    url = reverse("lists:view-default", args=[SavedView.objects.get().pk])

    client.post(url, {"on": "1"})
    assert "取消默认" in client.get(VIEWS).content.decode()
    client.post(url)
    assert ListSetting.objects.get().default_view is None


def test_columns_are_chosen_on_a_page(world, client):
    client.force_login(world.receiver)

    answer = client.post(
        f"{reverse('lists:setting', args=['referrals'])}?tab=all",
        {"columns": ["number", "state", "created_at"], "page_size": "20"},
    )

    assert answer["Location"] == f"{LIST}?tab=all"
    heads = client.get(answer["Location"]).context["look"].heads
    assert [head["label"] for head in heads] == ["单号", "状态", "新建时间"]


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_views_takes_the_same_queries(world, client, number, django_assert_num_queries):
    for _row in range(number):
        SavedView.objects.create(kind="referrals", name="急症", owner=world.receiver)
    client.force_login(world.receiver)
    client.get(VIEWS)

    # Session, person with versions; count, views; defaults; inbox.
    with django_assert_num_queries(6):
        client.get(VIEWS)


def test_unknown_list_does_not_exist(world, client):
    client.force_login(world.receiver)

    assert client.get(reverse("lists:setting", args=["nonsense"])).status_code == 404
