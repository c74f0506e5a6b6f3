"""Lists to choose from while typing: diagnoses by code, name or pinyin initials."""

import django_filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from portal.core.api import ScopedViewSet
from portal.core.schema import Shown
from portal.roles import Permission
from referrals.models import DiagnosisCode

SHOWN = 20


class DiagnosisFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="by_text")

    class Meta:
        model = DiagnosisCode
        fields = ()

    def by_text(self, rows, _name, value):
        return rows.found_by(value).best_first(value)


class Diagnosis(Shown):
    """One diagnosis that may be chosen."""

    code = serializers.CharField()
    name = serializers.CharField()
    code_system = serializers.CharField()
    edition = serializers.CharField()


class DiagnosisLookup(ScopedViewSet):
    """At most twenty diagnoses, the best first; without q none."""

    model = DiagnosisCode
    permission = Permission.REFERRAL_VIEW
    serializer_class = Diagnosis
    filterset_class = DiagnosisFilter
    pagination_class = None

    @extend_schema(operation_id="diagnosis_lookup")
    def list(self, request):
        rows = self.filter_queryset(self.get_queryset().in_force())
        found = rows[:SHOWN] if request.query_params.get("q") else ()
        return Response(self.get_serializer(found, many=True).data)
