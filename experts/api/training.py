"""Training away, certificates, titles and recruitment through the API."""

from rest_framework import serializers
from rest_framework.decorators import action

from experts.actions import training
from experts.api.dispatches import ExpertName
from experts.forms.training import (
    AwardForm,
    CertificateForm,
    RecruitmentForm,
    ReturnForm,
    StayForm,
)
from experts.listing.away_lists import AWARDS, CERTIFICATES, RECRUITMENTS, STAYS
from experts.models import Award, Certificate, Expert, Recruitment, TrainingStay
from hospitals.api.network import HospitalName
from hospitals.models import Hospital
from portal.core.keeping import KeptViewSet, described
from portal.core.schema import verb
from portal.roles import Permission


class TrainingStaySerializer(serializers.ModelSerializer):
    trainee = ExpertName(read_only=True)
    home_hospital = HospitalName(read_only=True)
    at_hospital = HospitalName(read_only=True, allow_null=True)
    phase = serializers.CharField(read_only=True)

    class Meta:
        model = TrainingStay
        fields = [
            "id",
            "trainee",
            "home_hospital",
            *StayForm.Meta.fields,
            "returned_on",
            "independent_on",
            "phase",
            "is_synthetic",
            "version",
        ]


@described
class TrainingStayViewSet(KeptViewSet):
    model = TrainingStay
    owner = Expert
    owner_field = "trainee"
    permission = Permission.EXPERT_VIEW
    serializer_class = TrainingStaySerializer
    kind = STAYS
    form_class = StayForm
    select_related = ("trainee", "home_hospital", "at_hospital")

    def get_queryset(self):
        return super().get_queryset().order_by("-since", "trainee__pinyin", "pk")

    def bound(self, content, *, owner, row=None):
        home = row.home_hospital if row else owner.home_hospital
        return StayForm(content, instance=row, user=self.request.user, hospital=home)

    def add(self, owner, details):
        [row] = training.send(
            hospital=owner.home_hospital, trainees=[owner], details=details, by=self.request.user
        )
        return row

    def change(self, row, details, version):
        return training.revise(stay=row, details=details, by=self.request.user, version=version)

    @verb(ReturnForm, "TrainingStayReturn")
    @action(detail=True, methods=["post"], url_path="return")
    def come_back(self, request, pk=None):
        """Write down when somebody was back at work, and since when they work alone."""
        return self.changed(training.come_back, ReturnForm, "stay")


class CertificateSerializer(serializers.ModelSerializer):
    holder = ExpertName(read_only=True)
    is_over = serializers.BooleanField(read_only=True)
    is_expiring = serializers.BooleanField(read_only=True)

    class Meta:
        model = Certificate
        fields = [
            "id",
            "holder",
            *CertificateForm.Meta.fields,
            "is_over",
            "is_expiring",
            "is_synthetic",
            "version",
        ]
        read_only_fields = fields


@described
class CertificateViewSet(KeptViewSet):
    model = Certificate
    owner = Expert
    owner_field = "holder"
    permission = Permission.EXPERT_VIEW
    serializer_class = CertificateSerializer
    kind = CERTIFICATES
    form_class = CertificateForm
    select_related = ("holder",)

    def get_queryset(self):
        return super().get_queryset().order_by("expires_on", "holder__pinyin", "kind", "pk")

    def bound(self, content, *, owner, row=None):
        return CertificateForm(content, instance=row, user=self.request.user, holder=owner)

    def add(self, owner, details):
        return training.certify(holder=owner, details=details, by=self.request.user)

    def change(self, row, details, version):
        return training.revise_certificate(
            certificate=row, details=details, by=self.request.user, version=version
        )


class AwardSerializer(serializers.ModelSerializer):
    hospital = HospitalName(read_only=True)
    holder = ExpertName(read_only=True, allow_null=True)

    class Meta:
        model = Award
        fields = ["id", "hospital", *AwardForm.Meta.fields, "is_synthetic", "version"]


@described
class AwardViewSet(KeptViewSet):
    model = Award
    owner = Hospital
    permission = Permission.EXPERT_VIEW
    serializer_class = AwardSerializer
    kind = AWARDS
    form_class = AwardForm
    select_related = ("hospital", "holder")

    def get_queryset(self):
        return super().get_queryset().order_by("-granted_on", "title", "pk")

    def bound(self, content, *, owner, row=None):
        return AwardForm(content, instance=row, user=self.request.user, hospital=owner)

    def add(self, owner, details):
        return training.grant(hospital=owner, details=details, by=self.request.user)

    def change(self, row, details, version):
        return training.revise_award(
            award=row, details=details, by=self.request.user, version=version
        )


class RecruitmentSerializer(serializers.ModelSerializer):
    hospital = HospitalName(read_only=True)

    class Meta:
        model = Recruitment
        fields = ["id", "hospital", *RecruitmentForm.Meta.fields, "is_synthetic", "version"]


@described
class RecruitmentViewSet(KeptViewSet):
    model = Recruitment
    owner = Hospital
    permission = Permission.EXPERT_VIEW
    serializer_class = RecruitmentSerializer
    kind = RECRUITMENTS
    form_class = RecruitmentForm
    select_related = ("hospital",)

    def get_queryset(self):
        return super().get_queryset().order_by("-joined_on", "name", "pk")

    def add(self, owner, details):
        return training.recruit(hospital=owner, details=details, by=self.request.user)

    def change(self, row, details, version):
        return training.revise_recruitment(
            recruitment=row, details=details, by=self.request.user, version=version
        )
