import datetime as dt
import hashlib

import pytest
import time_machine
from django.utils import timezone

from portal.errors import NotAllowed, Refusal
from portal.models import AuditEvent, User
from referrals import tasks
from referrals.actions import prints
from referrals.models import PrintJob
from referrals.paper import libraries
from tests import paper
from tests.factories import referrals as make

pytestmark = pytest.mark.usefixtures("media")


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def installed(monkeypatch):
    """What is tested here happens before the press runs."""
    monkeypatch.setattr(libraries, "missing", list)


def audited(verb):
    return list(AuditEvent.objects.filter(verb=verb).values_list("actor_id", "detail"))


@paper.needs_press
def test_ordered_sheet_is_printed_sealed_and_handed_out(world, media):
    referral = make.at_state(world, "submitted")
    job = prints.order(referral=referral, by=world.clinician)
    assert prints.claim_due() == [str(job.pk)]

    prints.make(str(job.pk))

    job = PrintJob.objects.get()
    content = prints.hand_out(job=job, by=world.clinician)
    assert make.ID_NUMBER in paper.text_of(content)
    assert (job.state, job.sha256) == ("ready", hashlib.sha256(content).hexdigest())
    assert job.size == len(content)
    assert b"%PDF" not in prints.path_of(job).read_bytes()
    seen = (world.clinician.pk, {"version": referral.version, "in_full": True})
    assert audited("referral.print") == audited("referral.take_print") == [seen]


@paper.needs_press
def test_second_run_changes_nothing(world):
    job = prints.order(referral=make.at_state(world, "submitted"), by=world.clinician)
    prints.make(str(job.pk))
    before = PrintJob.objects.values().get()

    prints.make(str(job.pk))

    assert PrintJob.objects.values().get() == before


def test_same_version_is_ordered_once_and_the_next_again(world, installed):
    referral = make.at_state(world, "submitted")
    first = prints.order(referral=referral, by=world.clinician)
    assert prints.order(referral=referral, by=world.clinician) == first

    referral = make.move(world, referral, "receive")
    assert prints.order(referral=referral, by=world.clinician) != first
    assert prints.order(referral=referral, by=world.receiver) != first


def test_who_may_not_reveal_gets_it_masked(world, installed):
    referral = make.at_state(world, "submitted")

    job = prints.order(referral=referral, by=world.lead)

    assert job.in_full is False


def test_sheet_of_a_killed_worker_comes_again(world, installed):
    job = prints.order(referral=make.at_state(world, "submitted"), by=world.clinician)
    assert prints.claim_due() == [str(job.pk)]
    PrintJob.objects.update(state="printing")

    assert prints.claim_due() == []
    with time_machine.travel(timezone.now() + prints.LEASE + dt.timedelta(seconds=1)):
        assert prints.claim_due() == [str(job.pk)]


def test_sheet_that_kills_its_worker_is_given_up(world, installed):
    prints.order(referral=make.at_state(world, "submitted"), by=world.clinician)
    PrintJob.objects.update(state="printing", tries=prints.TRIES)

    assert prints.claim_due() == []
    assert PrintJob.objects.values_list("state", "problem").get() == ("failed", "broken")


def test_sheet_of_an_old_version_is_not_printed(world, installed):
    referral = make.at_state(world, "submitted")
    job = prints.order(referral=referral, by=world.clinician)
    make.move(world, referral, "receive")

    prints.make(str(job.pk))

    assert PrintJob.objects.values_list("state", "problem").get() == ("failed", "changed")


def test_person_who_lost_the_right_gets_no_sheet(world, installed):
    referral = make.at_state(world, "submitted")
    job = prints.order(referral=referral, by=world.clinician)
    world.clinician.memberships.update(until=timezone.localdate() - dt.timedelta(days=1))

    prints.make(str(job.pk))

    assert PrintJob.objects.values_list("state", "problem").get() == ("failed", "forbidden")
    with pytest.raises(NotAllowed):
        prints.hand_out(job=job, by=User.objects.get(pk=world.clinician.pk))


def test_machine_without_libraries_refuses(world, monkeypatch):
    monkeypatch.setattr(libraries, "missing", lambda: ["libpango-1.0-0"])
    referral = make.at_state(world, "submitted")

    with pytest.raises(Refusal) as caught:
        prints.order(referral=referral, by=world.clinician)

    assert caught.value.code == "pdf_missing"
    assert not PrintJob.objects.exists()


def test_only_who_asked_may_fetch_and_only_when_ready(world, installed):
    job = prints.order(referral=make.at_state(world, "submitted"), by=world.clinician)

    with pytest.raises(NotAllowed):
        prints.hand_out(job=job, by=world.coordinator)
    with pytest.raises(Refusal) as caught:
        prints.hand_out(job=job, by=world.clinician)

    assert caught.value.code == "not_ready"


def test_old_sheets_are_thrown_away(world, installed):
    job = prints.order(referral=make.at_state(world, "submitted"), by=world.clinician)
    PrintJob.objects.update(state="ready")
    path = prints.path_of(job)
    path.parent.mkdir()
    path.write_text("k1:x", encoding="ascii")
    assert prints.purge() == 0

    later = timezone.now() + dt.timedelta(hours=25)
    assert (prints.purge(now=later), prints.purge(now=later)) == (1, 0)

    assert not path.exists()
    assert PrintJob.objects.get().state == "expired"


@pytest.mark.parametrize("task", [tasks.queue_prints, tasks.purge_prints])
def test_tasks_have_nothing_to_do_without_orders(db, task):
    task()

    assert PrintJob.objects.count() == 0


def test_sheets_go_to_a_queue_of_their_own(settings):
    assert settings.CELERY_TASK_ROUTES[tasks.print_slip.name] == {"queue": "pdf"}
