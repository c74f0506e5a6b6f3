"""Documents of referrals and service requests: give one, take it back, inspect it, read it.

Nothing else moves them.
"""

import contextlib
import hashlib

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import audit, vault
from portal.errors import Incomplete, NotAllowed, Refusal
from portal.roles import Permission
from referrals.actions import timers
from referrals.enums import AttachmentKind, InspectionState
from referrals.models import Attachment, Referral, ServiceRequest
from referrals.readers import clamd, inspection
from referrals.readers.file_name import sanitised
from referrals.service_states import STATES as SERVICE_STATES
from referrals.states import STATES

MEGABYTE = 1024 * 1024


@transaction.atomic
def attach(*, referral, content, name, kind, by, kind_other=""):
    """Keep one document of an open referral. It is read by nobody before it was inspected.

    kind_other: what a document of no kind is.
    """
    row = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    hospital_id = _side_of(row, by)
    if STATES[row.state].is_final:
        raise Refusal(_("转诊单已结束，不能再添加附件。"), code="closed")
    made = _keep(
        {"referral": row},
        content,
        name=name,
        kind=kind,
        hospital_id=hospital_id,
        by=by,
        kind_other=kind_other,
        is_synthetic=row.is_synthetic,
    )
    if hospital_id == row.origin_id and kind == AttachmentKind.SUMMARY:
        timers.settle(row, "records", at=timezone.now())
    return made


@transaction.atomic
def attach_to_service(*, service, content, name, kind, by, kind_other=""):
    """Keep one document of a question that still runs: what to look at, or what was found."""
    row = ServiceRequest.objects.select_for_update(of=("self",)).get(pk=service.pk)
    if SERVICE_STATES[row.state].is_final:
        raise Refusal(_("申请单已结束，不能再添加附件。"), code="closed")
    hospital_id = giver_of(row, by)
    if hospital_id is None:
        raise NotAllowed(_("您在本单中没有添加附件的权限。"), code="forbidden")
    return _keep(
        {"service": row},
        content,
        name=name,
        kind=kind,
        hospital_id=hospital_id,
        by=by,
        kind_other=kind_other,
        is_synthetic=row.is_synthetic,
    )


def _keep(owner, content, *, by, **about):
    """The same file twice is one document."""
    [row] = owner.values()
    media_type = _checked(row, content)
    if found := row.attachments.filter(sha256=hashlib.sha256(content).hexdigest()).first():
        return found
    about["name"] = sanitised(about["name"], media_type)
    made = Attachment.objects.create(
        **owner,
        **about,
        media_type=media_type,
        size=len(content),
        sha256=vault.put(content),
        created_by=by,
    )
    _record("attachment.add", made, by, kind=made.kind, size=made.size)
    return made


@transaction.atomic
def remove(*, attachment, by):
    """Take a document back while nobody else has been shown it."""
    if attachment.service_id:
        _need_unseen(attachment, by)
    else:
        _need_unsent(attachment, by)
    _record("attachment.remove", attachment, by, sha256=attachment.sha256)
    Attachment.objects.filter(pk=attachment.pk).delete()


def _need_unsent(attachment, by):
    row = Referral.objects.select_for_update(of=("self",)).get(pk=attachment.referral_id)
    if attachment.hospital_id != _side_of(row, by):
        raise NotAllowed(_("只有上传方可以删除附件。"), code="forbidden")
    if row.submitted_at is not None:
        raise Refusal(_("转诊单已提交，附件不能删除。"), code="submitted")


def _need_unseen(attachment, by):
    """The question has not been signed for; the report that it belongs to has not been sent."""
    row = ServiceRequest.objects.select_for_update(of=("self",)).get(pk=attachment.service_id)
    if attachment.hospital_id != giver_of(row, by):
        raise NotAllowed(_("只有上传方可以删除附件。"), code="forbidden")
    attachment.service = row
    if not attachment.may_be_taken_back:
        raise Refusal(_("对方已可查看，附件不能删除。"), code="submitted")


