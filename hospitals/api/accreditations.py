"""What hospitals are recognised for, through the API: read, recorded and revised."""

from django.forms import model_to_dict
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from hospitals.actions import accreditations
from hospitals.api.network import HospitalName
from hospitals.filters import AccreditationFilter
from hospitals.forms.accreditations import AccreditationForm
from hospitals.models import Accreditation, Hospital
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

FIELDS = list(AccreditationForm.base_fields)


class AccreditationSerializer(serializers.ModelSerializer):
    hospital = HospitalName(read_only=True)

    class Meta:
        model = Accreditation
        fields = ["id", "hospital", *FIELDS, "is_synthetic", "version"]


class AccreditationContent(serializer_of(AccreditationForm, "AccreditationFields")):
    """What a new recognition needs beside the fields of the page: the hospital."""

    hospital = serializers.UUIDField()


class AccreditationViewSet(ScopedViewSet):
    model = Accreditation
    permission = Permission.HOSPITAL_VIEW
    serializer_class = AccreditationSerializer
    filterset_class = AccreditationFilter
    select_related = ("hospital",)
    http_method_names = ["get", "post", "patch", "head", "options"]

    def get_queryset(self):
        return super().get_queryset().order_by("hospital__pinyin", "kind", "specialty", "-since")

    @extend_schema(
        request=AccreditationContent,
        responses={201: AccreditationSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def create(self, request):
        return once(request, lambda: self._create(request))

    def _create(self, request):
        content = content_of(request)
        rows = Hospital.objects.visible_to(request.user)
        hospital = row_named(rows, content.pop("hospital", None), "hospital")
        details = cleaned(AccreditationForm(content, user=request.user))
        row = accreditations.record(hospital=hospital, details=details, by=request.user)
        return self.answer(row, status=201)

    @extend_schema(
        request=serializer_of(AccreditationForm, "AccreditationChange"),
        responses=AccreditationSerializer,
        parameters=[IF_MATCH],
    )
    def partial_update(self, request, pk=None):
        """Fields not given stay as they are."""
        version = required_version(request)
        row = self.get_object()
        content = model_to_dict(row, fields=FIELDS) | content_of(request)
        details = cleaned(AccreditationForm(content, instance=row, user=request.user))
        changed = accreditations.revise(
            accreditation=row, details=details, by=request.user, version=version
        )
        return self.answer(changed)
