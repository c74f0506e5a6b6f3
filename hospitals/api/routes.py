"""Referral routes through the API: read, opened, ended and generated."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from hospitals.actions import routes
from hospitals.api.network import HospitalName
from hospitals.filters import RouteFilter
from hospitals.forms.networks import LastDayForm
from hospitals.forms.routes import GenerateForm, RouteForm
from hospitals.models import ReferralRoute
from portal.core.api import ScopedViewSet, cleaned, content_of, once, required_version
from portal.core.schema import IDEMPOTENCY_KEY, IF_MATCH, Shown, serializer_of
from portal.roles import Permission


class RouteSerializer(serializers.ModelSerializer):
    network = serializers.UUIDField(source="network_id", read_only=True)
    origin = HospitalName(read_only=True)
    destination = HospitalName(read_only=True)

    class Meta:
        model = ReferralRoute
        fields = [
            "id",
            "network",
            "origin",
            "destination",
            "direction",
            "specialty",
            "since",
            "until",
            "is_generated",
            "note",
            "is_synthetic",
            "version",
        ]


class GenerateOrder(serializer_of(GenerateForm, "GenerateNetwork")):
    dry_run = serializers.BooleanField(required=False)


class PlannedRoute(Shown):
    origin = serializers.UUIDField(source="origin_id")
    destination = serializers.UUIDField(source="destination_id")
    direction = serializers.CharField()


class RoutePlan(Shown):
    """What generating does, or with dry_run would do."""

    to_open = PlannedRoute(many=True)
    to_end = PlannedRoute(many=True)


class RouteViewSet(ScopedViewSet):
    model = ReferralRoute
    permission = Permission.HOSPITAL_VIEW
    serializer_class = RouteSerializer
    filterset_class = RouteFilter
    select_related = ("origin", "destination")
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self):
        return super().get_queryset().order_by("network__name", "origin__pinyin", "id")

    @extend_schema(
        request=serializer_of(RouteForm, "RouteContent"),
        responses={201: RouteSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def create(self, request):
        return once(request, lambda: self._create(request))

    def _create(self, request):
        details = dict(cleaned(RouteForm(content_of(request), user=request.user)))
        network = details.pop("network")
        row = routes.open_route(network=network, details=details, by=request.user)
        return self.answer(row, status=201)

    @extend_schema(
        request=serializer_of(LastDayForm, "LastDay"),
        responses=RouteSerializer,
        parameters=[IF_MATCH],
    )
    @action(detail=True, methods=["post"])
    def end(self, request, pk=None):
        """The last day of a route."""
        version = required_version(request)
        row = self.get_object()
        until = cleaned(LastDayForm(content_of(request), user=request.user))["until"]
        return self.answer(
            routes.end_route(route=row, until=until, by=request.user, version=version)
        )

    @extend_schema(request=GenerateOrder, responses=RoutePlan, parameters=[IDEMPOTENCY_KEY])
    @action(detail=False, methods=["post"])
    def generate(self, request):
        """Open what follows from members and projects, end what no longer does."""
        return once(request, lambda: self._generate(request))

    def _generate(self, request):
        content = content_of(request)
        is_dry = content.pop("dry_run", "false") == "true"
        network = cleaned(GenerateForm(content, user=request.user))["network"]
        if is_dry:
            return Response(RoutePlan(routes.plan(network=network)).data)
        return Response(RoutePlan(routes.generate(network=network, by=request.user)).data)
