"""New technologies, their months and admissions, claims and prices through the API."""

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser

from experts.actions import claims, technologies
from experts.api.dispatches import ExpertName
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
from experts.listing.technology_list import NOVELTY_CLAIMS, PRICES, TECHNOLOGIES
from experts.models import (
    NewTechnology,
    NoveltyClaim,
    PriceItem,
    TechnologyAdmission,
    TechnologyMonthlyCount,
)
from hospitals.api.network import HospitalName, RegionName
from hospitals.models import Hospital
from portal.core.keeping import KeptViewSet, described
from portal.core.schema import verb
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
    file_count = serializers.IntegerField(read_only=True)

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
            "file_count",
            "is_synthetic",
            "version",
        ]
        read_only_fields = fields


@described
class TechnologyViewSet(KeptViewSet):
    model = NewTechnology
    owner = Hospital
    permission = Permission.TECHNOLOGY_VIEW
    serializer_class = TechnologySerializer
    kind = TECHNOLOGIES
    select_related = ("hospital", "source_hospital", "brought_by", "department")
    form_class = TechnologyForm

    def get_queryset(self):
        told = super().get_queryset().with_cases().with_files()
        rows = told.prefetch_related("names", "admissions", "counts")
        return rows.order_by("name", "pk")

    def bound(self, content, *, owner, row=None):
        return TechnologyForm(content, instance=row, user=self.request.user, hospital=owner)

    def add(self, owner, details):
        return technologies.register(hospital=owner, details=details, by=self.request.user)

    def change(self, row, details, version):
        return technologies.revise(
            technology=row, details=details, by=self.request.user, version=version
        )

    @verb(AliasForm, "TechnologyAliasing")
    @action(detail=True, methods=["post"])
    def names(self, request, pk=None):
        """One more name, which no other technology of the hospital may have."""
        return self.changed(technologies.add_alias, AliasForm, "technology", spread=True)

    @verb(AdmissionForm, "TechnologyAdmitting")
    @action(detail=True, methods=["post"])
    def admit(self, request, pk=None):
        return self.changed(technologies.admit, AdmissionForm, "technology")

    @verb(MonthForm, "TechnologyCounting")
    @action(detail=True, methods=["post"])
    def cases(self, request, pk=None):
        """The cases of one month; sent again, they replace those that were there."""
        return self.changed(_count, MonthForm, "technology")

    @verb(StopForm, "TechnologyStopping")
    @action(detail=True, methods=["post"])
    def stop(self, request, pk=None):
        return self.changed(technologies.stop, StopForm, "technology")

    @verb(SureForm, "TechnologyResuming")
    @action(detail=True, methods=["post"])
    def resume(self, request, pk=None):
        return self.changed(technologies.resume, SureForm, "technology", spread=True)


def _count(*, technology, details, by, version):
    """A month's count stands beside the technology, whose own version it leaves alone."""
    count = technologies.record_month(technology=technology, details=details, by=by)
    return count.technology


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
            "file_count",
            "state",
            "judged_at",
            "judgement",
            "is_synthetic",
            "version",
        ]


@described
class NoveltyClaimViewSet(KeptViewSet):
    model = NoveltyClaim
    owner, owner_field = NewTechnology, "technology"
    permission = Permission.TECHNOLOGY_VIEW
    serializer_class = NoveltyClaimSerializer
    kind = NOVELTY_CLAIMS
    parser_classes = (JSONParser, MultiPartParser)
    select_related = ("technology", "region__parent__parent")
    form_class = ClaimForm

    def get_queryset(self):
        return super().get_queryset().order_by("-claimed_on", "pk")

    def bound(self, content, *, owner, row=None):
        """The files come beside the fields, as multipart/form-data."""
        files = self.request.FILES
        return ClaimForm(content, files, instance=row, user=self.request.user)

    def add(self, owner, details):
        return claims.claim(technology=owner, by=self.request.user, **details)

    def change(self, row, details, version):
        return claims.revise(claim=row, by=self.request.user, version=version, **details)

    @verb(JudgeForm, "NoveltyClaimJudging")
    @action(detail=True, methods=["post"])
    def judge(self, request, pk=None):
        return self.changed(claims.judge, JudgeForm, "claim", spread=True)


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


@described
class PriceItemViewSet(KeptViewSet):
    model = PriceItem
    owner = Hospital
    permission = Permission.TECHNOLOGY_VIEW
    serializer_class = PriceSerializer
    kind = PRICES
    select_related = ("hospital", "technology", "region__parent__parent")
    form_class = PriceForm

    def get_queryset(self):
        return super().get_queryset().order_by("-effective_on", "code", "pk")

    def add(self, owner, details):
        return claims.price(hospital=owner, details=details, by=self.request.user)

    def change(self, row, details, version):
        return claims.revise_price(item=row, details=details, by=self.request.user, version=version)
