"""Long files: confirmed as a row that waits, and brought in by a job, once, with its progress.

The file lies aside for its sender (readers/stash). Whose worker was killed begins anew: nothing is
written before the one transaction that also ends the run.
"""

import datetime as dt

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.readers import stash
from portal.core import audit, notices, waiting
from portal.core.locking import atomic
from portal.errors import Refusal
from portal.lists.actions import imports
from portal.lists.kinds import imports_for
from portal.models import ImportRun, ImportState

# Rows that nobody has to wait for.
AT_ONCE = 2_000
PATIENCE = dt.timedelta(minutes=2)
TRIES = 3
LOST = gettext_lazy("处理进程几次中断，没有导入任何数据，请重新导入。")
# What reading takes of the whole way; the rest is writing.
READ = 90


def is_long(sent):
    return len(imports.opened(sent.content).rows) > AT_ONCE


@atomic
def ask(*, kind, sent, by, only_right=False):
    """Confirm a long file; the same file that waits already is not asked for again."""
    known = {"owner": by, "kind": kind.code, "sha256": sent.sha256}
    if there := ImportRun.objects.due().filter(**known).first():
        return there
    row = imports.tried(kind=kind, sent=sent, by=by)
    row.total = row.total or len(imports.opened(sent.content).rows)
    row.mapping = sent.given or {}
    row.state, row.only_right, row.progress = ImportState.WAITING, only_right, 0
    row.hospital, row.next_try_at, row.tries = by.working_hospital_id, timezone.now(), 0
    row.save()
    stash.keep(sent.content, by.pk)
    audit.record("list.import_ask", by, by=by, to=kind.code, sha256=sent.sha256)
    return row


def claim_due(now=None):
    """The ids of files to be brought in now; one whose worker was lost three times has failed."""
    failed = {"state": ImportState.FAILED, "finished_at": timezone.now(), "fault": str(LOST)}
    rows = ImportRun.objects.due()
    return list(waiting.claimed(rows, patience=PATIENCE, tries=TRIES, failed=failed, now=now))


def bring_in(*, run_id):
    """Read and write one file that waits, as its sender could at the hospital of the asking."""
    with waiting.alone(run_id) as is_alone:
        run = ImportRun.objects.select_related("owner").get(pk=run_id)
        if not is_alone or run.state != ImportState.WAITING:
            return run
        owner = run.owner
        owner.working_hospital_id = run.hospital
        with translation.override(owner.language):
            try:
                return _brought_in(run, owner)
            except Refusal as refusal:
                return _fail(run=run, words=str(refusal.message))


def _brought_in(run, owner):
    kind = imports_for(owner).get(run.kind)
    content = stash.find(run.sha256, owner.pk)
    if kind is None:
        raise Refusal(_("您的角色不能执行此操作。"), code="forbidden")
    if content is None:
        raise Refusal(_("试运行的文件已过期，请重新选择文件。"), code="gone")
    sent = imports.Sent(content, run.file_name, run.mapping or None)
    reading = imports.read(
        kind=kind, content=content, by=owner, given=sent.given, say=lambda part: _tell(run, part)
    )
    done = imports.bring_in(
        reading=reading, sent=sent, by=owner, only_right=run.only_right, run=run
    )
    _notify(done, "import.finish", rows=done.written, wrong=done.wrong_rows)
    return done


def _tell(run, part):
    """How far it is; and that somebody is at it, so that nobody begins anew."""
    ImportRun.objects.filter(pk=run.pk).update(
        progress=part * READ // 100, next_try_at=timezone.now() + PATIENCE
    )


@atomic
def _fail(*, run, words):
    row = ImportRun.objects.select_for_update().get(pk=run.pk)
    if row.state != ImportState.WAITING:
        return row
    row.state, row.finished_at, row.fault = ImportState.FAILED, timezone.now(), words[:300]
    row.save()
    _notify(row, "import.fail", file=row.file_name)
    return row


def _notify(row, kind, **told):
    notices.tell(
        key=f"import:{row.pk}",
        kind=kind,
        recipients={row.owner_id},
        url=row.get_absolute_url(),
        **told,
    )
