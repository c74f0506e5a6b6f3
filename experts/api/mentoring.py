"""Mentoring, the stages reached and the directors of departments through the API."""

from django.forms import model_to_dict
from rest_framework import serializers

from experts.actions import mentoring
from experts.api.dispatches import ExpertName
from experts.filters import MilestoneFilter
from experts.forms.mentoring import DirectorForm, MentorshipForm, MilestoneForm
from experts.listing.training_lists import DIRECTORS, MENTORSHIPS
from experts.models import CoDirectorPost, Expert, Mentorship, SkillMilestone
from experts.models.mentorship import STAGES_BY
from hospitals.api.network import HospitalName
from hospitals.models import Hospital
from portal.core.keeping import KeptViewSet, described
from portal.roles import Permission


class MentorshipSerializer(serializers.ModelSerializer):
    """load: how many people the mentor teaches today; stage: the furthest one reached."""

    mentor = ExpertName(read_only=True)
    apprentice = ExpertName(read_only=True)
    hospital = HospitalName(read_only=True)
    phase = serializers.CharField(read_only=True)
    load = serializers.IntegerField(read_only=True)
    is_crowded = serializers.BooleanField(read_only=True)
    stage = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = Mentorship
        fields = [
            "id",
            "mentor",
            "apprentice",
            "hospital",
            "kind",
            "technique",
            "since",
            "until",
            *STAGES_BY,
            "phase",
            "load",
            "is_crowded",
            "stage",
            "is_synthetic",
            "version",
        ]


@described
class MentorshipViewSet(KeptViewSet):
    model = Mentorship
    owner = Expert
    owner_field = "mentor"
    permission = Permission.EXPERT_VIEW
    serializer_class = MentorshipSerializer
    kind = MENTORSHIPS
    form_class = MentorshipForm
    select_related = ("mentor", "apprentice", "hospital")

    def get_queryset(self):
        return super().get_queryset().with_load().order_by("-since", "mentor__pinyin", "pk")

    def bound(self, content, *, owner, row=None):
        user = self.request.user
        return MentorshipForm(content, instance=row, user=user, mentor=owner)

    def add(self, owner, details):
        return mentoring.pair(mentor=owner, details=details, by=self.request.user)

    def change(self, row, details, version):
        return mentoring.revise(
            mentorship=row, details=details, by=self.request.user, version=version
        )


class SkillMilestoneSerializer(serializers.ModelSerializer):
    staff = ExpertName(read_only=True)
    witness = ExpertName(read_only=True)

    class Meta:
        model = SkillMilestone
        fields = [
            "id",
            "mentorship",
            "staff",
            "technique",
            "stage",
            "reached_on",
            "witness",
            "is_synthetic",
            "version",
        ]
        read_only_fields = fields


@described
class SkillMilestoneViewSet(KeptViewSet):
    model = SkillMilestone
    owner = Mentorship
    owner_field = "mentorship"
    permission = Permission.EXPERT_VIEW
    serializer_class = SkillMilestoneSerializer
    filterset_class = MilestoneFilter
    form_class = MilestoneForm
    select_related = ("mentorship", "staff", "witness")

    def get_queryset(self):
        return super().get_queryset().order_by("-reached_on", "pk")

    def bound(self, content, *, owner, row=None):
        user = self.request.user
        return MilestoneForm(content, instance=row, user=user, mentorship=owner)

    def add(self, owner, details):
        return mentoring.reach(mentorship=owner, details=details, by=self.request.user)

    def change(self, row, details, version):
        return mentoring.correct(
            milestone=row, details=details, by=self.request.user, version=version
        )


class CoDirectorSerializer(serializers.ModelSerializer):
    hospital = HospitalName(read_only=True)
    department = serializers.SlugRelatedField(slug_field="name", read_only=True)
    person = ExpertName(read_only=True)

    class Meta:
        model = CoDirectorPost
        fields = [
            "id",
            "hospital",
            "department",
            "side",
            "person",
            "since",
            "until",
            "is_synthetic",
            "version",
        ]


@described
class CoDirectorViewSet(KeptViewSet):
    model = CoDirectorPost
    owner = Hospital
    permission = Permission.EXPERT_VIEW
    serializer_class = CoDirectorSerializer
    kind = DIRECTORS
    form_class = DirectorForm
    select_related = ("department__hospital", "person")

    def get_queryset(self):
        return super().get_queryset().order_by("department__name", "side", "-since", "pk")

    def bound(self, content, *, owner, row=None):
        return DirectorForm(content, instance=row, user=self.request.user, hospital=owner)

    def typed(self, row):
        return model_to_dict(row, fields=["side", "person", "since", "until"])

    def add(self, owner, details):
        return mentoring.appoint(hospital=owner, details=details, by=self.request.user)

    def change(self, row, details, version):
        return mentoring.revise_director(
            director=row, details=details, by=self.request.user, version=version
        )
