"""Case abstracts in force: a batch's files are published together, replaced, and restored.

The files are on the disk under the hash of their content before; the ledger is written in one
transaction. So a batch is visible whole or not at all, and a crash leaves orphan files only.
"""

from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from hospitals.abstracts import files
from hospitals.actions import incoming
from hospitals.enums import BatchState
from hospitals.models import AbstractFile, Hospital, ImportBatch, Region
from portal.core import audit
from portal.core.locking import atomic
from portal.errors import Refusal

PUBLISH_LOCK = 0x66616374
ORPHAN_SECONDS = 24 * 60 * 60


@atomic
def publish(*, batch, rows, by=None):
    """Put a batch in force. rows: unsaved AbstractFile rows whose files are written already."""
    _wait_for_other_batches()
    for row in rows:
        row.batch, row.is_synthetic, row.created_by = batch, batch.is_synthetic, by
    _refuse_double_counting(rows)
    _replace(rows, batch)
    AbstractFile.objects.bulk_create(rows)
    months = sorted({row.month for row in rows})
    batch.first_month, batch.last_month = (months[0], months[-1]) if months else (None, None)
    batch.row_count = sum(row.rows for row in rows)
    batch.state = BatchState.CURRENT
    batch.version += 1
    batch.save()
    _retire_emptied(batch)
    audit.record("abstracts.publish", batch, by=by, rows=batch.row_count, files=len(rows))
    return batch


@atomic
def restore(*, batch, by=None):
    """Put an older batch back in force, as whole as it was; what is in force there steps back."""
    _wait_for_other_batches()
    batch = incoming.locked(batch, by, among=BatchState)
    rows = list(batch.abstract_files.order_by("month", "pk"))
    if batch.state != BatchState.REPLACED or not rows:
        raise Refusal(_("只有被替换的批次可以恢复。"), code="not_replaced")
    if faulty := [row.path for row in rows if _fault(row)]:
        text = _("有 %(count)d 个数据文件缺失或已损坏，不能恢复。")
        raise Refusal(text % {"count": len(faulty)}, code="faulty_files")
    _refuse_double_counting(rows)
    _replace(rows, batch)
    batch.abstract_files.update(replaced_by=None)
    batch.state = BatchState.CURRENT
    batch.version += 1
    batch.save(update_fields=["state", "version", "updated_at"])
    _retire_emptied(batch)
    audit.record("abstracts.restore", batch, by=by, rows=batch.row_count, files=len(rows))
    return batch


def verify():
    """(row of the ledger, fault) for each file, replaced ones too, that is not as written."""
    for row in AbstractFile.objects.order_by("month", "path").iterator():
        if fault := _fault(row):
            yield row, fault


def sweep(*, older_than=ORPHAN_SECONDS):
    """Remove files that no ledger names: what a crash, or a batch never published, left behind."""
    known = set(AbstractFile.objects.values_list("path", flat=True)) | _tried()
    gone = list(files.orphans(Path(settings.FACTS_DIR), known, older_than))
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _tried():
    """Files of batches that somebody may still commit."""
    rows = ImportBatch.objects.abstracts().filter(state__in=[BatchState.READY, BatchState.HELD])
    found = rows.values_list("findings", flat=True)
    return {part["path"] for findings in found for part in findings["parts"]}


def _fault(row):
    return files.fault(Path(settings.FACTS_DIR), row.path, row.sha256)


def _wait_for_other_batches():
    """Two at once would replace each other half."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISH_LOCK])


def _same_places(rows):
    """The current files of the same hospitals, or provinces, and months."""
    wanted = Q(pk__in=[])
    for month in {row.month for row in rows}:
        here = [row for row in rows if row.month == month]
        hospitals = [row.hospital_id for row in here if row.hospital_id]
        regions = [row.region_id for row in here if row.region_id]
        wanted |= Q(month=month) & (Q(hospital__in=hospitals) | Q(region__in=regions))
    return AbstractFile.objects.current().filter(wanted)


def _replace(rows, batch):
    _same_places(rows).exclude(batch=batch).update(replaced_by=batch)


def _refuse_double_counting(rows):
    """A province's file holds all of its hospitals: beside theirs each stay would count twice."""
    current = AbstractFile.objects.current()
    for row in rows:
        here = current.filter(month=row.month)
        if row.hospital_id:
            place = Hospital.objects.select_related("region__parent__parent").get(
                pk=row.hospital_id
            )
            other = here.filter(region__in=[above.pk for above in place.region.line()])
        else:
            inside = Region.objects.inside([row.region_id]).values("pk")
            other = here.filter(hospital__region__in=inside)
        if other.exclude(batch=row.batch).exists():
            raise Refusal(_("同一地区同一月份已有另一口径的数据文件。"), code="counted_twice")


def _retire_emptied(batch):
    """An older batch without a file in force has been replaced."""
    in_force = AbstractFile.objects.current().values("batch")
    emptied = ImportBatch.objects.abstracts().current().exclude(pk=batch.pk)
    emptied.exclude(pk__in=in_force).update(state=BatchState.REPLACED)
