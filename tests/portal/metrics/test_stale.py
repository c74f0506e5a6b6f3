import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.db.models import F

from portal.metrics import compute, stale
from portal.metrics.models import IndicatorValue, Job, Watermark
from referrals.models import Referral
from tests.factories import referrals as make

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
MARCH, APRIL = dt.date(2026, 3, 1), dt.date(2026, 4, 1)


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as clock:
        yield clock


def sent(world, **changes):
    return make.move(world, make.draft(world, priority="urgent", **changes), "submit_for_review")


def found(**options):
    return stale.look(Job.REFERRALS, compute.code_version(), **options).periods


def run_of_referrals():
    """Other jobs have figures of the same facts."""
    (run,) = [run for run in compute.compute_stale() if run.job == Job.REFERRALS]
    return run


def change_unseen():
    """As a row would be that was changed long before the last look."""
    Referral.objects.update(version=F("version") + 1)


def look_twice(clock):
    """What happened before the first look lies well behind the second."""
    compute.compute_stale()
    clock.shift(dt.timedelta(hours=2))
    compute.compute_stale()


def test_only_what_changed_since_the_last_look_is_totalled(world, clock):
    referral = sent(world)
    look_twice(clock)
    change_unseen()
    unseen, everything = found(), found(everything=True)

    make.move(world, Referral.objects.get(pk=referral.pk), "approve")

    assert (unseen, everything, found()) == ([], [MARCH], [MARCH])


def test_months_of_a_changed_referral_are_all_its_months(world, clock):
    referral = sent(world)
    compute.compute_stale()
    clock.move_to(dt.datetime(2026, 3, 31, 16, 30, tzinfo=dt.UTC))
    compute.compute_stale()

    make.move(world, referral, "approve")

    assert found() == [MARCH, APRIL]


def test_every_day_everything_is_totalled_once(world, clock):
    sent(world)
    look_twice(clock)
    change_unseen()
    before = found()
    clock.shift(dt.timedelta(days=100))

    assert (before, found()) == ([], [MARCH])


def test_what_was_written_before_the_look_and_came_to_light_after_is_found(world, clock):
    sent(world)
    compute.compute_stale()
    clock.shift(dt.timedelta(minutes=50))
    change_unseen()

    assert found() == [MARCH]


def test_a_run_that_failed_leaves_no_mark(world, clock):
    make.at_state(world, "accepted")
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE metrics_indicatorvalue ADD CONSTRAINT broken CHECK (code NOT LIKE 'R%')"
        )

    run = run_of_referrals()

    assert (run.state, Watermark.objects.count()) == ("failed", 0)


def test_without_its_runs_a_mark_means_nothing(world, clock):
    sent(world)
    run = run_of_referrals()
    clock.shift(dt.timedelta(hours=2))
    IndicatorValue.objects.all().delete()
    run.delete()

    assert found() == [MARCH]
