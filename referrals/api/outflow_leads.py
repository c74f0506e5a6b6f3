"""Outflow leads over HTTP: read, and judge."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from portal.core.api import ScopedViewSet
from portal.core.schema import IDEMPOTENCY_KEY, IF_MATCH, Shown, serializer_of
from portal.roles import Permission
from referrals.actions import outflow_leads
from referrals.filters import OutflowLeadFilter
from referrals.forms.outflow_leads import OutflowLeadForm
from referrals.models import OutflowRecord


class OutflowLead(Shown):
    """One patient who, as far as the origin was told, went elsewhere."""

    id = serializers.UUIDField()
    referral = serializers.UUIDField(source="referral_id")
    number = serializers.CharField(source="referral.number")
    origin = serializers.UUIDField(source="origin_id")
    outcome = serializers.CharField()
    province = serializers.CharField(source="province.code", default=None, allow_null=True)
    place = serializers.UUIDField(source="place_id", allow_null=True)
    place_name = serializers.CharField()
    noted_at = serializers.DateTimeField()
    state = serializers.CharField()
    reviewed_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class OutflowLeadViewSet(ScopedViewSet):
    """Leads on patients who went elsewhere; they are not measured outflow."""

    http_method_names = ["get", "post", "head", "options"]
    model = OutflowRecord
    permission = Permission.OUTFLOW_VIEW
    select_related = ("referral", "province")
    serializer_class = OutflowLead
    filterset_class = OutflowLeadFilter

    @extend_schema(
        request=serializer_of(OutflowLeadForm, "OutflowVerdict"),
        responses=OutflowLead,
        parameters=[IF_MATCH, IDEMPOTENCY_KEY],
    )
    @action(detail=True, methods=["post"])
    def judge(self, request, pk=None):
        """Confirm or dismiss; not by whoever noted it."""
        return self.changed(outflow_leads.judge, OutflowLeadForm, "lead")
