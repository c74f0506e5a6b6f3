"""Projects with milestones; counted beds, targets, equipment and clusters, kept like on pages."""

from rest_framework import serializers

from hospitals.actions import projects
from hospitals.api.keeping import KEPT, KeptRows
from hospitals.api.network import HospitalName, RegionName
from hospitals.forms.networks import ProjectForm
from hospitals.forms.resources import BedCountForm, BedTargetForm, ClusterForm, EquipmentForm
from hospitals.listing.network_lists import PROJECTS
from hospitals.listing.resource_lists import BED_COUNTS, BED_TARGETS, CLUSTERS, EQUIPMENT
from hospitals.models import (
    BedCapacity,
    BedTarget,
    CooperationProject,
    Equipment,
    Hospital,
    Milestone,
    SpecialtyCluster,
)
from portal.core.keeping import KeptViewSet, described
from portal.roles import Permission


class _OfHospital(KeptRows):
    owner = Hospital

    def bound(self, content, *, owner, row=None):
        return self.form_class(content, instance=row, user=self.request.user, hospital=owner)


class BedCountSerializer(serializers.ModelSerializer):
    hospital = HospitalName(read_only=True)
    campus = serializers.SlugRelatedField(slug_field="name", read_only=True, allow_null=True)

    class Meta:
        model = BedCapacity
        fields = ["id", "hospital", *BedCountForm.base_fields, *KEPT]


@described
class BedCountViewSet(_OfHospital):
    model = BedCapacity
    serializer_class = BedCountSerializer
    kind = BED_COUNTS
    form_class = BedCountForm
    select_related = ("hospital", "campus")


class BedTargetSerializer(serializers.ModelSerializer):
    hospital = HospitalName(read_only=True)
    campus = serializers.SlugRelatedField(slug_field="name", read_only=True, allow_null=True)

    class Meta:
        model = BedTarget
        fields = ["id", "hospital", *BedTargetForm.base_fields, *KEPT]


@described
class BedTargetViewSet(_OfHospital):
    model = BedTarget
    serializer_class = BedTargetSerializer
    kind = BED_TARGETS
    form_class = BedTargetForm
    select_related = ("hospital", "campus")


class EquipmentSerializer(serializers.ModelSerializer):
    hospital = HospitalName(read_only=True)

    class Meta:
        model = Equipment
        fields = ["id", "hospital", *EquipmentForm.base_fields, *KEPT]


@described
class EquipmentViewSet(_OfHospital):
    model = Equipment
    serializer_class = EquipmentSerializer
    kind = EQUIPMENT
    form_class = EquipmentForm
    select_related = ("hospital",)


class ClusterSerializer(serializers.ModelSerializer):
    hospital = HospitalName(read_only=True)

    class Meta:
        model = SpecialtyCluster
        fields = ["id", "hospital", *ClusterForm.base_fields, *KEPT]


@described
class ClusterViewSet(_OfHospital):
    model = SpecialtyCluster
    serializer_class = ClusterSerializer
    kind = CLUSTERS
    form_class = ClusterForm
    select_related = ("hospital",)


class MilestoneSerializer(serializers.ModelSerializer):
    days_late = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = Milestone
        fields = [
            "kind",
            "campus_name",
            "planned_on",
            "actual_on",
            "actual_text",
            "days_late",
            "evidence",
            "is_synthetic",
        ]


class ProjectSerializer(serializers.ModelSerializer):
    region = RegionName(read_only=True, allow_null=True)
    project = HospitalName(source="relation.project", read_only=True, allow_null=True)
    milestones = MilestoneSerializer(source="steps", many=True, read_only=True)

    class Meta:
        model = CooperationProject
        fields = [
            "id",
            "name",
            "project",
            "region",
            "batch_number",
            "stage",
            "initial_beds",
            "target_beds",
            "target_due_on",
            "target_text",
            "milestones",
            "version",
        ]


@described
class ProjectViewSet(KeptViewSet):
    """A project comes with its relation, and its stage follows its milestones."""

    model = CooperationProject
    permission = Permission.HOSPITAL_VIEW
    serializer_class = ProjectSerializer
    kind = PROJECTS
    form_class = ProjectForm
    select_related = ("region__parent__parent", "relation__project")
    http_method_names = ["get", "patch", "head", "options"]

    def get_queryset(self):
        return super().get_queryset().prefetch_related("milestones").order_by("name")

    def change(self, row, details, version):
        by = self.request.user
        return projects.revise(project=row, details=details, by=by, version=version)
