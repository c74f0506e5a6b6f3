"""A long file is brought in by a real worker, whole or not at all, whenever that one is killed."""

import pytest
from django.db import transaction
from django.utils import timezone

from experts.listing.expert_file import EXPERTS
from experts.models import Expert
from portal.lists.actions import imports, long_imports
from portal.models import AuditEvent, ImportRun, Notice
from tests.factories import hospitals
from tests.processes import fleet as processes

pytestmark = pytest.mark.processes
ROWS = 10_000
SECONDS = 60


@pytest.fixture
def fleet(tmp_path, django_db_blocker, monkeypatch, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    with django_db_blocker.unblock(), processes.own_database() as database:
        for name, value in processes.environment(tmp_path, database).items():
            monkeypatch.setenv(name, value)
        found = processes.Fleet(tmp_path)
        try:
            found.start()
            yield found
        finally:
            found.stop()


def long_file():
    lines = (f"人{number},模拟市医院,模拟市医院" for number in range(ROWS))
    return imports.Sent("\n".join(["姓名,派出医院,登记机构", *lines]).encode(), "专家.csv")


def is_being_read():
    return ImportRun.objects.filter(progress__gt=0, progress__lt=long_imports.READ).exists()


@transaction.atomic
def is_being_written():
    """Its row is locked by the one transaction that writes."""
    return not ImportRun.objects.select_for_update(skip_locked=True).exists()


def kill_when(fleet, is_time):
    """Kill the worker at that moment; then what the sweep sees when its time is over."""
    assert fleet.run_until(is_time, SECONDS, every=0.005), fleet.lines
    fleet.kill("worker")
    ImportRun.objects.due().update(next_try_at=timezone.now())


def is_over():
    return not ImportRun.objects.due().exists()


def test_file_of_a_killed_worker_comes_in_whole_and_once(fleet):
    by = hospitals.member("hospital_admin", hospitals.hospital("模拟市医院"))
    run = long_imports.ask(kind=EXPERTS, sent=long_file(), by=by)

    kill_when(fleet, is_being_read)
    kill_when(fleet, is_being_written)
    written_by_the_dead = Expert.objects.count()

    assert fleet.run_until(is_over, SECONDS), fleet.lines
    run.refresh_from_db()
    assert (written_by_the_dead, fleet.killed) == (0, ["worker"] * 2)
    assert (run.state, run.written, Expert.objects.count()) == ("done", ROWS, ROWS)
    assert AuditEvent.objects.filter(verb="list.import").count() == 1
    assert fleet.run_until(Notice.objects.exists, SECONDS)
