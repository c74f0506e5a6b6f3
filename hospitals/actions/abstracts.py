"""A file of case abstracts on its way in: received, matched, tried, then committed or dropped.

The reader works in a process of its own (hospitals/readers/abstracts); what waits for it is a row,
so nothing is lost with the broker, and reading twice finds the same. Nothing is in force before
the commit, which is one transaction (hospitals/actions/facts).
"""

import datetime as dt
import hashlib
import hmac
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.access import regions_for
from hospitals.actions import abstract_findings, abstract_tables, facts
from hospitals.enums import BatchKind, BatchState, SourceSystem
from hospitals.models import AbstractFile, Hospital, ImportBatch, Region
from hospitals.models.batch import UNREAD
from hospitals.readers.abstracts import aside, columns, launch, source
from hospitals.readers.abstracts.codes import core
from portal.core import audit, waiting
from portal.core.locking import atomic
from portal.errors import Incomplete, NotAllowed, Refusal, Stale
from portal.models import ImportMapping, new_id
from portal.roles import Permission

MAPPING = "abstracts"
# A message that nobody took for so long is sent again.
PATIENCE = dt.timedelta(minutes=5)
# A reader is heard every ten seconds; one that was silent for so long was killed.
LEASE = dt.timedelta(minutes=1)
TRIES = 3
KEPT = dt.timedelta(days=3)
OPEN = [BatchState.MAPPING, BatchState.READY, BatchState.HELD]


@dataclass(frozen=True)
class Sender:
    """Who sends: a hospital its own abstracts, or a region those of all hospitals in it."""

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


def receive(*, upload, sender, month=None, by=None, is_synthetic=False):
    """Put the file aside and look at its header. The same file again is the batch it was before."""
    require_sender(by, sender)
    pk = new_id()
    path = aside.incoming(pk)
    sha256 = _put_aside(upload, path)
    try:
        if earlier := _earlier(sender, sha256):
            path.unlink()
            return earlier
        told = _looked_at(path)
        return _begun(pk, upload, sender, sha256, told, (month, by, is_synthetic))
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@atomic
def _begun(pk, upload, sender, sha256, told, rest):
    month, by, is_synthetic = rest
    remembered = ImportMapping.objects.of(by, MAPPING) if by else {}
    guess = columns.guess(told["header"], remembered)
    batch = ImportBatch.objects.create(
        pk=pk,
        kind=BatchKind.ABSTRACTS,
        sender_hospital=sender.hospital,
        sender_region=sender.region or sender.hospital.region,
        source_system=SourceSystem.HOSPITAL if sender.hospital else SourceSystem.PROVINCE,
        file_name=Path(upload.name).name[:200],
        sha256=sha256,
        encoding=told["encoding"],
        header=told["header"],
        mapping=guess.mapping,
        findings={"personal": list(guess.personal), "system": guess.system},
        asked_month=month,
        state=BatchState.MAPPING,
        is_synthetic=is_synthetic,
        created_by=by,
    )
    audit.record("abstracts.receive", batch, by=by, sha256=sha256)
    return batch


@atomic
def queue(*, batch, mapping, by=None):
    """Say which column means what, and let it be read. mapping: column → places in the header."""
    batch = _locked(batch, by, BatchState.MAPPING, BatchState.READY, BatchState.HELD)
    width = len(batch.header)
    mapping = {
        code: [place for place in places if 0 <= place < width]
        for code, places in mapping.items()
        if code in columns.BY_CODE
    }
    mapping = {code: places for code, places in mapping.items() if places}
    if missing := columns.missing(mapping, has_sender=batch.sender_hospital_id is not None):
        labels = "、".join(_(columns.BY_CODE[code].label) for code in missing)
        words = _("文件中没有这些列，请指定：%(columns)s") % {"columns": labels}
        raise Incomplete(words, errors={"mapping": words}, code="missing_columns")
    batch.mapping, batch.state, batch.progress = mapping, BatchState.WAITING, 0
    batch.next_try_at, batch.tries, batch.stage = timezone.now(), 0, ""
    batch.version += 1
    batch.save()
    if by is not None:
        _remember(batch, by)
    audit.record("abstracts.queue", batch, by=by)
    return batch


def _remember(batch, by):
    told = {batch.header[at]: code for code, places in batch.mapping.items() for at in places}
    ImportMapping.objects.remember(by, MAPPING, {head: code for head, code in told.items() if head})


def claim_due():
    """The ids of batches to read now. One whose reader was lost three times has failed."""
    failed = {"state": BatchState.FAILED, "next_try_at": None}
    rows = ImportBatch.objects.abstracts().due()
    named = {"patience": PATIENCE, "tries": TRIES, "failed": failed, "is_try": False}
    return list(waiting.claimed(rows, **named))


def read(*, batch_id, say=None):
    """Read a waiting batch and note what was found; returns it as it is then."""
    with waiting.alone(batch_id) as is_alone:
        batch = ImportBatch.objects.abstracts().get(pk=batch_id)
        if not is_alone or batch.state not in UNREAD:
            return batch
        _hold(batch, state=BatchState.READING, tries=F("tries") + 1)
        with tempfile.TemporaryDirectory(dir=aside.work()) as folder:
            work = Path(folder)
            order = _order(batch, work)
            ledger = _ledger(Sender.of(batch).hospitals)
            try:
                result = launch.run(order, lambda *told: _tell(batch, say, *told))
            except source.Unreadable as error:
                return abstract_findings.refuse(batch=batch, error=error)
            return abstract_findings.found(batch=batch, result=result, ledger=ledger, work=work)


