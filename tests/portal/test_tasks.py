"""Every task of the project, run twice and out of order, leaves the same database.

What a broker or a second beat may do to tasks is done here on one world in which each has work.
"""

import datetime as dt
import json
import random

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from hospitals.models import ImportBatch
from portal.celery import app
from portal.lists.actions import exports, imports, long_imports
from portal.lists.kinds import IMPORTS, KINDS
from portal.metrics import queue, units
from portal.models import ExportJob, ImportRun, OutboxMessage, RequestKey, SignInAttempt
from portal.schedule import BEAT_SCHEDULE
from referrals.actions import attachments
from referrals.models import PrintJob, Timer
from tests.factories import abstracts, experts, hospitals, inspections
from tests.factories import files as files_
from tests.factories import referrals as make
from tests.factories import service_requests as services
from tests.factories.care import owed
from tests.factories.stay_ledger import Ledger

NOW = dt.datetime(2026, 3, 11, 10, 0, tzinfo=dt.UTC)
# What a run leaves about itself, how often something was tried, and what names a row by chance.
RUNS = {"metrics_computerun"}
NAMES = {"id", "run_id", "message_id", "key", "tries", "next_try_at"}
ORDERS = 3


def messages():
    return [(str(pk),) for pk in OutboxMessage.objects.values_list("pk", flat=True)]


def sheets():
    return [(str(pk),) for pk in PrintJob.objects.values_list("pk", flat=True)]


def files():
    return [(str(pk),) for pk in ExportJob.objects.values_list("pk", flat=True)]


def long_files():
    return [(str(pk),) for pk in ImportRun.objects.due().values_list("pk", flat=True)]


def batches():
    return [(str(pk),) for pk in ImportBatch.objects.abstracts().values_list("pk", flat=True)]


def once():
    return [()]


# Task → what it is called with. A new task needs a line here, and work in `day`.
CASES = {
    "portal.relay_outbox": once,
    "portal.deliver_message": messages,
    "portal.note_heartbeat": lambda: [("worker",), ("pdf",)],
    "portal.purge": once,
    "portal.inspect_documents": once,
    "portal.sweep_documents": once,
    "lists.write_exports": once,
    "lists.write_export": files,
    "lists.bring_in_files": once,
    "lists.bring_in_file": long_files,
    "metrics.compute_stale": once,
    "hospitals.remind_reports": once,
    "hospitals.remind_inspections": once,
    "experts.warn_of_certificates": once,
    "metrics.queue_units": once,
    "metrics.compute_units": once,
    "metrics.sweep_cubes": once,
    "referrals.sweep_overdue": once,
    "referrals.sweep_services": once,
    "referrals.sweep_owed": once,
    "referrals.queue_prints": once,
    "referrals.print_slip": sheets,
    "referrals.purge_prints": once,
    "referrals.purge_discarded": once,
    "hospitals.sweep_facts": once,
    "hospitals.read_batches": once,
    "hospitals.read_batch": batches,
}


# Its work is on the disk.
WITHOUT_ROWS = {"portal.sweep_documents", "hospitals.sweep_facts", "metrics.sweep_cubes"}


@pytest.fixture
def day(db, settings, tmp_path):
    """A moment at which every task has something to do; the clock stands still in it."""
    settings.MEDIA_ROOT = tmp_path
    settings.FACTS_DIR = tmp_path
    app.loader.import_default_modules()
    app.conf.task_always_eager = True
    with time_machine.travel(NOW - dt.timedelta(days=20), tick=False):
        world = make.World()
        answered = make.move(world, make.at_state(world, "treated"), "reply")
        left_behind(world, answered)
        make.move(world, make.draft(world), "discard")
    with time_machine.travel(NOW - dt.timedelta(days=8), tick=False):
        services.ask(world)
        owed(answered)
    # Nobody is reminded of what the system is about to close.
    Timer.objects.filter(referral=answered).update(next_at=None)
    with time_machine.travel(NOW - dt.timedelta(hours=3), tick=False):
        shown = make.at_state(world, "submitted", priority="emergency")
    with time_machine.travel(NOW, tick=False):
        order(shown, world, NOW + dt.timedelta(hours=1))
        attachments.attach(
            referral=shown, content=files_.pdf(), name="a.pdf", kind="summary", by=world.clinician
        )
        received = exports.stored(KINDS["referrals"], {"state": ["received"]}, by=world.receiver)
        exports.ask(wanted=received)
        ask_for_staff(world)
        waiting_years()
        abstracts.waiting(world.county)
        yield
    app.conf.task_always_eager = False


