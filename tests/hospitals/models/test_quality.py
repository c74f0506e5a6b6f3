"""Whether a hospital's month is complete, consistent, in time and sent once."""

import datetime as dt

import pytest
import time_machine

from hospitals.actions import facts
from hospitals.models import Hospital
from hospitals.models.quality import of_month
from portal.periods import Month
from tests.factories import abstracts, hospitals

pytestmark = pytest.mark.django_db
JANUARY = Month(2026, 1)
IN_TIME, LATE = dt.datetime(2026, 2, 9, tzinfo=dt.UTC), dt.datetime(2026, 2, 13, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def facts_dir(settings, tmp_path):
    settings.FACTS_DIR = tmp_path


@pytest.fixture
def place():
    return hospitals.hospital()


def send(place, count, **counts):
    rows = [abstracts.written(place, [abstracts.stay(place) for _number in range(count)])]
    rows[0].counts = counts
    facts.publish(batch=abstracts.batch(place), rows=rows)


def line():
    return of_month(list(Hospital.objects.all()), JANUARY)[0]


@pytest.mark.parametrize(
    ("at", "counts", "state"),
    [
        (IN_TIME, {}, "good"),
        (LATE, {}, "late"),
        (LATE, {"unknown": 1}, "doubtful"),
        (IN_TIME, {"doubles": 1}, "doubtful"),
        (IN_TIME, {"doubles": 0}, "good"),
    ],
)
def test_month_that_was_sent(place, at, counts, state):
    with time_machine.travel(at, tick=False):
        send(place, 4, **counts)

        assert line().state == state


@pytest.mark.parametrize(("at", "state"), [(IN_TIME, "pending"), (LATE, "missing")])
def test_month_that_was_not_sent(place, at, state):
    with time_machine.travel(at, tick=False):
        assert (line().state, line().complete, line().doubtful) == (state, None, None)


def test_stays_are_held_against_the_monthly_report(place):
    hospitals.handed_in(place, "2026-01-01", {"discharges": 5})
    with time_machine.travel(IN_TIME, tick=False):
        send(place, 3)
        send(place, 4)

        assert (line().complete, line().replaced, line().state) == (0.8, 1, "doubtful")


@pytest.mark.parametrize(("counts", "unique"), [({"doubles": 1}, 0.75), ({}, None)])
def test_share_that_nobody_has_twice(place, counts, unique):
    send(place, 4, **counts)

    assert line().unique == unique
