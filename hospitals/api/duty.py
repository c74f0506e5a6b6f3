"""The duty roster through the API: read, added, changed and deleted like on the page."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from hospitals.actions import duty
from hospitals.api.network import HospitalName
from hospitals.filters import DutyFilter
from hospitals.forms.duty import ShiftForm
from hospitals.models import DutyShift, Hospital
from portal.core.api import (
    ScopedViewSet,
    cleaned,
    content_of,
    once,
    required_version,
    row_named,
)
from portal.core.schema import IDEMPOTENCY_KEY, IF_MATCH, serializer_of
from portal.roles import Permission

FIELDS = list(ShiftForm.base_fields)
PLAIN = [name for name in FIELDS if name not in {"department", "account"}]


class DutyShiftSerializer(serializers.ModelSerializer):
    hospital = HospitalName(read_only=True)
    department = serializers.SlugRelatedField(slug_field="name", read_only=True)
    account = serializers.UUIDField(source="user_id", read_only=True, allow_null=True)

    class Meta:
        model = DutyShift
        fields = ["id", "hospital", "department", *PLAIN, "account", "is_synthetic", "version"]


class DutyShiftContent(serializer_of(ShiftForm, "DutyShiftFields")):
    """What a new shift needs beside the fields of the page: the hospital."""

    hospital = serializers.UUIDField()


class DutyShiftViewSet(ScopedViewSet):
    model = DutyShift
    permission = Permission.HOSPITAL_VIEW
    serializer_class = DutyShiftSerializer
    filterset_class = DutyFilter
    select_related = ("hospital", "department")
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]

    def get_queryset(self):
        return super().get_queryset().order_by("hospital__pinyin", "is_deputy", "begins", "pk")

    @extend_schema(
        request=DutyShiftContent,
        responses={201: DutyShiftSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def create(self, request):
        return once(request, lambda: self._create(request))

    def _create(self, request):
        content = content_of(request)
        rows = Hospital.objects.visible_to(request.user)
        hospital = row_named(rows, content.pop("hospital", None), "hospital")
        form = ShiftForm(content, user=request.user, hospital=hospital)
        cleaned(form)
        row = duty.add_shift(hospital=hospital, details=form.details, by=request.user)
        return self.answer(row, status=201)

    @extend_schema(
        request=serializer_of(ShiftForm, "DutyShiftChange"),
        responses=DutyShiftSerializer,
        parameters=[IF_MATCH],
    )
    def partial_update(self, request, pk=None):
        """Fields not given stay as they are."""
        version = required_version(request)
        row = self.get_object()
        form = ShiftForm(
            values_of(row) | content_of(request),
            instance=row,
            user=request.user,
            hospital=row.hospital,
        )
        cleaned(form)
        changed = duty.edit_shift(shift=row, details=form.details, by=request.user, version=version)
        return self.answer(changed)

    @extend_schema(responses={204: None}, parameters=[IF_MATCH])
    def destroy(self, request, pk=None):
        version = required_version(request)
        duty.delete_shift(shift=self.get_object(), by=request.user, version=version)
        return Response(status=204)

    @extend_schema(
        responses=DutyShiftSerializer(many=True),
        parameters=[OpenApiParameter("hospital", str, required=True)],
        filters=False,
    )
    @action(detail=False, methods=["get"], pagination_class=None, filter_backends=[])
    def now(self, request):
        """Who is on duty at one hospital at this moment: the first line, then the deputies."""
        hospitals = Hospital.objects.visible_to(request.user)
        hospital = row_named(hospitals, request.query_params.get("hospital"), "hospital")
        rows = self.get_queryset().on_duty_anywhere().filter(hospital=hospital)
        return Response(self.get_serializer(rows, many=True).data)


def values_of(row):
    """A shift as its form would be filled in."""
    values = {name: getattr(row, name) for name in PLAIN}
    weekday = "" if row.weekday is None else row.weekday
    return values | {
        "weekday": weekday,
        "department": row.department_id,
        "account": str(row.user_id or ""),
    }
