"""Take a list away as a file: at once while it is short, by a job when it is long.

Every file is audited with what it holds and how many rows. A long one waits as a row, so that it is
written whatever happens to the broker; writing it twice leaves one file.
"""

import datetime as dt
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.core import audit, downloads, notices, waiting
from portal.core.listing import query_dict
from portal.lists.kinds import KINDS
from portal.models import ExportJob, ExportState
from portal.templatetags.ui import chips

AT_ONCE = 5000
KEPT = dt.timedelta(hours=24)
PATIENCE = dt.timedelta(minutes=20)
TRIES = 3
AT_A_TIME = 5


@dataclass(frozen=True)
class Wanted:
    """What to write: the rows, by which filters they were chosen, and for whom."""

    kind: object
    rows: object
    query: object
    columns: tuple
    by: object
    file_type: str = "xlsx"
    searched: bool = False

    @property
    def filters(self):
        """The filters in words, one line each."""
        filterset = self.kind.filtered(self.query, self.by)[1]
        found = [(chip["label"], chip["value"]) for chip in chips(filterset, self.query)]
        if self.searched:
            found.append((_("查找"), _("按患者信息查找，内容不写入文件")))
        return found or [(_("筛选条件"), _("无"))]


def write(wanted, path):
    """Write the file and return its number of rows."""
    columns = [str(column.label) for column in wanted.columns]
    rows = wanted.kind.texts(wanted.rows, wanted.columns)
    if wanted.file_type == "csv":
        return downloads.write_csv(path, columns, rows)
    sheets = (_("说明"), str(wanted.kind.label))
    return downloads.write_xlsx(
        path, columns, rows, sheets=sheets, notes=lambda count: _notes(wanted, count)
    )


def _notes(wanted, count):
    yield (_("列表"), str(wanted.kind.label))
    yield (_("导出时间"), f"{timezone.localtime():%Y-%m-%d %H:%M}")
    yield (_("导出人"), str(wanted.by))
    yield (_("行数"), str(count))
    for line in wanted.filters:
        yield tuple(map(str, line))
    for column, meaning in wanted.kind.explained:
        yield (_("口径：%(column)s") % {"column": column}, str(meaning))


@transaction.atomic
def write_now(*, wanted):
    """Write a short list and audit it; returns the open file, which is gone when it is closed."""
    # Closed by the response that streams it.
    stream = tempfile.NamedTemporaryFile(suffix=f".{wanted.file_type}")  # noqa: SIM115
    count = write(wanted, stream.name)
    audit.record(
        "list.export",
        wanted.by,
        by=wanted.by,
        hospitals=_places(wanted.by),
        to=wanted.kind.code,
        rows=count,
        sha256=downloads.digest_of(stream.name),
    )
    return stream


@transaction.atomic
def ask(*, wanted):
    """Ask for a file too long to wait for; the job finds it."""
    job = ExportJob.objects.create(
        kind=wanted.kind.code,
        owner=wanted.by,
        created_by=wanted.by,
        query=dict(wanted.query.lists()),
        columns=[column.code for column in wanted.columns],
        hospital=wanted.by.working_hospital_id,
        file_type=wanted.file_type,
        expires_at=timezone.now() + KEPT,
        is_synthetic=wanted.by.is_synthetic,
    )
    audit.record("export.ask", job, by=wanted.by, hospitals=_places(wanted.by), to=job.kind)
    return job


def claim_due(now=None):
    """The jobs to be written now; each is left alone for a while, by a conditional update."""
    failed = {"state": ExportState.FAILED}
    rows = ExportJob.objects.due()
    return waiting.claimed(
        rows, patience=PATIENCE, tries=TRIES, failed=failed, now=now, limit=AT_A_TIME
    )


def write_job(job_id):
    """Write the file of a job, unless somebody has; half a file is never seen."""
    job = ExportJob.objects.select_related("owner").filter(pk=job_id).first()
    if job is None or job.state != ExportState.WAITING:
        return
    path = path_of(job)
    path.parent.mkdir(parents=True, exist_ok=True)
    with translation.override(job.owner.language):
        half = path.with_suffix(f".{os.getpid()}.half")
        try:
            count = write(_wanted(job), half)
            half.replace(path)
        finally:
            half.unlink(missing_ok=True)
    _finish(job=job, count=count, sha256=downloads.digest_of(path))


@transaction.atomic
def _finish(*, job, count, sha256):
    row = ExportJob.objects.select_for_update().get(pk=job.pk)
    if row.state != ExportState.WAITING:
        return
    row.state, row.row_count, row.sha256 = ExportState.DONE, count, sha256
    row.expires_at = timezone.now() + KEPT
    row.version += 1
    row.save()
    owner = job.owner
    audit.record(
        "export.finish", row, by=owner, hospitals=_places(owner), rows=count, sha256=sha256
    )
    notices.tell(
        key=f"export:{row.pk}",
        kind="export.finish",
        recipients={owner.pk},
        url=reverse("lists:export-list"),
        rows=count,
    )


def expire(now=None):
    """Remove the files that are older than a day; returns how many jobs that were."""
    count = 0
    for job in ExportJob.objects.outlived(now)[:200]:
        with suppress(FileNotFoundError):
            path_of(job).unlink()
        count += ExportJob.objects.filter(pk=job.pk).update(state=ExportState.EXPIRED)
    return count


def path_of(job):
    return Path(settings.MEDIA_ROOT) / job.file_name


def stored(kind, filters, *, by, file_type="xlsx", columns=()):
    """What stored filters leave for this person now."""
    query = query_dict(filters)
    rows, filterset = kind.filtered(query, by)
    wanted = (*kind.filed_columns_of(columns), *kind.spread_of(filterset))
    return Wanted(kind, rows, query, wanted, by, file_type)


def _wanted(job):
    """The list as its owner would see it now, at the hospital they worked for when they asked."""
    owner = job.owner
    owner.working_hospital_id = job.hospital
    return stored(
        KINDS[job.kind], job.query, by=owner, file_type=job.file_type, columns=job.columns
    )


def _places(by):
    return sorted({circle.place for circle in by.circles()})
