"""Networks with members, and relations with milestones, through the API as on the pages."""

from rest_framework import serializers
from rest_framework.decorators import action

from hospitals.actions import networks, projects, relations
from hospitals.api.network import HospitalName
from hospitals.api.resources import MilestoneSerializer
from hospitals.filters import MemberFilter
from hospitals.forms.networks import (
    AdmitForm,
    LastDayForm,
    MemberCorrectForm,
    MilestoneForm,
    NetworkCorrectForm,
    NetworkForm,
    RelationCorrectForm,
    RelationForm,
)
from hospitals.listing.network_lists import MILESTONES, NETWORKS, SUPPORTS
from hospitals.models import (
    CooperationProject,
    HospitalRelation,
    Milestone,
    Network,
    NetworkMembership,
)
from portal.core.keeping import KeptViewSet, described
from portal.core.schema import verb
from portal.roles import Permission

# Made through a form, then moved by its verbs: nothing is patched.
MADE = ["get", "post", "head", "options"]


class MemberSerializer(serializers.ModelSerializer):
    hospital = HospitalName(read_only=True)

    class Meta:
        model = NetworkMembership
        fields = ["hospital", "role", "plate_name", "since", "since_text", "until"]


class NetworkSerializer(serializers.ModelSerializer):
    lead = HospitalName(read_only=True)
    members = MemberSerializer(source="members_now", many=True, read_only=True)

    class Meta:
        model = Network
        fields = [
            "id",
            "name",
            "kind",
            "lead",
            "since",
            "since_text",
            "until",
            "members",
            "is_synthetic",
            "version",
        ]


@described
class NetworkViewSet(KeptViewSet):
    model = Network
    permission = Permission.HOSPITAL_VIEW
    serializer_class = NetworkSerializer
    kind = NETWORKS
    form_class = NetworkForm
    change_class = NetworkCorrectForm
    select_related = ("lead",)

    def get_queryset(self):
        return super().get_queryset().with_members().with_size().order_by("name")

    def add(self, _owner, details):
        told = dict(details)
        return networks.found(lead=told.pop("lead"), details=told, by=self.request.user)

    def change(self, row, details, version):
        by = self.request.user
        return networks.correct(network=row, details=details, by=by, version=version)

    @verb(LastDayForm, "NetworkEnding")
    @action(detail=True, methods=["post"])
    def end(self, request, pk=None):
        """Its last day, and that of its members."""
        return self.changed(networks.end, LastDayForm, "network", spread=True)


class NetworkMemberSerializer(MemberSerializer):
    class Meta(MemberSerializer.Meta):
        fields = ["id", "network", *MemberSerializer.Meta.fields, "version"]
        read_only_fields = ["network"]


@described
class NetworkMemberViewSet(KeptViewSet):
    """Who belongs to which network: today's members, and former ones for those concerned."""

    model = NetworkMembership
    owner, owner_field = Network, "network"
    permission = Permission.HOSPITAL_VIEW
    serializer_class = NetworkMemberSerializer
    filterset_class = MemberFilter
    form_class = AdmitForm
    change_class = MemberCorrectForm
    select_related = ("hospital", "network")

    def get_queryset(self):
        return super().get_queryset().current_or_shared(self.request.user)

    def bound(self, content, *, owner, row=None):
        user = self.request.user
        if row:
            return MemberCorrectForm(content, instance=row, user=user)
        return AdmitForm(content, user=user)

    def add(self, owner, details):
        return networks.admit(network=owner, by=self.request.user, **details)

    def change(self, row, details, version):
        by = self.request.user
        return networks.correct_member(membership=row, details=details, by=by, version=version)

    @verb(LastDayForm, "NetworkMemberLeaving")
    @action(detail=True, methods=["post"])
    def withdraw(self, request, pk=None):
        """The last day of a member."""
        return self.changed(networks.withdraw, LastDayForm, "membership", spread=True)


class RelationSerializer(serializers.ModelSerializer):
    source = HospitalName(read_only=True)
    host = HospitalName(read_only=True, allow_null=True)
    project = HospitalName(read_only=True)

    class Meta:
        model = HospitalRelation
        fields = ["id", "source", "host", "project", "since", "since_text", "until", "version"]


@described
class RelationViewSet(KeptViewSet):
    model = HospitalRelation
    permission = Permission.HOSPITAL_VIEW
    serializer_class = RelationSerializer
    kind = SUPPORTS
    form_class = RelationForm
    change_class = RelationCorrectForm
    select_related = ("source", "host", "project")

    def get_queryset(self):
        return super().get_queryset().order_by("project__name", "since")

    def bound(self, content, *, owner, row=None):
        user = self.request.user
        if row:
            return RelationCorrectForm(content, instance=row, user=user)
        return RelationForm(content, user=user)

    def add(self, _owner, details):
        return relations.open_relation(by=self.request.user, **details)

    def change(self, row, details, version):
        by = self.request.user
        return relations.correct_relation(relation=row, details=details, by=by, version=version)

    @verb(LastDayForm, "RelationEnding")
    @action(detail=True, methods=["post"])
    def end(self, request, pk=None):
        """The last day of a relation."""
        return self.changed(relations.end_relation, LastDayForm, "relation", spread=True)


class StepSerializer(MilestoneSerializer):
    file_count = serializers.IntegerField(read_only=True)

    class Meta(MilestoneSerializer.Meta):
        fields = ["id", "project", *MilestoneSerializer.Meta.fields, "file_count", "version"]
        read_only_fields = ["project"]


@described
class ProjectMilestoneViewSet(KeptViewSet):
    """Steps of projects; one of its kind and campus that is there is brought up to date."""

    model = Milestone
    owner, owner_field = CooperationProject, "project"
    permission = Permission.HOSPITAL_VIEW
    serializer_class = StepSerializer
    kind = MILESTONES
    form_class = MilestoneForm
    http_method_names = MADE

    def get_queryset(self):
        rows = super().get_queryset().with_files()
        return rows.order_by("project", "planned_on", "actual_on", "pk")

    def add(self, owner, details):
        return projects.record_milestone(project=owner, details=details, by=self.request.user)
