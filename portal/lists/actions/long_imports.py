"""Long files: asked for as a row that waits, tried or brought in by a job, once, with its progress.

The file lies aside for its sender (readers/stash). Whose worker was killed begins anew: nothing is
written before the one transaction that also ends the run. Until then its sender may cancel it.
"""

import datetime as dt

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.readers import stash
from portal.core import audit, notices, waiting
from portal.core.locking import atomic
from portal.errors import Refusal, Stale
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
def ask_trial(*, kind, sent, by):
    """Ask for the dry run of a long file, with the columns as they were matched."""
    return _queued(kind, sent, by) or _queue(ImportState.TRYING, kind, sent, by)


@atomic
def ask(*, kind, sent, by, only_right=False):
    """Confirm a long file; the same file that waits already is not asked for again."""
    if there := _queued(kind, sent, by):
        if there.state == ImportState.TRYING:
            raise Refusal(_("这个文件正在试运行，请等试运行结束后再确认。"), code="being_tried")
        return there
    row = _queue(ImportState.WAITING, kind, sent, by, only_right=only_right)
    audit.record("list.import_ask", by, by=by, to=kind.code, sha256=sent.sha256)
    return row


def _queued(kind, sent, by):
    known = {"owner": by, "kind": kind.code, "sha256": sent.sha256}
    return ImportRun.objects.due().filter(**known).first()


def _queue(state, kind, sent, by, only_right=False):
    row = imports.tried(kind=kind, sent=sent, by=by)
    row.total = row.total or len(imports.opened(sent.content).rows)
    row.mapping, row.only_right, row.leftover = sent.given or {}, only_right, ""
    row.state, row.progress, row.tries = state, 0, 0
    row.hospital, row.next_try_at = by.working_hospital_id, timezone.now()
    row.version += 1
    row.save()
    stash.keep(sent.content, by.pk)
    return row


@atomic
def cancel(*, run, by, version):
    """Take a file back that waits or is being read; what is being written runs to its end."""
    rows = ImportRun.objects.visible_to(by).filter(pk=run.pk)
    row = rows.select_for_update(skip_locked=True).first()
    if row is None:
        raise Refusal(_("数据正在写入，已不能取消。"), code="being_written")
    if not row.is_queued:
        raise Refusal(_("只有正在试运行或正在导入的文件可以取消。"), code="not_open")
    if row.version != version:
        raise Stale(_("内容已被他人更新，请刷新后重新填写。"), code="stale")
    row.state, row.finished_at = ImportState.STOPPED, timezone.now()
    row.version += 1
    row.save()
    audit.record("list.import_cancel", by, by=by, to=row.kind, sha256=row.sha256)
    return row


def claim_due(now=None):
    """The ids of files to be worked on now; one whose worker was lost three times has failed."""
    now = now or timezone.now()
    failed = {"state": ImportState.FAILED, "finished_at": now, "fault": str(LOST)}
    rows = ImportRun.objects.due()
    for run in rows.filter(tries__gte=TRIES, next_try_at__lte=now).select_related("owner"):
        with translation.override(run.owner.language):
            _fail(run=run, words=str(LOST))
    return list(waiting.claimed(rows, patience=PATIENCE, tries=TRIES, failed=failed, now=now))


def work_on(*, run_id):
    """Try or bring in one file that waits, as its sender could at the hospital of the asking."""
    with waiting.alone(run_id) as is_alone:
        run = ImportRun.objects.select_related("owner").get(pk=run_id)
        if not is_alone or not run.is_queued:
            return run
        owner = run.owner
        owner.working_hospital_id = run.hospital
        with translation.override(owner.language):
            try:
                _work(run, owner)
            except Refusal as refusal:
                _fail(run=run, words=str(refusal.message))
        run.refresh_from_db()
        return run


def _work(run, owner):
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
    _end(run, reading=reading, sent=sent, by=owner)


@atomic
def _end(run, **known):
    if run.state == ImportState.TRYING:
        if done := imports.note_trial(run=run, **known):
            _notify(done, "import.try", right=done.right_rows, wrong=done.wrong_rows)
    elif done := imports.bring_in(run=run, only_right=run.only_right, **known):
        _notify(done, "import.finish", rows=done.written, wrong=done.wrong_rows)


def _tell(run, part):
    """How far it is; and that somebody is at it, so that nobody begins anew."""
    mine = ImportRun.objects.filter(pk=run.pk, state=run.state)
    at = {"progress": part * READ // 100, "next_try_at": timezone.now() + PATIENCE}
    if not mine.update(**at):
        raise Refusal(_("已取消"), code="cancelled")


@atomic
def _fail(*, run, words):
    row = ImportRun.objects.select_for_update().get(pk=run.pk)
    if row.state != run.state:
        return
    row.state, row.finished_at, row.fault = ImportState.FAILED, timezone.now(), words[:300]
    row.save()
    _notify(row, "import.fail", file=row.file_name)


def _notify(row, kind, **told):
    notices.tell(
        key=f"import:{row.pk}:{row.version}",
        kind=kind,
        recipients={row.owner_id},
        url=row.get_absolute_url(),
        **told,
    )
