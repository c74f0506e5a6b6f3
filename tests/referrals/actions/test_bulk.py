import pytest

from referrals.actions import bulk
from referrals.models import Referral, ReferralEvent
from tests.factories import referrals as make


def items(*rows):
    return [bulk.Item(row, row.version) for row in rows]


def test_all_rows_are_moved_in_the_order_given(world):
    rows = [make.at_state(world, "submitted") for _row in range(3)]

    moved = bulk.transition(verb="receive", items=items(*reversed(rows)), by=world.receiver)

    assert [row.pk for row in moved] == [row.pk for row in reversed(rows)]
    assert {row.state for row in moved} == {"received"}


def test_one_that_stands_in_the_way_undoes_them_all_and_is_named(world):
    good, moved = (make.at_state(world, "submitted") for _row in range(2))
    make.move(world, moved, "receive")
    events = ReferralEvent.objects.count()

    with pytest.raises(bulk.BulkRefused) as refused:
        bulk.transition(verb="receive", items=items(good, moved), by=world.receiver)

    assert list(refused.value.errors) == ["items/1"]
    assert moved.number in refused.value.errors["items/1"]
    assert Referral.objects.get(pk=good.pk).state == "submitted"
    assert ReferralEvent.objects.count() == events
