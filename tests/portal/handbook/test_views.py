import re

from django.urls import reverse

from referrals.states import MOVES, STATES


def test_page_says_every_state_and_every_move(world, client):
    client.force_login(world.clinician)

    text = client.get(reverse("handbook:referral-states")).content.decode()

    assert [state.label for state in STATES.values() if state.label not in text] == []
    assert [move.verb for move in MOVES.values() if f'id="{move.verb}"' not in text] == []
    assert text.count("<rect ") == len(STATES)
    assert re.findall(r"<svg[^>]* style=", text) == []


def test_page_asks_no_query_for_its_tables(world, client, django_assert_num_queries):
    client.force_login(world.clinician)
    client.get(reverse("handbook:referral-states"))

    with django_assert_num_queries(QUERIES):
        client.get(reverse("handbook:referral-states"))


# Session, person with versions, unread notices.
QUERIES = 3
