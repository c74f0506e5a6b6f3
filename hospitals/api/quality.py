"""Data quality through the API, as on the page."""

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from hospitals.api.network import HospitalName
from hospitals.filters.reports import CoverageFilter
from hospitals.models import Hospital
from hospitals.models.quality import of_month
from portal.core.api import ScopedViewSet
from portal.core.schema import Shown
from portal.errors import Incomplete
from portal.roles import Permission


class QualityCheck(Shown):
    """One hospital's month: stays, shares between 0 and 1, days after the due day."""

    hospital = HospitalName()
    month = serializers.CharField()
    rows = serializers.SerializerMethodField()
    discharges = serializers.IntegerField(allow_null=True)
    complete = serializers.FloatField(allow_null=True)
    doubtful = serializers.FloatField(allow_null=True)
    unique = serializers.FloatField(allow_null=True)
    days_late = serializers.IntegerField()
    replaced = serializers.IntegerField()
    state = serializers.CharField()
    is_synthetic = serializers.BooleanField()

    def get_rows(self, line) -> int | None:
        return line.file.rows if line.file else None


class QualityViewSet(ScopedViewSet):
    """How far the abstracts of each hospital's month can be trusted."""

    model = Hospital
    permission = Permission.ABSTRACT_VIEW
    serializer_class = QualityCheck
    filterset_class = CoverageFilter
    pagination_class = None
    http_method_names = ["get", "head", "options"]

    @extend_schema(
        responses=QualityCheck(many=True),
        parameters=[OpenApiParameter("last", str, description="2026-01; else the last month")],
    )
    def list(self, request):
        return Response(QualityCheck(self._checks(), many=True).data)

    @extend_schema(
        responses=QualityCheck,
        parameters=[OpenApiParameter("last", str, description="2026-01; else the last month")],
    )
    def retrieve(self, request, pk=None):
        """Of one hospital, by its id."""
        checks = self._checks(pk=pk)
        if not checks:
            raise Http404
        return Response(QualityCheck(checks[0]).data)

    def _checks(self, **only):
        hospitals = self.get_queryset().overseen_by(self.request.user).filter(**only)
        found = CoverageFilter(self.request.query_params, hospitals, request=self.request)
        if not found.is_valid():
            errors = {name: " ".join(texts) for name, texts in found.errors.items()}
            raise Incomplete(str(found.errors), errors=errors, code="invalid")
        return of_month(list(found.qs.order_by("pinyin", "name", "pk")), found.months[-1])
