"""Hospitals, their campuses and departments through the API, made and changed as on the pages."""

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from hospitals.actions import names, registry
from hospitals.filters import CampusFilter, DepartmentFilter, RegionListFilter
from hospitals.forms.governance import MergeForm, RenameForm
from hospitals.forms.registry import (
    CampusForm,
    CloseForm,
    DepartmentForm,
    check_org_code,
    check_phone,
)
from hospitals.listing.hospital_list import HOSPITALS
from hospitals.models import (
    BedPool,
    Campus,
    Department,
    Hospital,
    Network,
    Region,
)
from portal.core.api import ScopedViewSet, etag, once, required_version
from portal.core.keeping import KeptViewSet, described
from portal.core.schema import IDEMPOTENCY_KEY, IF_MATCH, serializer_of
from portal.roles import Permission


class RegionSerializer(serializers.ModelSerializer):
    parent = serializers.SlugRelatedField(slug_field="code", read_only=True)
    successor = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = Region
        fields = [
            "id",
            "code_system",
            "code",
            "name",
            "level",
            "parent",
            "valid_from",
            "valid_to",
            "successor",
        ]


class RegionName(serializers.ModelSerializer):
    class Meta:
        model = Region
        fields = ["id", "code_system", "code", "name", "full_name"]


class HospitalName(serializers.ModelSerializer):
    class Meta:
        model = Hospital
        fields = ["id", "name"]


HOSPITAL_FIELDS = [
    "name",
    "short_name",
    "org_code",
    "level",
    "kind",
    "ownership",
    "phone",
    "opened_on",
    "review_required",
]


class HospitalSerializer(serializers.ModelSerializer):
    region = RegionName(read_only=True)
    open_beds = serializers.IntegerField(read_only=True, allow_null=True)
    occupied_beds = serializers.IntegerField(read_only=True, allow_null=True)
    beds_are_synthetic = serializers.BooleanField(read_only=True, allow_null=True)
    successor = HospitalName(read_only=True, allow_null=True)
    split_from = HospitalName(read_only=True, allow_null=True)
    name_then = serializers.CharField(
        read_only=True, default=None, help_text="With `as_of`: its name on that day."
    )

    class Meta:
        model = Hospital
        fields = [
            "id",
            *HOSPITAL_FIELDS,
            "region",
            "closed_on",
            "successor",
            "split_from",
            "name_then",
            "open_beds",
            "occupied_beds",
            "beds_are_synthetic",
            "is_synthetic",
            "version",
        ]


class HospitalChange(serializers.ModelSerializer):
    """What may be changed; the division is given by the code of a current one."""

    region = serializers.CharField()

    class Meta:
        model = Hospital
        fields = [*HOSPITAL_FIELDS, "region"]

    def validate_org_code(self, text):
        """As on the page: one that was kept before does not stand in the way."""
        kept = getattr(self.instance, "org_code", None)
        return text if text == kept else check_org_code(text)

    def validate_phone(self, text):
        return check_phone(text)

    def validate_region(self, code):
        regions = Region.objects.visible_to(self.context["request"].user).current()
        found = regions.filter(code=code).first()
        if found is None:
            raise serializers.ValidationError(_("没有这个现行的行政区划。"))
        return found


class HospitalCreation(HospitalChange):
    """A new hospital and the network that it joins."""

    network = serializers.UUIDField()
    since = serializers.DateField(default=timezone.localdate)
    split_from = serializers.UUIDField(required=False, allow_null=True)

    class Meta(HospitalChange.Meta):
        fields = [*HospitalChange.Meta.fields, "network", "since", "split_from"]

    def validate(self, given):
        if given.get("split_from") and not given.get("opened_on"):
            raise serializers.ValidationError({"opened_on": _("分设的机构须填写开业日期。")})
        return given

    def validate_split_from(self, pk):
        known = Hospital.objects.visible_to(self.context["request"].user).open()
        found = known.filter(pk=pk).first()
        if pk and found is None:
            raise serializers.ValidationError(_("没有这家机构，或您不能看到它。"))
        return found

    def validate_network(self, pk):
        user = self.context["request"].user
        networks = Network.objects.visible_to(user).current()
        found = networks.led_with(user, Permission.HOSPITAL_CREATE).filter(pk=pk).first()
        if found is None:
            raise serializers.ValidationError(_("没有这个医联体，或您不能为它增加成员。"))
        return found


