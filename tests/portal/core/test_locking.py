import threading

import pytest
from django.db import OperationalError, connection, connections

from hospitals.models import Hospital
from portal.core import locking
from tests.factories import hospitals as make

ROUNDS = 5


@pytest.fixture
def pair(transactional_db):
    return make.hospital("甲医院"), make.hospital("乙医院")


def together(*acts):
    """Run the functions in threads of their own, each with a connection of its own."""
    failures = []

    def run(act):
        try:
            act()
        except OperationalError as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def rename(first, second, meet, tries):
    """Lock two rows one after the other, and wait in between until the other did its first."""
    tries.append(connection.connection and connection.connection.get_backend_pid())
    Hospital.objects.select_for_update().get(pk=first.pk)
    if len(tries) <= 2:
        meet.wait(timeout=10)
    row = Hospital.objects.select_for_update().get(pk=second.pk)
    row.version += 1
    row.save(update_fields=["version"])


def crossing(pair, wrap):
    meet, tries = threading.Barrier(2), []
    there = wrap(lambda: rename(*pair, meet, tries))
    back = wrap(lambda: rename(*reversed(pair), meet, tries))
    return together(there, back), len(tries)


def plainly(act):
    def whole():
        with locking.transaction.atomic():
            act()

    return whole


def test_without_a_second_try_the_database_ends_one_of_two(pair):
    failures, _tries = crossing(pair, plainly)

    assert [locking.is_conflict(error) for error in failures] == [True]


def test_a_deadlock_is_tried_again_and_nobody_sees_it(pair):
    failures, tries = crossing(pair, locking.atomic)

    assert (failures, tries) == ([], 3)
    assert sorted(Hospital.objects.values_list("version", flat=True)) == [2, 2]


def test_rows_locked_in_order_never_meet(pair):
    ids, tries = [row.pk for row in pair], []

    @locking.atomic
    def lock(wanted):
        tries.append(wanted)
        rows = list(locking.in_order(Hospital.objects.filter(pk__in=wanted)))
        Hospital.objects.filter(pk__in=[row.pk for row in rows]).update(phone="0773-1234567")

    acts = [lambda: lock(ids), lambda: lock(ids[::-1])] * ROUNDS
    failures = together(*acts)

    assert (failures, len(tries)) == ([], 2 * ROUNDS)


def test_rows_come_in_the_order_of_their_ids(pair):
    with locking.transaction.atomic():
        found = list(locking.in_order(Hospital.objects.order_by("-name")))

    assert found == sorted(pair, key=lambda row: row.pk)


def raising(sqlstate, times):
    """A function that fails some times as the database would, and then returns how often."""
    calls = []

    def act():
        calls.append(sqlstate)
        if len(calls) <= times:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{sqlstate}'; END $$"
                )
        return len(calls)

    return act, calls


@pytest.mark.parametrize("sqlstate", sorted(locking.CONFLICTS))
@pytest.mark.parametrize("times", [0, 1, 2])
def test_at_most_two_failures_are_survived(transactional_db, sqlstate, times):
    act, _calls = raising(sqlstate, times)

    assert locking.atomic(act)() == times + 1


def test_the_third_failure_is_told(transactional_db):
    act, calls = raising("40P01", 3)

    with pytest.raises(OperationalError):
        locking.atomic(act)()

    assert len(calls) == locking.TRIES


def test_inside_a_transaction_only_the_outermost_is_tried_again(transactional_db):
    inner, calls = raising("40P01", 1)
    outer = []

    @locking.atomic
    def whole():
        outer.append(1)
        return locking.atomic(inner)()

    assert whole() == 2
    assert (len(outer), len(calls)) == (2, 2)


def test_what_is_no_conflict_is_told_at_once(transactional_db):
    act, calls = raising("57014", 1)

    with pytest.raises(OperationalError):
        locking.atomic(act)()

    assert len(calls) == 1
