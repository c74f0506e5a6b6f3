"""Names, agreements, policies, committees and plans through the API, kept like on the pages."""

from rest_framework import serializers

from hospitals.actions import names
from hospitals.api.keeping import KEPT, KeptRows
from hospitals.api.network import HospitalName as PlaceSerializer
from hospitals.filters.governance import (
    NameFilter,
    SeatFilter,
)
from hospitals.forms.governance import (
    AgreementForm,
    CommitteeForm,
    NameForm,
    PlanForm,
    PolicyForm,
    SeatForm,
)
from hospitals.listing.governance_lists import AGREEMENTS, COMMITTEES, PLANS, POLICIES
from hospitals.models import (
    Agreement,
    Committee,
    CommitteeSeat,
    Hospital,
    HospitalName,
    HospitalPlan,
    Network,
    PolicyItem,
)
from portal.core.keeping import KeptViewSet, described
from portal.roles import Permission


class NetworkLabel(serializers.ModelSerializer):
    class Meta:
        model = Network
        fields = ["id", "name"]


class NameHistorySerializer(serializers.ModelSerializer):
    hospital = PlaceSerializer(read_only=True)

    class Meta:
        model = HospitalName
        fields = ["id", "hospital", "kind", *NameForm.base_fields, *KEPT]


@described
class HospitalNameViewSet(KeptViewSet):
    model = HospitalName
    owner = Hospital
    permission = Permission.HOSPITAL_VIEW
    serializer_class = NameHistorySerializer
    filterset_class = NameFilter
    form_class = NameForm
    select_related = ("hospital",)

    def get_queryset(self):
        return super().get_queryset().order_by("hospital__pinyin", "kind", "until", "pk")

    def add(self, owner, details):
        return names.record(hospital=owner, details=details, by=self.request.user)

    def change(self, row, details, version):
        return names.revise(row=row, details=details, by=self.request.user, version=version)


class AgreementSerializer(serializers.ModelSerializer):
    network = NetworkLabel(read_only=True)
    first_party = PlaceSerializer(read_only=True)
    second_party = PlaceSerializer(read_only=True, allow_null=True)
    file_count = serializers.IntegerField(read_only=True)

    class Meta:
        model = Agreement
        fields = ["id", "network", *AgreementForm.base_fields, "file_count", *KEPT]


@described
class AgreementViewSet(KeptRows):
    model = Agreement
    owner, owner_field = Network, "network"
    serializer_class = AgreementSerializer
    kind = AGREEMENTS
    form_class = AgreementForm
    select_related = ("network", "first_party", "second_party")

    def get_queryset(self):
        return super().get_queryset().with_files()


class PolicySerializer(serializers.ModelSerializer):
    network = NetworkLabel(read_only=True)

    class Meta:
        model = PolicyItem
        fields = ["id", "network", *PolicyForm.base_fields, *KEPT]


@described
class PolicyViewSet(KeptRows):
    model = PolicyItem
    owner, owner_field = Network, "network"
    serializer_class = PolicySerializer
    kind = POLICIES
    form_class = PolicyForm
    select_related = ("network",)


class SeatSerializer(serializers.ModelSerializer):
    hospital = PlaceSerializer(read_only=True, allow_null=True)

    class Meta:
        model = CommitteeSeat
        fields = ["id", "committee", *SeatForm.base_fields, *KEPT]
        read_only_fields = ["committee"]


@described
class SeatViewSet(KeptRows):
    model = CommitteeSeat
    owner, owner_field = Committee, "committee"
    serializer_class = SeatSerializer
    filterset_class = SeatFilter
    form_class = SeatForm
    select_related = ("hospital", "committee__network")


class CommitteeSerializer(serializers.ModelSerializer):
    network = NetworkLabel(read_only=True)
    seats = SeatSerializer(source="seats_now", many=True, read_only=True)

    class Meta:
        model = Committee
        fields = ["id", "network", *CommitteeForm.base_fields, "seats", *KEPT]


@described
class CommitteeViewSet(KeptRows):
    model = Committee
    owner, owner_field = Network, "network"
    serializer_class = CommitteeSerializer
    kind = COMMITTEES
    form_class = CommitteeForm
    select_related = ("network",)

    def get_queryset(self):
        return super().get_queryset().with_seats()


class PlanSerializer(serializers.ModelSerializer):
    hospital = PlaceSerializer(read_only=True)

    class Meta:
        model = HospitalPlan
        fields = ["id", "hospital", *PlanForm.base_fields, *KEPT]


@described
class PlanViewSet(KeptRows):
    model = HospitalPlan
    owner = Hospital
    serializer_class = PlanSerializer
    kind = PLANS
    form_class = PlanForm
    select_related = ("hospital",)
