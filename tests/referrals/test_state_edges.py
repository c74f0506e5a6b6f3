"""The database's own wall: no state changes but along the table, and no event changes at all."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from referrals.models import Referral, ReferralEvent
from referrals.states import MOVES, STATES
from tests.factories import referrals as make


def edges_of_the_table():
    return {(here, there) for move in MOVES.values() for here, there in move.edges()}


def test_edges_of_the_database_are_those_of_the_table(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT came_from, goes_to FROM referrals_state_edges()")
        edges = set(cursor.fetchall())

    # When this fails, the table was changed: write a migration that replaces the function.
    assert edges == {(here, there) for here, there in edges_of_the_table() if here != there}


@pytest.mark.parametrize("state", ["submitted", "treated", "completed"])
def test_a_state_that_no_move_leads_to_is_refused(world, state):
    referral = make.at_state(world, state)
    reached = {there for here, there in edges_of_the_table() if here == state}
    refused = set()

    for there in STATES:
        try:
            with transaction.atomic():
                Referral.objects.filter(pk=referral.pk).update(state=there)
                transaction.set_rollback(True)
        except IntegrityError:
            refused.add(there)

    assert refused == set(STATES) - reached - {state}


@pytest.mark.parametrize("change", ["update", "delete"])
def test_an_event_is_never_changed(world, change):
    event = ReferralEvent.objects.filter(referral=make.at_state(world, "submitted")).first()
    rows = ReferralEvent.objects.filter(pk=event.pk)

    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(to_state="draft") if change == "update" else rows.delete()
