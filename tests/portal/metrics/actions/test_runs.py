import datetime as dt

import pytest

from portal.errors import NotAllowed, Refusal, Stale
from portal.metrics import queue, units
from portal.metrics.actions import runs
from portal.metrics.models import ComputeRun, IndicatorValue
from portal.models import AuditEvent
from tests.factories.hospitals import member
from tests.factories.stay_ledger import Ledger

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(settings, tmp_path):
    settings.FACTS_DIR = tmp_path
    made = Ledger()
    made.send((450312, 70, {}))
    return made


@pytest.fixture
def starter(ledger):
    return member("commission_viewer", ledger.south)


def test_start_queues_what_changed_once(starter):
    first = runs.start(by=starter)
    second = runs.start(by=starter)

    assert [(run.job, run.state, run.started_by) for run in first] == [
        ("abstracts", "queued", starter)
    ]
    assert second == []
    assert AuditEvent.objects.filter(verb="computerun.start").count() == 1


def test_start_of_a_span_again_although_nothing_changed(starter):
    queue.compute_stale()

    span = {"since": dt.date(2024, 1, 1), "until": dt.date(2024, 1, 1)}
    assert runs.start(by=starter) == []
    assert [run.job for run in runs.start(by=starter, everything=True, **span)] == ["abstracts"]


def test_start_refuses_a_span_that_ends_before_it_begins(starter):
    with pytest.raises(Refusal):
        runs.start(by=starter, since=dt.date(2024, 2, 1), until=dt.date(2024, 1, 1))


def test_start_needs_the_right(ledger):
    with pytest.raises(NotAllowed):
        runs.start(by=member("referral_coordinator", ledger.hospital))


def test_cancelled_in_the_queue_is_over_and_can_be_resumed(starter):
    (run,) = runs.start(by=starter)

    cancelled = runs.cancel(run=run, by=starter, version=run.version)
    unasked = [row.job for row in queue.fill() if row.job == "abstracts"]
    again = runs.resume(run=cancelled, by=starter, version=cancelled.version)

    assert (cancelled.state, unasked) == ("stopped", [])
    assert units.compute_run(cancelled) is None
    assert units.compute_run(again).state == "done"
    assert IndicatorValue.objects.filter(code="H01", grain="month").count() == 1


def test_cancel_refuses_what_is_over(starter):
    (run,) = runs.start(by=starter)
    units.compute_run(run)

    with pytest.raises(Refusal):
        runs.cancel(run=run, by=starter, version=run.version)
    with pytest.raises(Refusal):
        runs.resume(run=run, by=starter, version=run.version)
    with pytest.raises(Stale):
        runs.resume(run=run, by=starter, version=run.version - 1)


def test_resume_refuses_when_a_newer_run_exists(starter):
    (run,) = runs.start(by=starter)
    cancelled = runs.cancel(run=run, by=starter, version=run.version)
    runs.resume(run=cancelled, by=starter, version=cancelled.version)

    with pytest.raises(Refusal):
        runs.resume(run=cancelled, by=starter, version=cancelled.version)
    assert ComputeRun.objects.open().count() == 1
