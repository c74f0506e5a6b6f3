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
from portal.core.api import row_named
from portal.core.keeping import KeptViewSet, described
from portal.roles import Permission

PLAIN = [name for name in ShiftForm.base_fields if name not in {"department", "account"}]


class DutyShiftSerializer(serializers.ModelSerializer):
    hospital = HospitalName(read_only=True)
    department = serializers.SlugRelatedField(slug_field="name", read_only=True)
    account = serializers.UUIDField(source="user_id", read_only=True, allow_null=True)

    class Meta:
        model = DutyShift
        fields = ["id", "hospital", "department", *PLAIN, "account", "is_synthetic", "version"]


@described
class DutyShiftViewSet(KeptViewSet):
    model = DutyShift
    owner = Hospital
    permission = Permission.HOSPITAL_VIEW
    serializer_class = DutyShiftSerializer
    filterset_class = DutyFilter
    form_class = ShiftForm
    select_related = ("hospital", "department")
    http_method_names = [*KeptViewSet.http_method_names, "delete"]

    def get_queryset(self):
        return super().get_queryset().order_by("hospital__pinyin", "is_deputy", "begins", "pk")

    def typed(self, row):
        weekday = "" if row.weekday is None else row.weekday
        return {name: getattr(row, name) for name in PLAIN} | {
            "weekday": weekday,
            "department": row.department_id,
            "account": str(row.user_id or ""),
        }

    def bound(self, content, *, owner, row=None):
        return ShiftForm(content, instance=row, user=self.request.user, hospital=owner)

    def add(self, owner, details):
        return duty.add_shift(hospital=owner, details=details, by=self.request.user)

    def change(self, row, details, version):
        return duty.edit_shift(shift=row, details=details, by=self.request.user, version=version)

    def remove(self, row, version):
        duty.delete_shift(shift=row, by=self.request.user, version=version)

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
