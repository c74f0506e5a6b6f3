"""Files of technologies and claims over HTTP: list, send as multipart, fetch an inspected one."""

from functools import partial

import django_filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from experts.actions import evidence
from experts.enums import EvidenceKind
from experts.forms.evidence import EvidenceForm
from experts.models import Evidence, NewTechnology, NoveltyClaim
from portal.core import documents
from portal.core.api import ScopedViewSet, cleaned, once, row_named
from portal.core.downloads import private_file
from portal.core.schema import IDEMPOTENCY_KEY, Shown
from portal.roles import Permission


class EvidenceFilter(django_filters.FilterSet):
    technology = django_filters.UUIDFilter(field_name="technology_id")
    claim = django_filters.UUIDFilter(field_name="claim_id")

    class Meta:
        model = Evidence
        fields = ()


class EvidenceShown(Shown):
    """One file; it can be fetched once it was inspected and found clean."""

    id = serializers.UUIDField()
    technology = serializers.UUIDField(source="technology_id")
    claim = serializers.UUIDField(source="claim_id", allow_null=True)
    kind = serializers.CharField()
    name = serializers.CharField()
    media_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    state = serializers.CharField()
    blocked_for = serializers.CharField()
    is_readable = serializers.BooleanField()
    created_at = serializers.DateTimeField()


class EvidenceSent(serializers.Serializer):
    """What is sent, as multipart/form-data: for a technology, or for a claim."""

    technology = serializers.UUIDField(required=False)
    claim = serializers.UUIDField(required=False)
    kind = serializers.ChoiceField(choices=EvidenceKind.choices)
    files = serializers.FileField()


class EvidenceViewSet(ScopedViewSet):
    model = Evidence
    permission = Permission.TECHNOLOGY_VIEW
    serializer_class = EvidenceShown
    filterset_class = EvidenceFilter
    select_related = ("technology", "claim")
    parser_classes = (MultiPartParser,)
    http_method_names = ("get", "post", "delete", "head", "options")

    def get_queryset(self):
        return super().get_queryset().order_by("created_at", "pk")

    @extend_schema(
        request={"multipart/form-data": EvidenceSent},
        responses={201: EvidenceShown(many=True)},
        parameters=[IDEMPOTENCY_KEY],
    )
    def create(self, request):
        """Add files to a technology, or to a claim that nobody has judged yet."""
        return once(request, lambda: self._create(request))

    def _create(self, request):
        form = EvidenceForm(request.data, request.FILES)
        cleaned(form)
        user = request.user
        if pk := request.data.get("claim"):
            row = row_named(NoveltyClaim.objects.visible_to(user), pk, "claim")
            keep = partial(evidence.attach_to_claim, claim=row, by=user)
        else:
            pk = request.data.get("technology")
            row = row_named(NewTechnology.objects.visible_to(user), pk, "technology")
            keep = partial(evidence.attach, technology=row, by=user)
        made = [keep(**file) for file in form.given]
        return Response(self.get_serializer(made, many=True).data, status=201)

    @extend_schema(responses={204: None})
    def destroy(self, request, pk=None):
        """Take a file back, until the claim that rests on it was judged."""
        evidence.remove(evidence=self.get_object(), by=request.user)
        return Response(status=204)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def file(self, request, pk=None):
        """The bytes of an inspected file. Each reading is kept in the audit trail."""
        row = self.get_object()
        content = documents.read(row, by=request.user)
        return private_file(row.name, row.media_type, content)
