"""Files that people give with a row. Nobody reads one before it was inspected.

Each kind of row keeps its documents in a model of its own below Document; giving, inspecting,
reading and sweeping are the same for all, and happen here.
"""

import contextlib
import hashlib
from abc import abstractmethod

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core import audit, clamd, inspection, vault
from portal.core.file_name import sanitised
from portal.core.sealing import SealedTextField
from portal.errors import Incomplete, Refusal
from portal.models import Record

MEGABYTE = 1024 * 1024


class MediaType(models.TextChoices):
    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "JPEG"
    PNG = "image/png", "PNG"


class InspectionState(models.TextChoices):
    PENDING = "pending", gettext_lazy("待检查")
    CLEAN = "clean", gettext_lazy("已检查")
    BLOCKED = "blocked", gettext_lazy("已拦截")


class DocumentQuerySet(models.QuerySet):
    def clean(self):
        return self.filter(state=InspectionState.CLEAN)

    def waiting(self):
        return self.filter(state=InspectionState.PENDING)

    def in_order(self):
        return self.order_by("created_at", "pk")


class Document(Record):
    """One file. Its bytes lie sealed in the private folder, named by their hash.

    Its state moves only in inspect_waiting.
    """

    name = SealedTextField(gettext_lazy("文件名"))
    media_type = models.CharField(gettext_lazy("格式"), max_length=16, choices=MediaType.choices)
    size = models.PositiveIntegerField(gettext_lazy("大小"))
    sha256 = models.CharField(max_length=64)
    state = models.CharField(
        gettext_lazy("检查状态"),
        max_length=8,
        choices=InspectionState.choices,
        default=InspectionState.PENDING,
        editable=False,
    )
    blocked_for = models.CharField(gettext_lazy("拦截原因"), max_length=20, blank=True)
    inspected_at = models.DateTimeField(gettext_lazy("检查时间"), null=True, editable=False)

    # What its audit events are called, such as attachment.add.
    noun = "document"

    class Meta:
        abstract = True

    @property
    @abstractmethod
    def audited(self):
        """(hospitals, detail): whose the events about it are, and what they say of its owner."""

    @property
    def is_readable(self):
        return self.state == InspectionState.CLEAN

    def record(self, step, by, **detail):
        hospitals, owner = self.audited
        audit.record(f"{self.noun}.{step}", self, by=by, hospitals=hospitals, **owner, **detail)


def keep(row, *, among, content, name, by):
    """Keep the content as this row, or return the same file given before among its siblings."""
    media_type = checked(content, among)
    if found := among.filter(sha256=hashlib.sha256(content).hexdigest()).first():
        return found
    row.name, row.media_type = sanitised(name, media_type), media_type
    row.size, row.sha256, row.created_by = len(content), vault.put(content), by
    row.save(force_insert=True)
    row.record("add", by, kind=row.kind, size=row.size)
    return row


def checked(content, among):
    """The media type, or Incomplete with what is wrong with the file."""
    media_type = inspection.kind_of(content)
    if not content:
        _refuse(_("文件是空的。"))
    if len(content) > settings.ATTACHMENT_MAX_BYTES:
        limit = settings.ATTACHMENT_MAX_BYTES // MEGABYTE
        _refuse(_("单个文件不能超过 %(limit)d MB。") % {"limit": limit})
    if not media_type:
        _refuse(_("只能上传 PDF、JPEG 或 PNG 文件。"))
    given = among.aggregate(bytes=Sum("size"))["bytes"] or 0
    if given + len(content) > settings.ATTACHMENTS_MAX_BYTES:
        limit = settings.ATTACHMENTS_MAX_BYTES // MEGABYTE
        _refuse(_("附件合计不能超过 %(limit)d MB。") % {"limit": limit})
    if among.count() >= settings.ATTACHMENTS_MAX_COUNT:
        _refuse(_("附件不能超过 %(limit)d 个。") % {"limit": settings.ATTACHMENTS_MAX_COUNT})
    return media_type


def _refuse(message):
    raise Incomplete(message, errors={"files": message}, code="attachment")


@transaction.atomic
def remove(row, *, by):
    """The row goes; the file follows when no other row names it (sweep_orphans)."""
    row.record("remove", by, sha256=row.sha256)
    type(row).objects.filter(pk=row.pk).delete()


@transaction.atomic
def read(row, *, by):
    """The bytes of an inspected document; the audit trail keeps who read it."""
    if not row.is_readable:
        raise Refusal(_("附件尚未通过检查，不能查看。"), code="not_inspected")
    try:
        content = vault.get(row.sha256)
    except FileNotFoundError:
        raise Refusal(_("附件文件缺失，请联系信息科。"), code="file_missing") from None
    row.record("read", by)
    return content


def kinds():
    """Every model of documents."""
    return [model for model in apps.get_models() if issubclass(model, Document)]


def inspect_waiting(*, limit=20):
    """Inspect what waits, one transaction each; returns how many were decided."""
    done = 0
    for model in kinds():
        for pk in model.objects.waiting().in_order().values_list("pk", flat=True)[:limit]:
            with contextlib.suppress(clamd.Unreachable):
                done += _inspect(model, pk)
    return done


def sweep_orphans():
    """Remove files that no row names; returns how many."""
    wanted = set()
    for model in kinds():
        wanted.update(model.objects.values_list("sha256", flat=True).distinct())
    return vault.sweep(lambda name: name in wanted)


@transaction.atomic
def _inspect(model, pk):
    """Decide about one document. Another worker that has it in hand is not waited for."""
    rows = model.objects.waiting().select_for_update(of=("self",), skip_locked=True)
    document = rows.filter(pk=pk).first()
    if document is None:
        return 0
    document.blocked_for = _fault(document)
    document.state = InspectionState.BLOCKED if document.blocked_for else InspectionState.CLEAN
    document.inspected_at = timezone.now()
    document.save(update_fields=["state", "blocked_for", "inspected_at", "updated_at"])
    document.record("inspect", None, state=document.state, blocked_for=document.blocked_for)
    return 1


def _fault(row):
    """Why the document is blocked; empty for one that may be read."""
    try:
        content = vault.get(row.sha256)
        inspection.inspect(content)
    except FileNotFoundError:
        return "missing"
    except inspection.Blocked as blocked:
        return str(blocked)
    address = settings.CLAMD_ADDRESS
    return "virus" if address and clamd.finds_virus(content, address) else ""
