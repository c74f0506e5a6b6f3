"""The working calendar through the API: the nation's days to read, a hospital's own to keep."""

from rest_framework import serializers

from hospitals.actions import calendars
from hospitals.api.network import HospitalName
from hospitals.filters import CalendarFilter
from hospitals.forms.calendars import CalendarDayForm
from hospitals.models import CalendarDay, Hospital
from portal.core.keeping import KeptViewSet, described
from portal.roles import Permission


class CalendarDaySerializer(serializers.ModelSerializer):
    hospital = HospitalName(read_only=True, allow_null=True)

    class Meta:
        model = CalendarDay
        fields = ["id", "hospital", "day", "is_workday", "name", "is_synthetic", "version"]


@described
class CalendarDayViewSet(KeptViewSet):
    model = CalendarDay
    owner = Hospital
    permission = Permission.HOSPITAL_VIEW
    serializer_class = CalendarDaySerializer
    filterset_class = CalendarFilter
    form_class = CalendarDayForm
    select_related = ("hospital",)
    http_method_names = [*KeptViewSet.http_method_names, "delete"]

    def get_queryset(self):
        return super().get_queryset().order_by("-day", "hospital__pinyin")

    def typed(self, row):
        is_workday = "true" if row.is_workday else "false"
        return {"day": row.day, "name": row.name, "is_workday": is_workday}

    def add(self, owner, details):
        return calendars.add_day(hospital=owner, details=details, by=self.request.user)

    def change(self, row, details, version):
        return calendars.edit_day(
            calendar_day=row, details=details, by=self.request.user, version=version
        )

    def remove(self, row, version):
        calendars.delete_day(calendar_day=row, by=self.request.user, version=version)
