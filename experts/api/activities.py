"""What experts do and where campaigns go, through the API."""

from django.forms import model_to_dict
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from experts.actions import activities
from experts.api.dispatches import ExpertName
from experts.filters import ActivityFilter, StopFilter
from experts.forms.activities import ActivityForm, CampaignForm, StopForm
from experts.listing.work_lists import ACTIVITIES, CAMPAIGNS
from experts.models import Activity, OutreachCampaign, OutreachStop
from hospitals.api.network import HospitalName, RegionName
from hospitals.models import Hospital
from portal.core.api import cleaned, refuse_unknown_parameters
from portal.core.keeping import KeptViewSet, described
from portal.roles import Permission


class ActivitySerializer(serializers.ModelSerializer):
    hospital = HospitalName(read_only=True)
    department = serializers.SlugRelatedField(slug_field="name", read_only=True)
    experts = ExpertName(many=True, read_only=True)

    class Meta:
        model = Activity
        fields = ["id", "hospital", *ActivityForm.Meta.fields, "is_synthetic", "version"]


class ActivityTotals(serializers.Serializer):
    """How many activities, with how many participants and patients."""

    activities = serializers.IntegerField(read_only=True)
    participants = serializers.IntegerField(read_only=True)
    patients = serializers.IntegerField(read_only=True)


class ActivityCounts(ActivityTotals):
    """The totals, and the same for each kind."""

    kinds = serializers.DictField(child=ActivityTotals(), read_only=True)


@described
class ActivityViewSet(KeptViewSet):
    model = Activity
    owner = Hospital
    permission = Permission.EXPERT_VIEW
    serializer_class = ActivitySerializer
    kind = ACTIVITIES
    form_class = ActivityForm
    lists = ("experts",)
    select_related = ("hospital", "department")

    def get_queryset(self):
        rows = super().get_queryset().prefetch_related("experts")
        return rows.order_by("-day", "-created_at", "pk")

    def bound(self, content, *, owner, row=None):
        return ActivityForm(content, instance=row, user=self.request.user, hospital=owner)

    def typed(self, row):
        told = model_to_dict(row, fields=ActivityForm.Meta.fields)
        told["department"] = getattr(row.department, "name", "")
        return told | {"experts": [str(person.pk) for person in row.experts.all()]}

    def add(self, owner, details):
        return activities.log(hospital=owner, details=details, by=self.request.user)

    def change(self, row, details, version):
        return activities.revise(
            activity=row, details=details, by=self.request.user, version=version
        )

    @extend_schema(responses=ActivityCounts, filters=True)
    @action(detail=False, pagination_class=None)
    def counts(self, request):
        """The counts of the page, under the same filters."""
        refuse_unknown_parameters(request, ActivityFilter)
        rows = Activity.objects.visible_to(request.user)
        filterset = ActivityFilter(request.query_params, rows, request=request)
        cleaned(filterset.form)
        kinds = {row.pop("kind"): row for row in filterset.qs.by_kind()}
        return Response(ActivityCounts(filterset.qs.totals() | {"kinds": kinds}).data)


class CampaignSerializer(serializers.ModelSerializer):
    hospital = HospitalName(read_only=True)
    stop_count = serializers.IntegerField(read_only=True)
    served = serializers.IntegerField(read_only=True)

    class Meta:
        model = OutreachCampaign
        fields = [
            "id",
            "hospital",
            "name",
            "team",
            "since",
            "until",
            "stop_count",
            "served",
            "is_synthetic",
            "version",
        ]


@described
class OutreachCampaignViewSet(KeptViewSet):
    model = OutreachCampaign
    owner = Hospital
    permission = Permission.EXPERT_VIEW
    serializer_class = CampaignSerializer
    kind = CAMPAIGNS
    form_class = CampaignForm
    select_related = ("hospital",)

    def get_queryset(self):
        return super().get_queryset().with_served().order_by("-since", "name", "pk")

    def add(self, owner, details):
        return activities.open_campaign(hospital=owner, details=details, by=self.request.user)

    def change(self, row, details, version):
        return activities.revise_campaign(
            campaign=row, details=details, by=self.request.user, version=version
        )


class StopSerializer(serializers.ModelSerializer):
    region = RegionName(read_only=True)

    class Meta:
        model = OutreachStop
        fields = ["id", "campaign", "region", "day", "kind", "served", "is_synthetic", "version"]
        read_only_fields = fields


@described
class OutreachStopViewSet(KeptViewSet):
    model = OutreachStop
    owner = OutreachCampaign
    owner_field = "campaign"
    permission = Permission.EXPERT_VIEW
    serializer_class = StopSerializer
    filterset_class = StopFilter
    form_class = StopForm
    select_related = ("campaign", "region__parent__parent")

    def get_queryset(self):
        return super().get_queryset().order_by("-day", "pk")

    def typed(self, row):
        told = model_to_dict(row, fields=["day", "kind", "served"])
        return told | {"region": row.region.code}

    def add(self, owner, details):
        return activities.add_stop(campaign=owner, details=details, by=self.request.user)

    def change(self, row, details, version):
        return activities.revise_stop(
            stop=row, details=details, by=self.request.user, version=version
        )