class HospitalViewSet(ScopedViewSet):
    model = Hospital
    permission = Permission.HOSPITAL_VIEW
    serializer_class = HospitalSerializer
    kind = HOSPITALS
    select_related = ("region__parent__parent", "successor", "split_from")

    def get_queryset(self):
        return super().get_queryset().with_beds().order_by("pinyin", "name")

    def create(self, request):
        return once(request, lambda: self._create(request))

    def _create(self, request):
        asked = HospitalCreation(data=request.data, context={"request": request})
        asked.is_valid(raise_exception=True)
        details = dict(asked.validated_data)
        hospital = registry.create_hospital(
            network=details.pop("network"),
            since=details.pop("since"),
            details=details,
            by=request.user,
        )
        return self._answer(hospital, status.HTTP_201_CREATED)

    def partial_update(self, request, pk=None):
        version = required_version(request)
        hospital = self.get_object()
        asked = HospitalChange(
            hospital, data=request.data, partial=True, context={"request": request}
        )
        asked.is_valid(raise_exception=True)
        changed = registry.edit_hospital(
            hospital=hospital, details=asked.validated_data, by=request.user, version=version
        )
        return self._answer(changed, status.HTTP_200_OK)

    @extend_schema(
        request=serializer_of(RenameForm, "HospitalRenaming"),
        responses=HospitalSerializer,
        parameters=[IF_MATCH, IDEMPOTENCY_KEY],
    )
    @action(detail=True, methods=["post"])
    def rename(self, request, pk=None):
        """Its name of until now becomes a former one."""
        return self.changed(names.rename, RenameForm, "hospital")

    @extend_schema(
        request=serializer_of(MergeForm, "HospitalMerger"),
        responses=HospitalSerializer,
        parameters=[IF_MATCH, IDEMPOTENCY_KEY],
    )
    @action(detail=True, methods=["post"])
    def merge(self, request, pk=None):
        """It goes up in another; refused while a referral is open there."""
        return self.changed(names.merge, MergeForm, "hospital")

    @extend_schema(
        request=serializer_of(CloseForm, "HospitalClosing"),
        responses=HospitalSerializer,
        parameters=[IF_MATCH, IDEMPOTENCY_KEY],
    )
    @action(detail=True, methods=["post"])
    def close(self, request, pk=None):
        """Its last day; refused while a referral is open there."""
        return self.changed(registry.close_hospital, CloseForm, "hospital", spread=True)

    def _answer(self, hospital, code):
        row = self.get_queryset().get(pk=hospital.pk)
        response = Response(self.get_serializer(row).data, status=code)
        response["ETag"] = etag(row)
        return response


class BedsSerializer(serializers.ModelSerializer):
    class Meta:
        model = BedPool
        fields = ["established_beds", "open_beds", "occupied_beds", "as_of"]


class DepartmentSerializer(serializers.ModelSerializer):
    hospital = HospitalName(read_only=True)
    campus = serializers.SlugRelatedField(slug_field="name", read_only=True)
    beds = BedsSerializer(source="bed_pool", read_only=True, allow_null=True)

    class Meta:
        model = Department
        fields = ["id", "hospital", "campus", "name", "code", "beds", "is_synthetic", "version"]


@described
class DepartmentViewSet(KeptViewSet):
    model = Department
    owner = Hospital
    permission = Permission.HOSPITAL_VIEW
    serializer_class = DepartmentSerializer
    filterset_class = DepartmentFilter
    form_class = DepartmentForm
    select_related = ("hospital", "campus", "bed_pool")

    def get_queryset(self):
        return super().get_queryset().order_by("hospital__name", "code", "name")

    def bound(self, content, *, owner, row=None):
        return DepartmentForm(content, instance=row, user=self.request.user, hospital=owner)

    def add(self, owner, details):
        return registry.add_department(hospital=owner, details=details, by=self.request.user)

    def change(self, row, details, version):
        return registry.edit_department(
            department=row, details=details, by=self.request.user, version=version
        )


class CampusSerializer(serializers.ModelSerializer):
    hospital = HospitalName(read_only=True)

    class Meta:
        model = Campus
        fields = ["id", "hospital", *CampusForm.base_fields, "is_synthetic", "version"]


@described
class CampusViewSet(KeptViewSet):
    model = Campus
    owner = Hospital
    permission = Permission.HOSPITAL_VIEW
    serializer_class = CampusSerializer
    filterset_class = CampusFilter
    form_class = CampusForm
    select_related = ("hospital",)

    def get_queryset(self):
        return super().get_queryset().order_by("hospital__name", "name", "pk")

    def add(self, owner, details):
        return registry.add_campus(hospital=owner, details=details, by=self.request.user)

    def change(self, row, details, version):
        return registry.edit_campus(
            campus=row, details=details, by=self.request.user, version=version
        )


class RegionViewSet(ScopedViewSet):
    model = Region
    permission = Permission.HOSPITAL_VIEW
    serializer_class = RegionSerializer
    filterset_class = RegionListFilter
    select_related = ("parent", "successor")

    def get_queryset(self):
        return super().get_queryset().order_by("code_system", "code", "valid_from")
