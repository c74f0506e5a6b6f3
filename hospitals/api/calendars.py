"""The working calendar through the API: the nation's days to read, a hospital's own to keep."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from hospitals.actions import calendars
from hospitals.api.network import HospitalName
from hospitals.filters import CalendarFilter
from hospitals.forms.calendars import CalendarDayForm
from hospitals.models import CalendarDay, Hospital
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


class CalendarDaySerializer(serializers.ModelSerializer):
    hospital = HospitalName(read_only=True, allow_null=True)

    class Meta:
        model = CalendarDay
        fields = ["id", "hospital", "day", "is_workday", "name", "is_synthetic", "version"]


class CalendarDayContent(serializer_of(CalendarDayForm, "CalendarDayFields")):
    """What a new day needs beside the fields of the page: the hospital."""

    hospital = serializers.UUIDField()


class CalendarDayViewSet(ScopedViewSet):
    model = CalendarDay
    permission = Permission.HOSPITAL_VIEW
    serializer_class = CalendarDaySerializer
    filterset_class = CalendarFilter
    select_related = ("hospital",)
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]

    def get_queryset(self):
        return super().get_queryset().order_by("-day", "hospital__pinyin")

    @extend_schema(
        request=CalendarDayContent,
        responses={201: CalendarDaySerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def create(self, request):
        return once(request, lambda: self._create(request))

    def _create(self, request):
        content = content_of(request)
        rows = Hospital.objects.visible_to(request.user)
        hospital = row_named(rows, content.pop("hospital", None), "hospital")
        details = cleaned(CalendarDayForm(content, user=request.user))
        row = calendars.add_day(hospital=hospital, details=details, by=request.user)
        return self.answer(row, status=201)

    @extend_schema(
        request=serializer_of(CalendarDayForm, "CalendarDayChange"),
        responses=CalendarDaySerializer,
        parameters=[IF_MATCH],
    )
    def partial_update(self, request, pk=None):
        """Fields not given stay as they are."""
        version = required_version(request)
        row = self.get_object()
        kept = {
            "day": row.day,
            "name": row.name,
            "is_workday": "true" if row.is_workday else "false",
        }
        form = CalendarDayForm(kept | content_of(request), instance=row, user=request.user)
        changed = calendars.edit_day(
            calendar_day=row, details=cleaned(form), by=request.user, version=version
        )
        return self.answer(changed)

    @extend_schema(responses={204: None}, parameters=[IF_MATCH])
    def destroy(self, request, pk=None):
        version = required_version(request)
        calendars.delete_day(calendar_day=self.get_object(), by=request.user, version=version)
        return Response(status=204)
