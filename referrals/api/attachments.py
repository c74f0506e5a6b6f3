"""Documents over HTTP: list those of a referral, send one as multipart, fetch an inspected one."""

from functools import partial

import django_filters
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework import serializers

from portal.core.api import cleaned
from portal.core.documents_api import DocumentShown, DocumentViewSet, sent
from portal.errors import Incomplete, NotAllowed
from portal.roles import Permission
from referrals.actions import attachments
from referrals.enums import AttachmentKind
from referrals.forms.attachments import AttachmentForm
from referrals.models import Attachment, Referral, ServiceRequest


class AttachmentFilter(django_filters.FilterSet):
    referral = django_filters.UUIDFilter(field_name="referral_id")
    service = django_filters.UUIDFilter(field_name="service_id")
    state = django_filters.CharFilter()

    class Meta:
        model = Attachment
        fields = ()


class AttachmentShown(DocumentShown):
    referral = serializers.UUIDField(source="referral_id", allow_null=True)
    service = serializers.UUIDField(source="service_id", allow_null=True)
    kind_other = serializers.CharField()


class AttachmentSent(serializers.Serializer):
    """What is sent, as multipart/form-data: for a referral, or for a service request."""

    referral = serializers.UUIDField(required=False)
    service = serializers.UUIDField(required=False)
    files_kind = serializers.ChoiceField(choices=AttachmentKind.choices, required=False)
    files_kind_other = serializers.CharField(max_length=80, required=False)
    files = serializers.FileField()


@sent(AttachmentSent, AttachmentShown)
class AttachmentViewSet(DocumentViewSet):
    """Documents of referrals and service requests that this person may read."""

    model = Attachment
    permission = Permission.REFERRAL_REVEAL
    serializer_class = AttachmentShown
    filterset_class = AttachmentFilter
    select_related = ("referral", "service")

    def kept(self, request):
        form = AttachmentForm(request.data, files=request.FILES)
        given = cleaned(form)
        keep = self._keeper(request)
        return [
            keep(
                content=file.read(),
                name=file.name,
                kind=given["files_kind"],
                kind_other=given["files_kind_other"],
                by=request.user,
            )
            for file in given["files"]
        ]

    def take_back(self, row):
        """Only before the referral was sent."""
        attachments.remove(attachment=row, by=self.request.user)

    def _keeper(self, request):
        """The action that keeps a document of what the request names."""
        if "service" in request.data:
            service = self._named(request, "service", ServiceRequest)
            return partial(attachments.attach_to_service, service=service)
        referral = self._named(request, "referral", Referral)
        if not request.user.has_perm(Permission.REFERRAL_ATTACH, referral):
            raise NotAllowed(_("您在本单中没有添加附件的权限。"), code="forbidden")
        return partial(attachments.attach, referral=referral)

    def _named(self, request, field, model):
        try:
            pk = serializers.UUIDField().run_validation(request.data.get(field))
        except serializers.ValidationError as error:
            raise Incomplete(
                _("请按提示修改后重试。"), errors={field: str(error.detail[0])}
            ) from None
        return get_object_or_404(model.objects.visible_to(request.user), pk=pk)
