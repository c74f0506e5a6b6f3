"""Documents of a referral: add, take back, and read the ones that were inspected."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.core import documents
from portal.core.downloads import private_file
from portal.core.pages import ActionPage, DetailPage
from portal.roles import Permission
from referrals.actions import attachments
from referrals.enums import AttachmentKind
from referrals.forms.attachments import AttachmentForm
from referrals.models import Attachment, Referral, ServiceRequest


def attachments_of(user, **owner):
    """The documents of a referral or a request that this person may know of, oldest first."""
    rows = Attachment.objects.visible_to(user).filter(**owner)
    return rows.select_related("created_by", "hospital", "referral", "service").in_order()


def attach_all(form, referral, user):
    """Keep every file of a form; one that is refused refuses all."""
    other = form.cleaned_data.get("files_kind_other", "")
    for file in files_of(form, AttachmentKind.SUMMARY):
        attachments.attach(referral=referral, by=user, kind_other=other, **file)


def attach_all_to_service(form, service, user):
    other = form.cleaned_data.get("files_kind_other", "")
    for file in files_of(form, AttachmentKind.IMAGING):
        attachments.attach_to_service(service=service, by=user, kind_other=other, **file)


def files_of(form, usual):
    kind = form.cleaned_data.get("files_kind") or usual
    for file in form.cleaned_data.get("files") or ():
        yield {"content": file.read(), "name": file.name, "kind": kind}


class AttachmentAdd(ActionPage):
    model = Referral
    permission = Permission.REFERRAL_ATTACH
    title = _("添加附件")
    form_class = AttachmentForm
    template_name = "referrals/attachment_add.html"

    def act(self, form):
        attach_all(form, self.object, self.request.user)
        page = "referral-detail" if self.object.submitted_at else "referral-check"
        return reverse(f"referrals:{page}", args=[self.object.pk])


class ServiceAttachmentAdd(ActionPage):
    """What the others are to look at, or what belongs to the report."""

    model = ServiceRequest
    permission = Permission.SERVICE_VIEW
    title = _("添加附件")
    form_class = AttachmentForm
    template_name = "referrals/service_attach.html"

    def may_open(self, user):
        return attachments.giver_of(self.object, user) is not None

    def act(self, form):
        attach_all_to_service(form, self.object, self.request.user)
        return reverse("referrals:service-detail", args=[self.object.pk])


class AttachmentFile(DetailPage):
    model = Attachment
    permission = Permission.REFERRAL_REVEAL
    select_related = ("referral", "service")

    def get(self, request, *args, **kwargs):
        row = self.get_object()
        content = documents.read(row, by=request.user)
        return private_file(row.name, row.media_type, content)


class AttachmentRemove(ActionPage):
    model = Attachment
    permission = Permission.REFERRAL_ATTACH
    title = _("删除附件")
    template_name = "referrals/attachment_remove.html"

    def act(self, form):
        attachments.remove(attachment=self.object, by=self.request.user)
        page = "service-detail" if self.object.service_id else "referral-check"
        return reverse(f"referrals:{page}", args=[self.object.owner.pk])
