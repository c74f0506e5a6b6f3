"""A file of facts of any kind on its way in: received, matched, read, then committed or dropped.

What waits for its reader is a row, so nothing is lost with the broker, and reading twice finds the
same. Nothing is in force before the commit. What sets a kind apart is in its own module: abstracts,
flows.
"""

import datetime as dt
import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.access import regions_for
from hospitals.enums import BatchKind, BatchState
from hospitals.models import Hospital, ImportBatch, ImportProblem, Region
from hospitals.models.batch import CAME_IN, UNREAD
from hospitals.readers import flow_columns
from hospitals.readers.abstracts import aside, launch, source
from hospitals.readers.abstracts import columns as abstract_columns
from portal.core import audit, waiting
from portal.core.locking import atomic
from portal.errors import Incomplete, NotAllowed, Refusal
from portal.models import ImportMapping, new_id
from portal.roles import Permission

COLUMNS = {BatchKind.ABSTRACTS: abstract_columns, BatchKind.FLOWS: flow_columns}
PERMISSIONS = {
    BatchKind.ABSTRACTS: Permission.ABSTRACT_IMPORT,
    BatchKind.FLOWS: Permission.FLOW_IMPORT,
}
# A message that nobody took for so long is sent again.
PATIENCE = dt.timedelta(minutes=5)
# A reader is heard every ten seconds; one that was silent for so long was killed.
LEASE = dt.timedelta(minutes=1)
TRIES = 3
KEPT = dt.timedelta(days=3)
OPEN = [BatchState.MAPPING, BatchState.READY, BatchState.HELD]


@dataclass(frozen=True)
class Sender:
    """Who sends: a hospital its own facts, or a region those of all that lies in it."""

    hospital: Hospital | None = None
    region: Region | None = None

    @property
    def hospitals(self):
        if self.hospital is not None:
            return Hospital.objects.filter(pk=self.hospital.pk)
        return Hospital.objects.filter(region__in=Region.objects.inside([self.region.pk]))

    @classmethod
    def of(cls, batch):
        return cls(batch.sender_hospital, batch.sender_region)


def receive(*, upload, sender, fields, by=None):
    """Put the file aside and look at its header. The same file again is the batch it was before.

    fields: of the batch, its kind among them.
    """
    require_sender(by, sender, kind=fields["kind"])
    pk = new_id()
    path = aside.incoming(pk)
    sha256 = _put_aside(upload, path)
    try:
        if earlier := _earlier(sender, fields["kind"], sha256):
            path.unlink()
            return earlier
        told = _looked_at(path)
        named = {"pk": pk, "file_name": Path(upload.name).name[:200], "sha256": sha256}
        return _begun(sender, told, fields | named, by)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@atomic
def _begun(sender, told, fields, by):
    remembered = ImportMapping.objects.of(by, fields["kind"]) if by else {}
    guess = COLUMNS[fields["kind"]].guess(told["header"], remembered)
    batch = ImportBatch.objects.create(
        **fields,
        sender_hospital=sender.hospital,
        sender_region=sender.region or sender.hospital.region,
        encoding=told["encoding"],
        header=told["header"],
        mapping=guess.mapping,
        findings={"personal": list(guess.personal), "system": guess.system},
        state=BatchState.MAPPING,
        created_by=by,
    )
    audit.record(f"{batch.kind}.receive", batch, by=by, sha256=batch.sha256)
    return batch


def lacking(batch, mapping):
    """Required columns that the file lacks and that are not told beside it."""
    if batch.kind == BatchKind.FLOWS:
        return flow_columns.missing(mapping, has_source=bool(batch.source_system))
    return abstract_columns.missing(mapping, has_sender=batch.sender_hospital_id is not None)


@atomic
def queue(*, batch, mapping, by=None):
    """Say which column means what, and let it be read. mapping: column → places in the header."""
    batch = locked(batch, by, among=OPEN)
    width, known = len(batch.header), COLUMNS[batch.kind].BY_CODE
    mapping = {
        code: [place for place in places if 0 <= place < width]
        for code, places in mapping.items()
        if code in known
    }
    mapping = {code: places for code, places in mapping.items() if places}
    if missing := lacking(batch, mapping):
        labels = "、".join(_(known[code].label) for code in missing)
        words = _("文件中没有这些列，请指定：%(columns)s") % {"columns": labels}
        raise Incomplete(words, errors={"mapping": words}, code="missing_columns")
    batch.mapping, batch.state, batch.progress = mapping, BatchState.WAITING, 0
    batch.next_try_at, batch.tries, batch.stage = timezone.now(), 0, ""
    batch.version += 1
    batch.save()
    if by is not None:
        _remember(batch, by)
    audit.record(f"{batch.kind}.queue", batch, by=by)
    return batch


def _remember(batch, by):
    told = {batch.header[at]: code for code, places in batch.mapping.items() for at in places}
    told = {head: code for head, code in told.items() if head}
    ImportMapping.objects.remember(by, batch.kind, told)


def claim_due():
    """The ids of batches to read now. One whose reader was lost three times has failed."""
    failed = {"state": BatchState.FAILED, "next_try_at": None}
    named = {"patience": PATIENCE, "tries": TRIES, "failed": failed, "is_try": False}
    return list(waiting.claimed(ImportBatch.objects.due(), **named))