@atomic
def commit(*, batch, note="", by=None):
    """Put what was found in force. A held batch needs somebody who says why it is right."""
    batch = _locked(batch, by, BatchState.READY, BatchState.HELD)
    if batch.state == BatchState.HELD and not note.strip():
        words = _("请说明这些数为什么是对的。")
        raise Incomplete(words, errors={"note": words}, code="note_missing")
    if _ledger(Sender.of(batch).hospitals) != batch.findings["ledger"]:
        raise Stale(_("试运行之后又有别的批次提交，请重新试运行。"), code="stale")
    batch.note, batch.next_try_at = note.strip()[:300], None
    rows = [
        AbstractFile(
            hospital_id=part["hospital"],
            month=part["month"],
            path=part["path"],
            sha256=part["sha256"],
            rows=part["rows"],
            counts={name: part[name] for name in ("unknown", "unmapped", "provinces", "bed_days")},
        )
        for part in batch.findings["parts"]
    ]
    done = facts.publish(batch=batch, rows=rows, by=by)
    _forget(batch)
    return done


@atomic
def drop(*, batch, by=None):
    """Give up a batch that is not in force; its file goes."""
    batch = _locked(batch, by, *OPEN)
    batch.state, batch.next_try_at = BatchState.DROPPED, None
    batch.version += 1
    batch.save(update_fields=["state", "next_try_at", "version", "updated_at"])
    _forget(batch)
    audit.record("abstracts.drop", batch, by=by)
    return batch


def drop_forgotten(*, now=None):
    """Batches that nobody committed for days: their files may hold what must not lie about."""
    limit = (now or timezone.now()) - KEPT
    rows = ImportBatch.objects.abstracts().filter(state__in=OPEN, updated_at__lt=limit)
    return [drop(batch=batch).pk for batch in rows]


def require_sender(user, sender):
    """Hospitals send their own; a region's those who answer for it. None: a job."""
    if user is None:
        return
    if sender.hospital is not None:
        may = sender.hospital.pk in user.hospitals_with(Permission.ABSTRACT_IMPORT)
    else:
        regions = regions_for(user, Permission.ABSTRACT_IMPORT)
        may = Region.objects.inside(regions).filter(pk=sender.region.pk).exists()
    if not may:
        raise NotAllowed(_("您不能为这里报送数据。"))


def _forget(batch):
    """What was sent goes once it is certain that nobody needs it."""
    transaction.on_commit(lambda: aside.incoming(batch.pk).unlink(missing_ok=True))


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


def _earlier(sender, sha256):
    same = ImportBatch.objects.abstracts().imported().filter(sha256=sha256)
    if sender.hospital is not None:
        return same.filter(sender_hospital=sender.hospital).first()
    return same.filter(sender_hospital=None, sender_region=sender.region).first()


def _locked(batch, by, *states):
    found = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    require_sender(by, Sender.of(found))
    if found.state not in states:
        raise Refusal(_("批次的状态已变，请刷新后再看。"), code="wrong_state")
    return found


def _order(batch, work):
    """What the reader is told. Its key is of the abstracts alone: it opens nothing else.

    128 bits of it: with more, what is hashed of a stay would not fit one block of the hash.
    """
    sender = Sender.of(batch)
    key = hmac.new(bytes.fromhex(settings.MATCH_KEY), b"abstracts", hashlib.sha256).digest()[:16]
    hospital = sender.hospital
    code = core(hospital.org_code) or str(hospital.pk) if hospital else ""
    return {
        "act": "read",
        "path": str(aside.incoming(batch.pk)),
        "work": str(work),
        "root": str(settings.FACTS_DIR),
        "encoding": batch.encoding,
        "mapping": batch.mapping,
        "terms": {
            "key": key.hex(),
            "today": f"{timezone.localdate():%Y-%m-%d}",
            "month": f"{batch.asked_month:%Y-%m-%d}" if batch.asked_month else "",
            "sender": code,
        },
        "sender": str(hospital.pk) if hospital else "",
        "tables": abstract_tables.tables(senders=sender.hospitals),
        "place_names": abstract_tables.place_names(),
        "kept": abstract_tables.kept(senders=sender.hospitals),
    }


def _ledger(hospitals):
    """Which files of these hospitals are in force, as one text."""
    rows = AbstractFile.objects.current().filter(hospital__in=hospitals).order_by("pk")
    listed = ",".join(str(pk) for pk in rows.values_list("pk", flat=True))
    return hashlib.sha256(listed.encode()).hexdigest()


def _tell(batch, say, stage, percent):
    _hold(batch, stage=stage, progress=percent)
    if say:
        say(stage, percent)


def _hold(batch, **fields):
    """Say that somebody is at it, so that nobody begins anew."""
    held = timezone.now() + LEASE
    ImportBatch.objects.filter(pk=batch.pk).update(next_try_at=held, **fields)
