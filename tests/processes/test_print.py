"""A sheet is printed by a real worker of the pdf queue, and survives its death."""

import pytest
from django.utils import timezone

from portal.local import site
from referrals.actions import prints
from referrals.models import PrintJob
from tests import paper
from tests.factories import referrals as make
from tests.processes import fleet as processes

pytestmark = [pytest.mark.processes, paper.needs_press]
SECONDS = 60


@pytest.fixture
def fleet(tmp_path, django_db_blocker, monkeypatch, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    with django_db_blocker.unblock(), processes.own_database() as database:
        for name, value in processes.environment(tmp_path, database).items():
            monkeypatch.setenv(name, value)
        found = processes.Fleet(tmp_path)
        found.children["printer"] = site.printer()
        try:
            found.start()
            yield found
        finally:
            found.stop()


def is_in_state(job, *states):
    return lambda: PrintJob.objects.get(pk=job.pk).state in states


def test_sheet_of_a_killed_printer_is_printed_by_the_next(fleet):
    world = make.World()
    job = prints.order(referral=make.at_state(world, "submitted"), by=world.clinician)
    assert fleet.run_until(is_in_state(job, "printing"), SECONDS, every=0.01), fleet.lines

    fleet.kill("printer")
    # What the sweep sees when the time of the dead one is over.
    PrintJob.objects.filter(state="printing").update(next_try_at=timezone.now())

    assert fleet.run_until(is_in_state(job, "ready", "failed"), SECONDS), fleet.lines
    job.refresh_from_db()
    assert (job.state, fleet.killed) == ("ready", ["printer"])
    assert job.tries > 1
    assert make.ID_NUMBER in paper.text_of(prints.hand_out(job=job, by=world.clinician))
