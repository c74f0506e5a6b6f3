"""Documents over HTTP: list them, send some as multipart, take one back, fetch an inspected one."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from portal.core import documents
from portal.core.api import ScopedViewSet, once
from portal.core.downloads import private_file
from portal.core.schema import IDEMPOTENCY_KEY, Shown


class DocumentShown(Shown):
    """One document; it can be fetched once it was inspected and found clean."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    name = serializers.CharField()
    media_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    state = serializers.CharField()
    blocked_for = serializers.CharField()
    created_at = serializers.DateTimeField()
    is_readable = serializers.BooleanField()


class DocumentViewSet(ScopedViewSet):
    """A subclass has kept(request), which keeps and returns what was sent, and take_back(row)."""

    parser_classes = (MultiPartParser,)
    http_method_names = ("get", "post", "delete", "head", "options")

    def get_queryset(self):
        return super().get_queryset().order_by("created_at", "pk")

    def create(self, request):
        """Add documents; each waits for its inspection."""
        return once(request, lambda: self._create(request))

    def _create(self, request):
        made = self.kept(request)
        return Response(self.get_serializer(made, many=True).data, status=201)

    @extend_schema(responses={204: None})
    def destroy(self, request, pk=None):
        """Take a document back, as long as nothing was done on its ground."""
        self.take_back(self.get_object())
        return Response(status=204)

    @extend_schema(responses={(200, *documents.MediaType.values): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def file(self, request, pk=None):
        """The bytes of an inspected document. Each reading is kept in the audit trail."""
        row = self.get_object()
        content = documents.read(row, by=request.user)
        return private_file(row.name, row.media_type, content)


def sent(form, shown):
    """The schema of what is sent, for the create of a DocumentViewSet."""
    return extend_schema_view(
        create=extend_schema(
            request={"multipart/form-data": form},
            responses={201: shown(many=True)},
            parameters=[IDEMPOTENCY_KEY],
        )
    )
