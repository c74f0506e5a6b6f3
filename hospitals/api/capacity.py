"""Beds and clinic slots through the API: read by all who see the hospital, set by its own."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from hospitals.actions import beds, slots
from hospitals.api.network import HospitalName
from hospitals.filters import BedFilter, SlotFilter
from hospitals.forms.capacity import BedsForm, SlotsForm
from hospitals.models import BedPool, ClinicSlot, Department
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


class DepartmentPlace(serializers.ModelSerializer):
    hospital = HospitalName(read_only=True)

    class Meta:
        model = Department
        fields = ["id", "name", "hospital"]


class BedPoolSerializer(serializers.ModelSerializer):
    department = DepartmentPlace(read_only=True)
    free_beds = serializers.IntegerField(read_only=True)
    is_stale = serializers.BooleanField(read_only=True)

    class Meta:
        model = BedPool
        fields = [
            "id",
            "department",
            "established_beds",
            "open_beds",
            "occupied_beds",
            "held_beds",
            "excess_beds",
            "free_beds",
            "as_of",
            "is_stale",
            "is_synthetic",
            "version",
        ]


class BedReport(serializer_of(BedsForm, "BedFigures")):
    """The first report of a department; later ones go to the pool itself."""

    department = serializers.UUIDField()


class BedPoolViewSet(ScopedViewSet):
    model = BedPool
    permission = Permission.HOSPITAL_VIEW
    serializer_class = BedPoolSerializer
    filterset_class = BedFilter
    select_related = ("department__hospital",)
    http_method_names = ["get", "post", "put", "head", "options"]

    def get_queryset(self):
        return (
            super()
            .get_queryset()
            .order_by("department__hospital__pinyin", "department__code", "department__name")
        )

    @extend_schema(
        request=BedReport, responses={201: BedPoolSerializer}, parameters=[IDEMPOTENCY_KEY]
    )
    def create(self, request):
        return once(request, lambda: self._create(request))

    def _create(self, request):
        content = content_of(request)
        rows = Department.objects.visible_to(request.user)
        department = row_named(rows, content.pop("department", None), "department")
        details = cleaned(BedsForm(content, user=request.user))
        # Version 0 was seen: nothing was reported yet.
        pool = beds.set_beds(department=department, details=details, by=request.user, version=0)
        return self.answer(pool, status=201)

    @extend_schema(
        request=serializer_of(BedsForm, "BedChange"),
        responses=BedPoolSerializer,
        parameters=[IF_MATCH],
    )
    def update(self, request, pk=None):
        """Report all three figures as of now."""
        version = required_version(request)
        pool = self.get_object()
        details = cleaned(BedsForm(content_of(request), instance=pool, user=request.user))
        told = beds.set_beds(
            department=pool.department, details=details, by=request.user, version=version
        )
        return self.answer(told)


class SlotSerializer(serializers.ModelSerializer):
    department = DepartmentPlace(read_only=True)
    free_seats = serializers.IntegerField(read_only=True)

    class Meta:
        model = ClinicSlot
        fields = [
            "id",
            "department",
            "label",
            "starts_at",
            "ends_at",
            "capacity",
            "quota",
            "free_seats",
            "is_synthetic",
            "version",
        ]


class SlotViewSet(ScopedViewSet):
    """Sessions to come. A POST opens a weekly pattern of them."""

    model = ClinicSlot
    permission = Permission.HOSPITAL_VIEW
    serializer_class = SlotSerializer
    filterset_class = SlotFilter
    select_related = ("department__hospital",)
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self):
        return super().get_queryset().bookable().order_by("starts_at", "label", "id")

    @extend_schema(
        request=serializer_of(SlotsForm, "SlotPattern"),
        responses={201: SlotSerializer(many=True)},
        parameters=[IDEMPOTENCY_KEY],
    )
    def create(self, request):
        return once(request, lambda: self._create(request))

    def _create(self, request):
        content = content_of(request)
        content["weekdays"] = (content.get("weekdays") or "").split(",")
        form = SlotsForm(content, user=request.user)
        given = cleaned(form)
        rows = slots.open_slots(
            department=given["department"],
            week=form.week(),
            details=form.details(),
            by=request.user,
        )
        return Response(SlotSerializer(rows, many=True).data, status=201)

    @extend_schema(request=None, responses={204: None}, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    def close(self, request, pk=None):
        """The session will not take place; refused while somebody is booked."""
        version = required_version(request)
        slots.close_slot(slot=self.get_object(), by=request.user, version=version)
        return Response(status=204)