def ask_for_staff(world):
    """A confirmed file of one person of a hospital."""
    name = world.county.name
    content = f"姓名,派出医院,登记机构\n张三,{name},{name}".encode()
    keeper = hospitals.member("hospital_admin", world.county)
    long_imports.ask(kind=IMPORTS["experts"], sent=imports.Sent(content, "a.csv"), by=keeper)


def waiting_years():
    """Figures of a month of case abstracts, and in the queue those of its year."""
    Ledger().send((450312, 70, {}))
    for run in queue.fill():
        units.compute_run(run)
    queue.fill()


def left_behind(world, referral):
    """What is too old to be kept."""
    RequestKey.objects.create(user=world.clinician, key="filing-0001", status=201)
    SignInAttempt.objects.create(username="nobody")
    expired = timezone.now() + dt.timedelta(hours=1)
    Session.objects.create(session_key="dead", session_data="", expire_date=expired)
    order(referral, world, expired, state="ready")
    hospitals.member("hospital_admin", world.county)
    hospitals.holds(world.receiver, "network_admin", world.centre)
    inspections.planned(world.centre.led_networks.get(), world.county)
    experts.certificate(experts.local(world.county), expires_on="2026-03-01")


def order(referral, world, expires_at, **more):
    PrintJob.objects.create(
        referral=referral,
        referral_version=referral.version,
        in_full=True,
        requested_by=world.clinician,
        expires_at=expires_at,
        **more,
    )


def calls():
    """Every task with everything that it may be called with now."""
    return [(name, args) for name, arguments in CASES.items() for args in arguments()]


def run(sequence):
    for name, args in sequence:
        app.tasks[name].delay(*args)


def dump(*, without=()):
    """Every row of every table as text, but for the moments that only PostgreSQL's clock knows."""
    tables = set(connection.introspection.table_names()) - {"django_migrations"}
    with connection.cursor() as cursor:
        return {table: rows_of(cursor, table, without) for table in sorted(tables)}


def rows_of(cursor, table, without):
    cursor.execute(f'SELECT to_jsonb(t) FROM "{table}" AS t')
    rows = [json.loads(row) if isinstance(row, str) else row for (row,) in cursor.fetchall()]
    return sorted(
        json.dumps({key: row[key] for key in sorted(row.keys() - set(without))}) for row in rows
    )


def test_every_task_has_a_case():
    app.loader.import_default_modules()
    ours = {name for name in app.tasks if not name.startswith("celery.")}

    assert ours == set(CASES)
    assert {entry["task"] for entry in BEAT_SCHEDULE.values()} <= ours


@pytest.mark.parametrize("name", CASES)
def test_twice_is_once(day, name):
    before = dump()
    arguments = CASES[name]()

    run((name, args) for args in arguments)
    once = dump()
    run((name, args) for args in random.Random(name).sample(arguments * 2, 2 * len(arguments)))

    if name not in WITHOUT_ROWS:
        assert {table for table in once if once[table] != before[table]}
    assert dump() == once


@pytest.mark.parametrize("seed", range(ORDERS))
def test_out_of_order_and_doubled_is_in_order(day, seed):
    """Two rounds each: what one task owes, another delivers in the second."""

    def after(sequence):
        with transaction.atomic():
            for _round in range(2):
                run(sequence())
            found = {**dump(without=NAMES), **dict.fromkeys(RUNS)}
            transaction.set_rollback(True)
        return found

    def shuffled():
        return random.Random(seed).sample(calls() * 2, 2 * len(calls()))

    assert after(shuffled) == after(calls)
