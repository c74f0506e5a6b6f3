"""The clinics of experts over HTTP: a POST opens one session."""

from rest_framework import serializers

from experts.actions import clinics
from experts.api.dispatches import ExpertName
from experts.forms.clinics import SessionForm
from experts.listing.clinic_list import CLINICS
from experts.models import ClinicSession, Expert
from hospitals.api.capacity import DepartmentPlace
from portal.core.keeping import KeptViewSet, described
from portal.roles import Permission


class ClinicSessionSerializer(serializers.ModelSerializer):
    expert = ExpertName(read_only=True)
    slot = serializers.UUIDField(source="slot_id", read_only=True)
    department = DepartmentPlace(source="slot.department", read_only=True)
    starts_at = serializers.DateTimeField(source="slot.starts_at", read_only=True)
    ends_at = serializers.DateTimeField(source="slot.ends_at", read_only=True)
    capacity = serializers.IntegerField(source="slot.capacity", read_only=True)
    quota = serializers.IntegerField(source="slot.quota", read_only=True)
    booked = serializers.IntegerField(read_only=True)
    phase = serializers.CharField(read_only=True)

    class Meta:
        model = ClinicSession
        fields = [
            "id",
            "expert",
            "slot",
            "department",
            "starts_at",
            "ends_at",
            "capacity",
            "quota",
            "booked",
            "phase",
            "is_synthetic",
            "version",
        ]


@described
class ClinicSessionViewSet(KeptViewSet):
    """Sessions that experts hold; one is called off with its slot, at /slots."""

    model = ClinicSession
    owner, owner_field = Expert, "expert"
    permission = Permission.EXPERT_VIEW
    serializer_class = ClinicSessionSerializer
    kind = CLINICS
    form_class = SessionForm
    select_related = ("expert", "slot__department__hospital")
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self):
        return super().get_queryset().with_booked().order_by("-slot__starts_at", "pk")

    def bound(self, content, *, owner, row=None):
        return SessionForm(content, user=self.request.user, expert=owner)

    def add(self, owner, details):
        [made] = clinics.open_clinic(expert=owner, by=self.request.user, **details)
        return made
