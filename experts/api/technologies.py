"""New technologies, their months and admissions, claims and prices through the API."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from experts.actions import claims, technologies
from experts.api.base import RecordViewSet, verb
from experts.api.dispatches import ExpertName
from experts.filters import ClaimFilter, PriceFilter, TechnologyFilter
from experts.forms.batches import SureForm
from experts.forms.technologies import (
    AdmissionForm,
    AliasForm,
    ClaimForm,
    JudgeForm,
    MonthForm,
    PriceForm,
    StopForm,
    TechnologyForm,
)
from experts.models import (
    NewTechnology,
    NoveltyClaim,
    PriceItem,
    TechnologyAdmission,
    TechnologyMonthlyCount,
)
from hospitals.api.network import HospitalName, RegionName
from hospitals.models import Hospital
from portal.core.api import cleaned, content_of, row_named
from portal.core.schema import IDEMPOTENCY_KEY, IF_MATCH, serializer_of
from portal.roles import Permission


class AdmissionSerializer(serializers.ModelSerializer):
    class Meta:
        model = TechnologyAdmission
        fields = ["admission_class", "committee", "approved_on", "ethics_number", "review_on"]


class MonthSerializer(serializers.ModelSerializer):
    class Meta:
        model = TechnologyMonthlyCount
        fields = ["month", "patients", "complications", "independent_local"]


class TechnologySerializer(serializers.ModelSerializer):
    hospital = HospitalName(read_only=True)
    source_hospital = HospitalName(read_only=True, allow_null=True)
    brought_by = ExpertName(read_only=True, allow_null=True)
    department = serializers.SlugRelatedField(slug_field="name", read_only=True)
    names = serializers.SlugRelatedField(slug_field="name", many=True, read_only=True)
    admissions = AdmissionSerializer(many=True, read_only=True)
    counts = MonthSerializer(many=True, read_only=True)

    class Meta:
        model = NewTechnology
        fields = [
            "id",
            "hospital",
            "department",
            "name",
            "names",
            "name_english",
            "specialty",
            "kind",
            "surgery_level",
            "source_hospital",
            "brought_by",
            "posting",
            "first_done_on",
            "local_independent_on",
            "status",
            "stopped_on",
            "admissions",
            "counts",
            "is_synthetic",
            "version",
        ]
        read_only_fields = fields


class TechnologyContent(serializer_of(TechnologyForm, "TechnologyFields")):
    """What a new technology needs beside the fields of the page: the hospital."""

    hospital = serializers.UUIDField()


class TechnologyViewSet(RecordViewSet):
    model = NewTechnology
    permission = Permission.TECHNOLOGY_VIEW
    serializer_class = TechnologySerializer
    filterset_class = TechnologyFilter
    select_related = ("hospital", "source_hospital", "brought_by", "department")
    form_class = TechnologyForm

    def get_queryset(self):
        rows = super().get_queryset().prefetch_related("names", "admissions", "counts")
        return rows.order_by("name", "pk")

    @extend_schema(
        request=TechnologyContent,
        responses={201: TechnologySerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def create(self, request):
        return super().create(request)

    def _create(self, request):
        content = content_of(request)
        rows = Hospital.objects.visible_to(request.user)
        hospital = row_named(rows, content.pop("hospital", None), "hospital")
        details = cleaned(TechnologyForm(content, user=request.user, hospital=hospital))
        row = technologies.register(hospital=hospital, details=details, by=request.user)
        return self.answer(row, status=201)

    @extend_schema(
        request=serializer_of(TechnologyForm, "TechnologyChange"),
        responses=TechnologySerializer,
        parameters=[IF_MATCH],
    )
    def partial_update(self, request, pk=None):
        return super().partial_update(request, pk)

    def revise(self, row, details, version):
        return technologies.revise(
            technology=row, details=details, by=self.request.user, version=version
        )

    @verb(AliasForm, "TechnologyAliasing")
    @action(detail=True, methods=["post"])
    def names(self, request, pk=None):
        """One more name, which no other technology of the hospital may have."""
        return self.acted(
            request,
            AliasForm,
            lambda row, details, version: technologies.add_alias(
                technology=row, by=request.user, version=version, **details
            ),
        )

    @verb(AdmissionForm, "TechnologyAdmitting")
    @action(detail=True, methods=["post"])
    def admit(self, request, pk=None):
        return self.acted(
            request,
            AdmissionForm,
            lambda row, details, version: technologies.admit(
                technology=row, details=details, by=request.user, version=version
            ),
        )

    @verb(MonthForm, "TechnologyCounting")
    @action(detail=True, methods=["post"])
    def cases(self, request, pk=None):
        """The cases of one month; sent again, they replace those that were there."""
        return self.acted(
            request,
            MonthForm,
            lambda row, details, _version: (
                technologies.record_month(
                    technology=row, details=details, by=request.user
                ).technology
            ),
        )

    @verb(StopForm, "TechnologyStopping")
    @action(detail=True, methods=["post"])
    def stop(self, request, pk=None):
        return self.acted(
            request,
            StopForm,
            lambda row, details, version: technologies.stop(
                technology=row, details=details, by=request.user, version=version
            ),
        )

    @verb(SureForm, "TechnologyResuming")
    @action(detail=True, methods=["post"])
    def resume(self, request, pk=None):
        return self.acted(
            request,
            SureForm,
            lambda row, _details, version: technologies.resume(
                technology=row, by=request.user, version=version
            ),
        )


class TechnologyRef(serializers.ModelSerializer):
    class Meta:
        model = NewTechnology
        fields = ["id", "name"]


class NoveltyClaimSerializer(serializers.ModelSerializer):
    technology = TechnologyRef(read_only=True)
    region = RegionName(read_only=True, allow_null=True)

    class Meta:
        model = NoveltyClaim
        fields = [
            "id",
            "technology",
            "kind",
            "tier",
            "region",
            "area",
            "claim_text",
            "claimed_on",
            "evidence",
            "state",
            "judged_at",
            "judgement",
            "is_synthetic",
            "version",
        ]


class NoveltyClaimContent(serializer_of(ClaimForm, "NoveltyClaimFields")):
    """What a new claim needs beside the fields of the page: the technology."""

    technology = serializers.UUIDField()


class NoveltyClaimViewSet(RecordViewSet):
    model = NoveltyClaim
    permission = Permission.TECHNOLOGY_VIEW
    serializer_class = NoveltyClaimSerializer
    filterset_class = ClaimFilter
    select_related = ("technology", "region__parent__parent")
    form_class = ClaimForm

    def get_queryset(self):
        return super().get_queryset().order_by("-claimed_on", "pk")

    @extend_schema(
        request=NoveltyClaimContent,
        responses={201: NoveltyClaimSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def create(self, request):
        return super().create(request)

    def _create(self, request):
        content = content_of(request)
        rows = NewTechnology.objects.visible_to(request.user)
        technology = row_named(rows, content.pop("technology", None), "technology")
        details = cleaned(ClaimForm(content, user=request.user))
        row = claims.claim(technology=technology, details=details, by=request.user)
        return self.answer(row, status=201)

    @extend_schema(
        request=serializer_of(ClaimForm, "NoveltyClaimChange"),
        responses=NoveltyClaimSerializer,
        parameters=[IF_MATCH],
    )
    def partial_update(self, request, pk=None):
        return super().partial_update(request, pk)

    def revise(self, row, details, version):
        return claims.revise(claim=row, details=details, by=self.request.user, version=version)

    @verb(JudgeForm, "NoveltyClaimJudging")
    @action(detail=True, methods=["post"])
    def judge(self, request, pk=None):
        return self.acted(
            request,
            JudgeForm,
            lambda row, details, version: claims.judge(
                claim=row, by=request.user, version=version, **details
            ),
        )


class PriceSerializer(serializers.ModelSerializer):
    hospital = HospitalName(read_only=True)
    technology = TechnologyRef(read_only=True, allow_null=True)
    region = RegionName(read_only=True)

    class Meta:
        model = PriceItem
        fields = [
            "id",
            "hospital",
            "technology",
            "region",
            "code",
            "name",
            "action",
            "unit",
            "old_price",
            "new_price",
            "effective_on",
            "is_synthetic",
            "version",
        ]


class PriceContent(serializer_of(PriceForm, "PriceFields")):
    """What a new price needs beside the fields of the page: the hospital."""

    hospital = serializers.UUIDField()


class PriceItemViewSet(RecordViewSet):
    model = PriceItem
    permission = Permission.TECHNOLOGY_VIEW
    serializer_class = PriceSerializer
    filterset_class = PriceFilter
    select_related = ("hospital", "technology", "region__parent__parent")
    form_class = PriceForm

    def get_queryset(self):
        return super().get_queryset().order_by("-effective_on", "code", "pk")

    @extend_schema(
        request=PriceContent, responses={201: PriceSerializer}, parameters=[IDEMPOTENCY_KEY]
    )
    def create(self, request):
        return super().create(request)

    def _create(self, request):
        content = content_of(request)
        rows = Hospital.objects.visible_to(request.user)
        hospital = row_named(rows, content.pop("hospital", None), "hospital")
        details = cleaned(PriceForm(content, user=request.user))
        row = claims.price(hospital=hospital, details=details, by=request.user)
        return self.answer(row, status=201)

    @extend_schema(
        request=serializer_of(PriceForm, "PriceChange"),
        responses=PriceSerializer,
        parameters=[IF_MATCH],
    )
    def partial_update(self, request, pk=None):
        return super().partial_update(request, pk)

    def revise(self, row, details, version):
        return claims.revise_price(item=row, details=details, by=self.request.user, version=version)
