import datetime as dt

import pytest
from django.http import QueryDict

from portal.core.listing import Column, Look, number, query_dict, words_of
from portal.models import ListSetting, SavedView
from referrals.listing.kind import REFERRALS


def look(user, text=""):
    return Look(REFERRALS, user, QueryDict(text))


def view_of(user, **fields):
    return SavedView.objects.create(kind="referrals", name="急症", owner=user, **fields)


def test_address_wins_over_its_view(world):
    view = view_of(world.receiver, query={"priority": ["urgent"], "state": ["received"]})

    found = look(world.receiver, f"view={view.slug}&priority=emergency").query

    assert found.urlencode() == "state=received&priority=emergency"


def test_columns_are_those_of_the_view_then_ones_own_then_the_lists(world):
    def codes(text=""):
        return [column.code for column in look(world.receiver, text).columns]

    assert codes()[:3] == ["number", "patient", "priority"]
    ListSetting.objects.create(user=world.receiver, kind="referrals", columns=["state"])
    assert codes() == ["number", "state"]
    view = view_of(world.receiver, columns=["diagnosis"])
    assert codes(f"view={view.slug}") == ["number", "diagnosis"]


@pytest.mark.parametrize(
    "text, size", [("", 50), ("page_size=20", 20), ("page_size=7", 50), ("page_size=²", 50)]
)
def test_page_size_is_one_of_a_few(world, text, size):
    assert look(world.receiver, text).page_size == size


def test_what_is_no_filter_is_named(world):
    found = look(world.receiver, "colour=red&priority=urgent&page=2")

    assert found.unknown == ["colour"]


def test_foreign_view_is_not_found(world, stranger):
    view = view_of(world.receiver)

    found = look(stranger, f"view={view.slug}")

    assert (found.view, found.unseen_view) == (None, True)


def test_first_view_is_for_a_visit_without_parameters(world):
    view = view_of(world.receiver)
    ListSetting.objects.create(user=world.receiver, kind="referrals", default_view=view)

    assert look(world.receiver).first_view == view
    assert look(world.receiver, "tab=all").first_view is None


def test_only_understood_filters_are_kept(world):
    given = QueryDict("priority=urgent&priority=nonsense&state=received&late=perhaps&page=3&q=12")

    assert REFERRALS.valid(given, world.receiver) == {"state": ["received"], "q": ["12"]}


def test_stored_filters_become_an_address_again():
    assert query_dict({"state": ["received", "accepted"]}).urlencode() == (
        "state=received&state=accepted"
    )


def test_heads_sort_upwards_then_downwards(world):
    heads = {head["label"]: head for head in look(world.receiver, "ordering=number").heads}

    assert heads["单号"]["sort"] == "ascending"
    assert heads["单号"]["url"] == "ordering=-number"
    assert "url" not in heads["患者"]


@pytest.mark.parametrize(
    "value, words",
    [
        (None, ""),
        (0, "0"),
        (True, "是"),
        (False, "否"),
        (dt.date(2026, 1, 2), "2026-01-02"),
        (dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC), "2026-01-02 11:04"),
    ],
)
def test_values_are_told_in_words(value, words):
    assert words_of(value) == words


def test_numbers_are_set_apart_on_pages_and_plain_in_files():
    column = number("beds", "床位", lambda row: row, "开放床位")

    assert [column.cell(value)["lines"] for value in (1400, 7, "3 / 5", None)] == [
        ["1,400"],
        ["7"],
        ["3 / 5"],
        [],
    ]
    assert column.lines(1400) == ["1400"]


def test_a_cell_has_as_many_lines_as_its_value():
    column = Column("names", "名称", lambda row: row)

    assert column.lines(["甲", None, "乙"]) == ["甲", "乙"]
    assert column.cell(None)["is_empty"]