def read(*, batch_id, act, say=None):
    """Let act(batch, work, tell) read a waiting batch, unless somebody is at it; returns it then.

    work: a folder that goes afterwards; tell(stage, percent): how far it is.
    """
    with waiting.alone(batch_id) as is_alone:
        batch = ImportBatch.objects.get(pk=batch_id)
        if not is_alone or batch.state not in UNREAD:
            return batch
        _hold(batch, state=BatchState.READING, tries=F("tries") + 1)
        with tempfile.TemporaryDirectory(dir=aside.work()) as folder:
            try:
                return act(batch, Path(folder), lambda *told: _tell(batch, say, *told))
            except source.Unreadable as error:
                return refuse(batch=batch, error=error)


@atomic
def refuse(*, batch, error):
    """The file as a whole cannot be read: one problem, of no row."""
    batch = locked(batch, None, among=UNREAD)
    hint = _(error.text) % error.numbers
    ImportProblem.objects.filter(batch=batch).delete()
    ImportProblem.objects.create(batch=batch, row=1, rule="unreadable", hint=hint[:300])
    batch.findings = told_by_header(batch) | {"counts": {}, "checks": [], "parts": []}
    return end(batch, BatchState.REFUSED, errors=1, warnings=0)


def told_by_header(batch):
    """What the header said, before the rows were read."""
    return {name: batch.findings.get(name) for name in ("personal", "system")}


def end(batch, state, *, errors, warnings):
    """The reading is over, with this outcome. batch: locked."""
    batch.state, batch.problem_count, batch.warning_count = state, errors, warnings
    batch.progress, batch.stage, batch.next_try_at = 100, "", None
    batch.version += 1
    batch.save()
    if state == BatchState.REFUSED:
        forget(batch)
    counts = {"rows": batch.row_count, "problems": errors, "warnings": warnings}
    audit.record(f"{batch.kind}.read", batch, by=None, state=str(state), **counts)
    return batch


def confirmed(*, batch, note, by):
    """The batch, locked, as somebody commits it. One that is held needs words why it is right."""
    batch = locked(batch, by, among=[BatchState.READY, BatchState.HELD])
    if batch.state == BatchState.HELD and not note.strip():
        words = _("请说明这些数为什么是对的。")
        raise Incomplete(words, errors={"note": words}, code="note_missing")
    if _earlier(Sender.of(batch), batch.kind, batch.sha256):
        raise Refusal(_("这个文件已经导入过，没有重复导入。"), code="same_file")
    batch.note, batch.next_try_at = note.strip()[:300], None
    return batch


@atomic
def drop(*, batch, by=None):
    """Give up a batch that is not in force; its file goes."""
    batch = locked(batch, by, among=OPEN)
    batch.state, batch.next_try_at = BatchState.DROPPED, None
    batch.version += 1
    batch.save(update_fields=["state", "next_try_at", "version", "updated_at"])
    forget(batch)
    audit.record(f"{batch.kind}.drop", batch, by=by)
    return batch


def drop_forgotten(*, now=None):
    """Batches that nobody committed for days: their files may hold what must not lie about."""
    limit = (now or timezone.now()) - KEPT
    rows = ImportBatch.objects.filter(state__in=OPEN, updated_at__lt=limit)
    return [drop(batch=batch).pk for batch in rows]


def require_sender(user, sender, *, kind):
    """Hospitals send their own; a region's those who answer for it. None: a job."""
    if user is None:
        return
    permission = PERMISSIONS[kind]
    if sender.hospital is not None:
        may = sender.hospital.pk in user.hospitals_with(permission)
    else:
        regions = regions_for(user, permission)
        may = Region.objects.inside(regions).filter(pk=sender.region.pk).exists()
    if not may:
        raise NotAllowed(_("您不能为这里报送数据。"))


def locked(batch, by, *, among):
    """The batch as it is now, if this person may act on it and it is in one of these states."""
    found = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    require_sender(by, Sender.of(found), kind=found.kind)
    if found.state not in among:
        raise Refusal(_("批次的状态已变，请刷新后再看。"), code="wrong_state")
    return found


def forget(batch):
    """What was sent goes once it is certain that nobody needs it."""
    transaction.on_commit(lambda: aside.incoming(batch.pk).unlink(missing_ok=True))
    transaction.on_commit(lambda: aside.rows_of(batch.pk).unlink(missing_ok=True))


def _put_aside(upload, path):
    digest = hashlib.sha256()
    with path.open("wb") as out:
        path.chmod(0o600)
        for chunk in upload.chunks():
            digest.update(chunk)
            out.write(chunk)
    return digest.hexdigest()


def _looked_at(path):
    with tempfile.TemporaryDirectory(dir=aside.work()) as work:
        try:
            return launch.run({"act": "look", "path": str(path), "work": work})
        except source.Unreadable as error:
            raise Refusal(_(error.text) % error.numbers, code="unreadable") from None


def _earlier(sender, kind, sha256):
    same = ImportBatch.objects.filter(kind=kind, state__in=CAME_IN, sha256=sha256)
    if sender.hospital is not None:
        return same.filter(sender_hospital=sender.hospital).first()
    return same.filter(sender_hospital=None, sender_region=sender.region).first()


def _tell(batch, say, stage, percent):
    _hold(batch, stage=stage, progress=percent)
    if say:
        say(stage, percent)


def _hold(batch, **fields):
    """Say that somebody is at it, so that nobody begins anew."""
    held = timezone.now() + LEASE
    ImportBatch.objects.filter(pk=batch.pk).update(next_try_at=held, **fields)
