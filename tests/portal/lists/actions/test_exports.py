import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from portal.lists import tasks
from portal.lists.actions import exports
from portal.models import AuditEvent, ExportJob, OutboxMessage
from referrals.listing.kind import REFERRALS
from tests.factories import referrals as make


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def wanted(user, filters=None, **changes):
    return exports.stored(REFERRALS, filters or {}, by=user, **changes)


def sheets(path):
    book = CalamineWorkbook.from_path(path)
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def test_workbook_explains_itself_and_holds_what_the_filters_leave(world):
    make.at_state(world, "received")
    urgent = make.at_state(world, "received", priority="urgent", main_diagnosis="=1+1")

    stream = exports.write_now(wanted=wanted(world.receiver, {"priority": ["urgent"]}))

    about, table = sheets(stream.name)
    told = {line[0]: line[1] for line in about}
    assert (told["行数"], told["紧急程度"]) == ("1", "紧急")
    assert told["导出人"] == world.receiver.display_name
    assert [row[0] for row in table] == ["单号", urgent.number]
    assert table[1][1].startswith("覃** 男")
    assert table[1][3] == "'=1+1"
    event = AuditEvent.objects.get(verb="list.export")
    assert (event.detail["rows"], len(event.detail["sha256"])) == (1, 64)


def test_text_file_opens_in_a_spreadsheet(world):
    referral = make.at_state(world, "received")

    stream = exports.write_now(wanted=wanted(world.receiver, file_type="csv"))

    text = Path(stream.name).read_text(encoding="utf-8")
    assert text.startswith("\ufeff单号,患者")
    assert text.count("\n") == 2
    assert referral.number in text


def test_long_list_is_written_by_a_job_once(world, media):
    make.at_state(world, "received")
    job = exports.ask(wanted=wanted(world.receiver, {"state": ["received"]}))

    assert list(exports.claim_due()) == [str(job.pk)]
    assert list(exports.claim_due()) == []
    for _again in range(2):
        tasks.write_export(str(job.pk))

    job.refresh_from_db()
    assert (job.state, job.row_count) == ("done", 1)
    assert [path.name for path in (media / "exports").iterdir()] == [f"{job.pk}.xlsx"]
    assert AuditEvent.objects.filter(verb="export.finish").count() == 1
    assert OutboxMessage.objects.get(kind="export.finish").recipient_ids == [str(world.receiver.pk)]


def test_job_of_somebody_without_rights_any_longer_is_empty(world):
    make.at_state(world, "received")
    job = exports.ask(wanted=wanted(world.receiver))
    world.receiver.memberships.update(until=timezone.localdate() - dt.timedelta(days=1))

    exports.write_job(str(job.pk))

    job.refresh_from_db()
    assert job.row_count == 0


def test_job_that_never_ends_well_is_given_up(world):
    job = exports.ask(wanted=wanted(world.receiver))
    ExportJob.objects.filter(pk=job.pk).update(tries=exports.TRIES)

    assert list(exports.claim_due()) == []

    job.refresh_from_db()
    assert job.state == "failed"


def test_file_is_gone_after_a_day(world, media):
    job = exports.ask(wanted=wanted(world.receiver))
    exports.write_job(str(job.pk))

    assert exports.expire() == 0
    assert exports.expire(timezone.now() + dt.timedelta(hours=25)) == 1

    job.refresh_from_db()
    assert job.state == "expired"
    assert list((media / "exports").iterdir()) == []
