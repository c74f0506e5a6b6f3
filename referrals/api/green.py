"""Green channel cases and their limits through the API."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from portal.core.api import ScopedViewSet, cleaned, content_of, once
from portal.core.schema import IDEMPOTENCY_KEY, Shown, serializer_of
from portal.roles import Permission
from referrals.actions import milestones
from referrals.filters import GreenFilter
from referrals.forms.green import MilestoneForm, TargetForm
from referrals.models import GreenTarget, Referral
from referrals.models.green import results_of, times_of


class GoalResult(Shown):
    code = serializers.CharField(source="goal.code")
    label = serializers.SerializerMethodField()
    limit = serializers.IntegerField()
    minutes = serializers.IntegerField(allow_null=True)
    state = serializers.CharField()

    def get_label(self, result) -> str:
        return _(result.goal.label)


class GreenCaseShown(Shown):
    """A case: its moments by step, and every goal against its limit."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    state = serializers.CharField()
    green_channel = serializers.CharField()
    origin = serializers.UUIDField(source="origin_id")
    destination = serializers.UUIDField(source="destination_id", allow_null=True)
    times = serializers.SerializerMethodField()
    results = serializers.SerializerMethodField()
    is_synthetic = serializers.BooleanField()
    version = serializers.IntegerField()

    def get_times(self, referral) -> dict[str, str]:
        return {code: moment.isoformat() for code, moment in times_of(referral).items()}

    @extend_schema(responses=GoalResult(many=True))
    def get_results(self, referral) -> list[dict]:
        return GoalResult(results_of(referral, self.context["versions"]), many=True).data


class GreenCaseViewSet(ScopedViewSet):
    model = Referral
    permission = Permission.REFERRAL_VIEW
    serializer_class = GreenCaseShown
    filterset_class = GreenFilter
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self):
        rows = super().get_queryset().exclude(green_channel="").order_by("-created_at")
        return rows.prefetch_related("green_milestones", "transports")

    def get_serializer_context(self):
        context = super().get_serializer_context()
        if getattr(self, "swagger_fake_view", False):
            return context
        targets = GreenTarget.objects.visible_to(self.request.user)
        hospitals = Referral.objects.visible_to(self.request.user).exclude(green_channel="")
        return context | {"versions": targets.by_hospital(hospitals.values("destination"))}

    @extend_schema(
        request=serializer_of(MilestoneForm, "MilestoneContent"),
        responses=GreenCaseShown,
        parameters=[IDEMPOTENCY_KEY],
    )
    @action(detail=True, methods=["post"])
    def milestones(self, request, pk=None):
        """A step of one's own side happened; entered again, its moment is corrected."""
        return once(request, lambda: self._record(request))

    def _record(self, request):
        referral = self.get_object()
        given = cleaned(MilestoneForm(content_of(request), user=request.user))
        milestones.record(
            referral=referral,
            code=given["code"],
            at=given["at"],
            note=given["note"],
            by=request.user,
        )
        return self.answer(referral)


class GreenTargetSerializer(serializers.ModelSerializer):
    class Meta:
        model = GreenTarget
        fields = ["id", "hospital", "kind", "code", "minutes", "since", "note", "version"]
        read_only_fields = fields


class GreenTargetViewSet(ScopedViewSet):
    """What hospitals have set for themselves; where nothing is set, the default holds."""

    model = GreenTarget
    permission = Permission.REFERRAL_VIEW
    serializer_class = GreenTargetSerializer
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self):
        return super().get_queryset().order_by("hospital", "kind", "code", "-since")

    @extend_schema(
        request=serializer_of(TargetForm, "GreenTargetContent"),
        responses={201: GreenTargetSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def create(self, request):
        return once(request, lambda: self._create(request))

    def _create(self, request):
        form = TargetForm(content_of(request), user=request.user)
        hospital = cleaned(form)["hospital"]
        row = milestones.set_target(hospital=hospital, details=form.details(), by=request.user)
        return Response(GreenTargetSerializer(row).data, status=201)
