"""Locks in one order, and a bounded second try where the database still had to choose a victim.

Two changes that lock the same rows in opposite orders wait for each other until PostgreSQL ends one
of them. `in_order` makes that rare; `atomic` makes the rest invisible to the person.
"""

import functools
import random
import time

from django.db import OperationalError, connection, transaction

TRIES = 3
LONGEST_PAUSE = 0.2
# serialization_failure, deadlock_detected: the whole transaction may simply be run again.
CONFLICTS = {"40001", "40P01"}


def in_order(rows):
    """The rows of a queryset, locked by their ids: whoever locks several, locks them in this order.

    Lock rows of several tables in the order in which they depend on each other: what is pointed at
    last. Ids never change, so a row that only points here need not wait.
    """
    return rows.order_by("pk").select_for_update(of=("self",), no_key=True)


def atomic(act):
    """Run the function as one transaction; the outermost one is tried again after a conflict.

    So it must be safe to call again: it reads what it changes, and changes only the database.
    """

    @functools.wraps(act)
    def whole(*args, **named):
        for number in range(1, TRIES + 1):
            try:
                with transaction.atomic():
                    return act(*args, **named)
            except OperationalError as error:
                if number == TRIES or connection.in_atomic_block or not is_conflict(error):
                    raise
                # Not all at the same moment again.
                time.sleep(random.uniform(0, LONGEST_PAUSE))

    return whole


def within(act):
    """The action itself, for whoever has opened the transaction and lets a refusal end all of it.

    Without a savepoint of its own: where a refusal is caught and work goes on, it would be missed.
    """
    return act.__wrapped__


def is_conflict(error):
    """Whether PostgreSQL ended this transaction for the sake of another one."""
    return getattr(error.__cause__, "pgcode", None) in CONFLICTS
