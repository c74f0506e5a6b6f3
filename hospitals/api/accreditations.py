"""What hospitals are recognised for, through the API: read, recorded and revised."""

from rest_framework import serializers

from hospitals.actions import accreditations
from hospitals.api.network import HospitalName
from hospitals.forms.accreditations import AccreditationForm
from hospitals.listing.governance_lists import ACCREDITATIONS
from hospitals.models import Accreditation, Hospital
from portal.core.keeping import KeptViewSet, described
from portal.roles import Permission


class AccreditationSerializer(serializers.ModelSerializer):
    hospital = HospitalName(read_only=True)

    class Meta:
        model = Accreditation
        fields = ["id", "hospital", *AccreditationForm.base_fields, "is_synthetic", "version"]


@described
class AccreditationViewSet(KeptViewSet):
    model = Accreditation
    owner = Hospital
    permission = Permission.HOSPITAL_VIEW
    serializer_class = AccreditationSerializer
    kind = ACCREDITATIONS
    form_class = AccreditationForm
    select_related = ("hospital",)

    def get_queryset(self):
        return super().get_queryset().order_by("hospital__pinyin", "kind", "specialty", "-since")

    def add(self, owner, details):
        return accreditations.record(hospital=owner, details=details, by=self.request.user)

    def change(self, row, details, version):
        return accreditations.revise(
            accreditation=row, details=details, by=self.request.user, version=version
        )
