"""Deadlines through the API: the rules of networks, what is in force, and what is late."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from hospitals.models import Network
from portal.core.api import (
    ScopedViewSet,
    cleaned,
    content_of,
    once,
    required_version,
    row_named,
)
from portal.core.schema import IDEMPOTENCY_KEY, IF_MATCH, Shown, serializer_of
from portal.roles import Permission
from referrals import sla
from referrals.actions import rules
from referrals.filters import TimerFilter, TimerRuleFilter
from referrals.forms.rules import RuleForm
from referrals.models import Timer, TimerRule


class NetworkName(Shown):
    """A network by id and name."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class TimerRuleSerializer(serializers.ModelSerializer):
    network = NetworkName(allow_null=True)

    class Meta:
        model = TimerRule
        fields = [
            "id",
            "network",
            "kind",
            "priority",
            "minutes",
            "workdays",
            "since",
            "until",
            "is_active",
            "is_synthetic",
            "version",
        ]


class LimitSerializer(Shown):
    """One limit in force today. minutes and workdays: one of them, or neither where none runs."""

    kind = serializers.CharField()
    priority = serializers.CharField()
    minutes = serializers.SerializerMethodField()
    workdays = serializers.SerializerMethodField()
    is_own = serializers.BooleanField()

    def get_minutes(self, cell) -> int | None:
        is_span = cell.limit is not None and not isinstance(cell.limit, int)
        return int(cell.limit / sla.MINUTE) if is_span else None

    def get_workdays(self, cell) -> int | None:
        return cell.limit if isinstance(cell.limit, int) else None


class TimerRuleViewSet(ScopedViewSet):
    """What networks have set for themselves."""

    model = TimerRule
    permission = Permission.REFERRAL_VIEW
    serializer_class = TimerRuleSerializer
    filterset_class = TimerRuleFilter
    select_related = ("network",)
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self):
        return super().get_queryset().order_by("kind", "priority", "-since", "pk")

    @extend_schema(
        request=serializer_of(RuleForm, "TimerRuleContent"),
        responses={201: TimerRuleSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def create(self, request):
        """Set a limit from a day on; the one before it ends the day before."""
        return once(request, lambda: self._create(request))

    def _create(self, request):
        form = RuleForm(content_of(request), user=request.user)
        network = cleaned(form)["network"]
        row = rules.set_rule(network=network, details=form.details, by=request.user)
        return self.answer(row, status=201)

    @extend_schema(request=None, responses=TimerRuleSerializer, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    def end(self, request, pk=None):
        """The default counts again from tomorrow."""
        version = required_version(request)
        row = rules.end_rule(rule=self.get_object(), by=request.user, version=version)
        return self.answer(row)

    @extend_schema(responses=LimitSerializer(many=True), filters=False)
    @action(
        detail=False,
        methods=["get"],
        url_path="in-force",
        pagination_class=None,
        filter_backends=[],
    )
    def in_force(self, request):
        """Every limit of one network today, set or by default; ?network= names it."""
        networks = Network.objects.visible_to(request.user)
        chosen = request.query_params.get("network")
        network = row_named(networks, chosen, "network") if chosen else None
        visible = TimerRule.objects.visible_to(request.user)
        rows = visible.table(network, timezone.localdate())
        cells = [cell for row in rows for cell in row.cells]
        return Response(LimitSerializer(cells, many=True).data)


class LateReferral(Shown):
    """The referral of a clock; nothing of its patient."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    state = serializers.CharField()
    origin = NetworkName()
    destination = NetworkName(allow_null=True)


class TimerSerializer(serializers.ModelSerializer):
    referral = LateReferral()

    class Meta:
        model = Timer
        fields = ["id", "referral", "kind", "attempt", "priority", "started_at", "due_at", "level"]


class TimerViewSet(ScopedViewSet):
    """Running clocks that are late, the longest first."""

    model = Timer
    permission = Permission.REFERRAL_VIEW
    serializer_class = TimerSerializer
    filterset_class = TimerFilter
    select_related = ("referral__origin", "referral__destination")
    http_method_names = ["get", "head", "options"]

    def get_queryset(self):
        return super().get_queryset().late(timezone.now()).order_by("due_at", "pk")
