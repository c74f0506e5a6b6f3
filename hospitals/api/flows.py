"""Flow returns through the API: file, checks and ledger of the page (202 and its batch)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from hospitals.actions import batches
from hospitals.forms.batches import ImportForm
from hospitals.models import ImportBatch
from portal.core.api import ScopedViewSet, cleaned, once
from portal.core.schema import IDEMPOTENCY_KEY, Shown
from portal.errors import NotAllowed
from portal.roles import Permission

SHOWN = 200


class FlowFileSent(serializers.Serializer):
    """A file as multipart/form-data. region: the id of the region that sends it."""

    region = serializers.UUIDField()
    file = serializers.FileField()
    code_system = serializers.CharField(default="GB/T 2260")
    source_system = serializers.CharField(required=False)
    dry_run = serializers.BooleanField(required=False)


class FlowProblem(Shown):
    """One thing wrong with one cell, and how to mend it."""

    row = serializers.IntegerField()
    column = serializers.CharField()
    value = serializers.CharField()
    rule = serializers.CharField()
    hint = serializers.CharField()
    is_warning = serializers.BooleanField()


class FlowBatchSerializer(serializers.ModelSerializer):
    """What became of one file."""

    class Meta:
        model = ImportBatch
        fields = read_only_fields = [
            "id",
            "file_name",
            "sender_region",
            "source_system",
            "code_system",
            "state",
            "encoding",
            "sha256",
            "grain",
            "first_month",
            "last_month",
            "row_count",
            "problem_count",
            "warning_count",
            "is_synthetic",
            "created_at",
            "version",
        ]


class FlowBatchViewSet(ScopedViewSet):
    """Files of flow returns and what became of them."""

    model = ImportBatch
    permission = Permission.FLOW_VIEW
    serializer_class = FlowBatchSerializer
    parser_classes = (MultiPartParser,)
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self):
        return super().get_queryset().flows().order_by("-created_at", "pk")

    @extend_schema(
        request={"multipart/form-data": FlowFileSent},
        responses={202: FlowBatchSerializer, 200: OpenApiTypes.OBJECT},
        parameters=[IDEMPOTENCY_KEY],
    )
    def create(self, request):
        """Send a file: kept whole, or refused whole with its problems. dry_run writes nothing."""
        if not request.user.has_perm(Permission.FLOW_IMPORT):
            raise NotAllowed(_("您的角色不能执行此操作。"))
        return once(request, lambda: self._receive(request))

    def _receive(self, request):
        told = {"code_system": "GB/T 2260"} | request.data.dict()
        given = cleaned(ImportForm(told, request.FILES, user=request.user))
        asked = {
            name: given[name] for name in ("content", "region", "source_system", "code_system")
        }
        if str(told.get("dry_run", "")).lower() in {"1", "true"}:
            return Response(_reading(batches.check(**asked)))
        outcome = batches.import_flows(**asked, file_name=given["file_name"], by=request.user)
        response = self.answer(outcome.batch, status=202)
        response["Location"] = reverse("api:flow-batch-detail", args=[outcome.batch.pk])
        return response

    @extend_schema(responses=FlowProblem(many=True))
    @action(detail=True, pagination_class=None)
    def problems(self, request, pk=None):
        """Everything wrong with the file, by which its sender mends it."""
        rows = self.get_object().problems.order_by("is_warning", "row", "column")
        return Response(FlowProblem(rows, many=True).data)


def _reading(reading):
    return {
        "encoding": reading.encoding,
        "rows": reading.total_rows,
        "right_rows": len(reading.rows),
        "problem_count": reading.error_count,
        "warning_count": reading.warning_count,
        "problems": FlowProblem(reading.problems[:SHOWN], many=True).data,
    }
