import datetime as dt

import pytest
from django.utils import timezone

from portal.core import heartbeats
from portal.health import parts
from portal.metrics.models import ComputeRun
from portal.models import Heartbeat, OutboxMessage, SignInAttempt

LONG_AGO = timezone.now() - dt.timedelta(hours=1)


def test_everything_is_measured(db):
    found = {part.code: part.state for part in parts.everything()}

    del found["disk"]
    assert found == {
        "database": "good",
        "broker": "good",
        "worker": "bad",
        "pdf": "bad",
        "outbox": "good",
        "jobs": "good",
        "keys": "good",
        "sign_in": "good",
        "version": "good",
    }


@pytest.mark.parametrize("waiting, blamed", [(3, "任务进程"), (0, "定时进程")])
def test_queue_tells_whether_worker_or_beat_stands_still(db, waiting, blamed):
    heartbeats.note("worker")
    assert parts.worker("worker", "", waiting).state == "good"

    Heartbeat.objects.update(at=LONG_AGO)

    part = parts.worker("worker", "", waiting)
    assert (part.state, blamed in part.advice) == ("bad", True)


def test_backlog_of_the_outbox_is_bad_when_old(db):
    OutboxMessage.objects.create(key="k", kind="x", created_at=LONG_AGO, tries=7)

    part = parts.outbox()

    assert (part.state, [value for _label, value in part.facts][::2]) == ("bad", [1, 1])


def test_broker_that_is_away_is_said(db, settings):
    settings.REDIS_URL = "unix:///nowhere/redis.sock"

    assert (parts.broker(parts._queues()).state, parts.database().state) == ("bad", "good")


def test_failed_runs_and_locked_accounts_are_counted(db, settings):
    ComputeRun.objects.create(job="flows", period=dt.date(2026, 1, 1), state="failed")
    for _failure in range(settings.SIGN_IN_ATTEMPTS):
        SignInAttempt.objects.create(username="nurse")

    assert parts.jobs().facts[0][1] == 1
    assert [part.state for part in (parts.jobs(), parts.sign_in())] == ["warn", "warn"]
    assert [value for _label, value in parts.sign_in().facts][:2] == [5, 1]


def test_key_is_named_and_never_shown(db, settings):
    settings.SEAL_KEYS = {"k2": "ab" * 32, "k1": "cd" * 32}

    facts = parts.keys().facts

    assert [value for _label, value in facts] == ["k2", "k1"]
