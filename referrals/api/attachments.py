"""Documents over HTTP: list those of a referral, send one as multipart, fetch an inspected one."""

from functools import partial

import django_filters
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from portal.core import documents
from portal.core.api import ScopedViewSet, once
from portal.core.downloads import private_file
from portal.core.schema import Shown
from portal.errors import Incomplete, NotAllowed
from portal.roles import Permission
from referrals.actions import attachments
from referrals.enums import AttachmentKind
from referrals.forms.attachments import AttachmentForm
from referrals.models import Attachment, Referral, ServiceRequest

KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=True)


class AttachmentFilter(django_filters.FilterSet):
    referral = django_filters.UUIDFilter(field_name="referral_id")
    service = django_filters.UUIDFilter(field_name="service_id")
    state = django_filters.CharFilter()

    class Meta:
        model = Attachment
        fields = ()


class AttachmentShown(Shown):
    """One document; file is its address once it was inspected and found clean."""

    id = serializers.UUIDField()
    referral = serializers.UUIDField(source="referral_id", allow_null=True)
    service = serializers.UUIDField(source="service_id", allow_null=True)
    kind = serializers.CharField()
    kind_other = serializers.CharField()
    name = serializers.CharField()
    media_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    state = serializers.CharField()
    blocked_for = serializers.CharField()
    created_at = serializers.DateTimeField()
    is_readable = serializers.BooleanField()


class AttachmentSent(serializers.Serializer):
    """What is sent, as multipart/form-data: for a referral, or for a service request."""

    referral = serializers.UUIDField(required=False)
    service = serializers.UUIDField(required=False)
    files_kind = serializers.ChoiceField(choices=AttachmentKind.choices, required=False)
    files_kind_other = serializers.CharField(max_length=80, required=False)
    files = serializers.FileField()


class AttachmentViewSet(ScopedViewSet):
    """Documents of referrals and service requests that this person may read."""

    model = Attachment
    permission = Permission.REFERRAL_REVEAL
    serializer_class = AttachmentShown
    filterset_class = AttachmentFilter
    select_related = ("referral", "service")
    parser_classes = (MultiPartParser,)
    http_method_names = ("get", "post", "delete", "head", "options")

    def get_queryset(self):
        return super().get_queryset().order_by("created_at", "pk")

    @extend_schema(
        request={"multipart/form-data": AttachmentSent},
        responses={201: AttachmentShown(many=True)},
        parameters=[KEY],
    )
    def create(self, request):
        """Add documents to an open referral or request; each waits for its inspection."""
        return once(request, lambda: self._create(request))

    def _create(self, request):
        form = AttachmentForm(request.data, files=request.FILES)
        if not form.is_valid():
            errors = {name: " ".join(texts) for name, texts in form.errors.items()}
            raise Incomplete(_("请按提示修改后重试。"), errors=errors, code="invalid")
        keep = self._keeper(request)
        made = [
            keep(
                content=file.read(),
                name=file.name,
                kind=form.cleaned_data["files_kind"],
                kind_other=form.cleaned_data["files_kind_other"],
                by=request.user,
            )
            for file in form.cleaned_data["files"]
        ]
        return Response(self.get_serializer(made, many=True).data, status=201)

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

    @extend_schema(responses={204: None})
    def destroy(self, request, pk=None):
        """Take a document back; only before the referral was sent."""
        attachments.remove(attachment=self.get_object(), by=request.user)
        return Response(status=204)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def file(self, request, pk=None):
        """The bytes of an inspected document. Each reading is kept in the audit trail."""
        row = self.get_object()
        content = documents.read(row, by=request.user)
        return private_file(row.name, row.media_type, content)
