import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from referrals.models import Referral
from referrals.states import STATES
from referrals.views.board import CLOSED_COLUMNS, COLUMN_OF, OPEN_COLUMNS
from tests.factories import referrals as make

BOARD = reverse("referrals:referral-board")
COUNTS = reverse("referrals:referral-board-counts")


def cards(response):
    return {
        entry["column"].code: [card.number for card in entry["cards"]]
        for entry in response.context["board"]
        if entry["cards"]
    }


def test_every_state_stands_in_exactly_one_column():
    columns = [state for column in (*OPEN_COLUMNS, *CLOSED_COLUMNS) for state in column.states]
    closed = {state for column in CLOSED_COLUMNS for state in column.states}

    assert len(columns) == len(set(columns))
    assert set(STATES) <= set(columns)
    assert {code for code, state in STATES.items() if state.is_final} <= closed
    assert {code for code, state in STATES.items() if not state.is_final}.isdisjoint(closed)
    assert set(COLUMN_OF) == set(columns)


def test_cards_stand_where_their_state_says(world, client):
    states = {"draft": "review", "received": "answer", "accepted": "ready", "in_transit": "way"}
    states |= {"arrived": "here", "treated": "back"}
    made = {state: make.at_state(world, state) for state in states}
    client.force_login(world.coordinator)

    answer = client.get(BOARD)

    assert cards(answer) == {column: [made[state].number] for state, column in states.items()}
    assert [entry["count"] for entry in answer.context["board"]] == [1, 1, 1, 1, 1, 1]


def test_ended_referrals_have_a_tab_of_their_own(world, client):
    ended = make.at_state(world, "completed")
    client.force_login(world.coordinator)

    assert cards(client.get(BOARD)) == {}
    assert cards(client.get(BOARD, {"board": "closed"})) == {"completed": [ended.number]}


def test_board_and_list_share_their_filters(world, client):
    urgent = make.at_state(world, "received", priority="urgent")
    make.at_state(world, "received")
    client.force_login(world.receiver)

    answer = client.get(BOARD, {"priority": "urgent"})

    assert cards(answer) == {"answer": [urgent.number]}
    assert f"{reverse('referrals:referral-list')}?priority=urgent" in answer.content.decode()


def test_card_says_everything_in_words(world, client):
    referral = make.at_state(world, "info_requested", priority="emergency")
    Referral.objects.filter(pk=referral.pk).update(due_at=timezone.now() - dt.timedelta(days=3))
    client.force_login(world.coordinator)

    text = client.get(BOARD).content.decode()

    for words in ("覃**", "男", "急危重", "急性心肌梗死", "超时 3 天", "请上传心电图。"):
        assert words in text
    assert "覃测试" not in text


def test_most_urgent_card_is_on_top_and_the_rest_follows_page_by_page(world, client, monkeypatch):
    routine = make.at_state(world, "submitted")
    emergency = make.at_state(world, "submitted", priority="emergency")
    client.force_login(world.receiver)
    monkeypatch.setattr("referrals.views.board.CARDS", 1)

    first = client.get(BOARD)
    second = client.get(BOARD, {"column": "answer", "page": "2"})

    assert cards(first) == {"answer": [emergency.number]}
    assert "column=answer&amp;page=2" in first.content.decode()
    assert cards(second) == {"answer": [routine.number]}
    assert second.context["board"][0]["next"] is None


def test_counts_answer_304_until_something_changes(world, client):
    referral = make.at_state(world, "submitted")
    client.force_login(world.receiver)

    first = client.get(COUNTS)
    again = client.get(COUNTS, headers={"If-None-Match": first["ETag"]})
    make.move(world, referral, "receive")
    changed = client.get(COUNTS, headers={"If-None-Match": first["ETag"]})

    assert first.json()["counts"]["answer"] == 1
    assert (again.status_code, changed.status_code) == (304, 200)


def test_stranger_sees_an_empty_board(world, client, stranger):
    make.at_state(world, "submitted")
    client.force_login(stranger)

    assert cards(client.get(BOARD)) == {}


@pytest.mark.parametrize("number", [1, 3])
def test_board_takes_the_same_queries_for_any_number_of_cards(
    world, client, number, django_assert_num_queries
):
    for _card in range(number):
        make.at_state(world, "submitted")
    client.force_login(world.receiver)
    client.get(BOARD)

    # Session, person with versions; columns and views of the person; counts, keys, cards,
    # notes; inbox.
    with django_assert_num_queries(10):
        client.get(BOARD)
