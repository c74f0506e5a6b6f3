"""Documents of referrals and service requests: who may give one, and take it back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import documents
from portal.errors import NotAllowed, Refusal
from portal.roles import Permission
from referrals.actions import timers
from referrals.enums import AttachmentKind
from referrals.models import Attachment, Referral, ServiceRequest
from referrals.service_states import STATES as SERVICE_STATES
from referrals.states import STATES


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


def _keep(owner, content, *, name, by, **about):
    """The same file twice is one document."""
    [row] = owner.values()
    document = Attachment(**owner, **about)
    return documents.keep(document, among=row.attachments.all(), content=content, name=name, by=by)


@transaction.atomic
def remove(*, attachment, by):
    """Take a document back while nobody else has been shown it."""
    if attachment.service_id:
        _need_unseen(attachment, by)
    else:
        _need_unsent(attachment, by)
    documents.remove(attachment, by=by)


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


def _side_of(row, by):
    """The hospital for which this person gives a document: the origin, or the one that treats."""
    mine = by.hospitals_with(Permission.REFERRAL_ATTACH)
    sides = [row.origin_id, row.destination_id] if row.submitted_at else [row.origin_id]
    for hospital_id in sides:
        if hospital_id in mine and by.has_perm(Permission.REFERRAL_ATTACH, row):
            return hospital_id
    raise NotAllowed(_("您在本单中没有添加附件的权限。"), code="forbidden")