@transaction.atomic
def read(*, attachment, by):
    """The bytes of an inspected document; the audit trail keeps who read it."""
    if not attachment.is_readable:
        raise Refusal(_("附件尚未通过检查，不能查看。"), code="not_inspected")
    try:
        content = vault.get(attachment.sha256)
    except FileNotFoundError:
        raise Refusal(_("附件文件缺失，请联系信息科。"), code="file_missing") from None
    _record("attachment.read", attachment, by)
    return content


def may_attach(referral, user):
    return not STATES[referral.state].is_final and user.has_perm(
        Permission.REFERRAL_ATTACH, referral
    )


def giver_of(service, user):
    """The hospital for which this person may give a document of the question now, or None."""
    if SERVICE_STATES[service.state].is_final:
        return None
    if user.has_perm(Permission.SERVICE_ASK, service):
        return service.origin_id
    return service.destination_id if user.has_perm(Permission.SERVICE_ANSWER, service) else None


def inspect_waiting(*, limit=20):
    """Inspect what waits, one transaction each; returns how many were decided."""
    done = 0
    for pk in Attachment.objects.waiting().in_order().values_list("pk", flat=True)[:limit]:
        with contextlib.suppress(clamd.Unreachable):
            done += _inspect(pk)
    return done


def sweep_orphans():
    """Remove files that no row names; returns how many."""
    wanted = set(Attachment.objects.values_list("sha256", flat=True).distinct())
    return vault.sweep(lambda name: name in wanted)


@transaction.atomic
def _inspect(pk):
    """Decide about one document. Another worker that has it in hand is not waited for."""
    rows = Attachment.objects.waiting().select_for_update(of=("self",), skip_locked=True)
    document = rows.filter(pk=pk).first()
    if document is None:
        return 0
    document.blocked_for = _fault(document)
    document.state = InspectionState.BLOCKED if document.blocked_for else InspectionState.CLEAN
    document.inspected_at = timezone.now()
    document.save(update_fields=["state", "blocked_for", "inspected_at", "updated_at"])
    _record(
        "attachment.inspect", document, None, state=document.state, blocked_for=document.blocked_for
    )
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


def _side_of(row, by):
    """The hospital for which this person gives a document: the origin, or the one that treats."""
    mine = by.hospitals_with(Permission.REFERRAL_ATTACH)
    sides = [row.origin_id, row.destination_id] if row.submitted_at else [row.origin_id]
    for hospital_id in sides:
        if hospital_id in mine and by.has_perm(Permission.REFERRAL_ATTACH, row):
            return hospital_id
    raise NotAllowed(_("您在本单中没有添加附件的权限。"), code="forbidden")


def _checked(row, content):
    """The media type, or Incomplete with what is wrong with the file."""
    media_type = inspection.kind_of(content)
    if not content:
        _refuse(_("文件是空的。"))
    if len(content) > settings.ATTACHMENT_MAX_BYTES:
        limit = settings.ATTACHMENT_MAX_BYTES // MEGABYTE
        _refuse(_("单个文件不能超过 %(limit)d MB。") % {"limit": limit})
    if not media_type:
        _refuse(_("只能上传 PDF、JPEG 或 PNG 文件。"))
    given = row.attachments.aggregate(bytes=Sum("size"))["bytes"] or 0
    if given + len(content) > settings.ATTACHMENTS_MAX_BYTES:
        limit = settings.ATTACHMENTS_MAX_BYTES // MEGABYTE
        _refuse(_("本单附件合计不能超过 %(limit)d MB。") % {"limit": limit})
    if row.attachments.count() >= settings.ATTACHMENTS_MAX_COUNT:
        _refuse(_("本单附件不能超过 %(limit)d 个。") % {"limit": settings.ATTACHMENTS_MAX_COUNT})
    return media_type


def _refuse(message):
    raise Incomplete(message, errors={"files": message}, code="attachment")


def _record(verb, row, by, **detail):
    owner = row.owner
    audit.record(
        verb,
        row,
        by=by,
        hospitals=[pk for pk in (owner.origin_id, owner.destination_id) if pk],
        **{"service" if row.service_id else "referral": str(owner.pk)},
        **detail,
    )
