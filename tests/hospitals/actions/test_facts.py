"""A batch of abstracts is in force whole or not at all, is replaced, and comes back."""

import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from hospitals.actions import facts
from hospitals.models import AbstractFile
from portal.errors import Refusal
from tests.factories import abstracts, hospitals

pytestmark = pytest.mark.django_db
FEBRUARY = abstracts.MONTH.replace(month=2)


@pytest.fixture(autouse=True)
def facts_dir(settings, tmp_path):
    settings.FACTS_DIR = tmp_path
    return tmp_path


@pytest.fixture
def place():
    return hospitals.hospital()


def publish(place, *months):
    batch = abstracts.batch(place)
    rows = [abstracts.written(place, [abstracts.stay(place)], month) for month in months]
    return facts.publish(batch=batch, rows=rows)


@transaction.atomic
def publish_and_die(batch, rows):
    facts.publish(batch=batch, rows=rows)
    raise KeyboardInterrupt


def in_force():
    rows = AbstractFile.objects.current().order_by("month")
    return [(row.month, row.batch_id) for row in rows]


def test_newer_batch_replaces_only_its_own_months(place):
    old = publish(place, abstracts.MONTH, FEBRUARY)

    new = publish(place, abstracts.MONTH)

    old.refresh_from_db()
    assert in_force() == [(abstracts.MONTH, new.pk), (FEBRUARY, old.pk)]
    assert (old.state, new.state) == ("current", "current")
    assert AbstractFile.objects.get(replaced_by=new).batch == old


def test_older_batch_is_restored_whole(place):
    old = publish(place, abstracts.MONTH)
    new = publish(place, abstracts.MONTH)

    facts.restore(batch=old)

    for row in (old, new):
        row.refresh_from_db()
    assert in_force() == [(abstracts.MONTH, old.pk)]
    assert (old.state, new.state) == ("current", "replaced")


def test_only_a_replaced_and_unharmed_batch_is_restored(place):
    old = publish(place, abstracts.MONTH)
    with pytest.raises(Refusal, match="只有被替换"):
        facts.restore(batch=old)
    publish(place, abstracts.MONTH)
    old.refresh_from_db()

    Path(old.abstract_files.get().location).unlink()

    with pytest.raises(Refusal, match="缺失或已损坏"):
        facts.restore(batch=old)


def test_crash_before_the_ledger_leaves_only_orphans(place, facts_dir):
    kept = publish(place, abstracts.MONTH)
    batch = abstracts.batch(place)
    rows = [abstracts.written(place, [abstracts.stay(place)], FEBRUARY)]

    with pytest.raises(KeyboardInterrupt):
        publish_and_die(batch, rows)

    assert in_force() == [(abstracts.MONTH, kept.pk)]
    assert AbstractFile.objects.count() == 1
    orphan = facts_dir / rows[0].path
    assert orphan.exists()
    os.utime(orphan, (0, 0))
    assert facts.sweep() == 1
    assert not orphan.exists()
    assert list(facts.verify()) == []


def test_province_and_hospital_are_never_added(place):
    publish(place, abstracts.MONTH)
    batch = abstracts.batch(place, sender_hospital=None)
    row = abstracts.written(None, [abstracts.stay(place)])
    row.region = place.region.line()[0]

    with pytest.raises(Refusal, match="另一口径"):
        facts.publish(batch=batch, rows=[row])


def test_command_finds_what_was_altered(place, capsys):
    batch = publish(place, abstracts.MONTH)
    call_command("verify_abstracts")
    assert "1 个数据文件与台账一致" in capsys.readouterr().out

    Path(batch.abstract_files.get().location).write_bytes(b"")

    with pytest.raises(CommandError, match="1 个数据文件缺失或已损坏"):
        call_command("verify_abstracts")
