"""Printed figures over HTTP: read, with the contradictions among them; propose and decide."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from hospitals.actions import claims
from hospitals.forms.claims import DecisionForm, ProposalForm
from hospitals.listing.claim_list import CLAIMS
from hospitals.models import Claim, ClaimProposal
from portal.core.api import ScopedViewSet, once, required_version
from portal.core.schema import IDEMPOTENCY_KEY, IF_MATCH, Shown, serializer_of
from portal.roles import Permission


class ProposalRow(Shown):
    """How somebody reads a printed figure, and who decided on it."""

    id = serializers.UUIDField()
    claim = serializers.UUIDField(source="claim_id")
    proposed = serializers.CharField()
    unit = serializers.CharField()
    reason = serializers.CharField()
    state = serializers.CharField()
    created_by = serializers.CharField(source="created_by.display_name", default="")
    decided_by = serializers.CharField(source="decided_by.display_name", default="")
    decided_at = serializers.DateTimeField(allow_null=True)
    decision_note = serializers.CharField()
    version = serializers.IntegerField()


class ClaimRow(Shown):
    """One printed figure; printed is what the source says, to the letter."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    source = serializers.CharField()
    source_title = serializers.CharField()
    entity = serializers.CharField()
    topic = serializers.CharField()
    name = serializers.CharField()
    printed = serializers.CharField()
    qualifier = serializers.CharField()
    unit = serializers.CharField()
    period = serializers.CharField()
    since = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True)
    quality = serializers.CharField()
    note = serializers.CharField()
    quote = serializers.CharField()
    proposals = ProposalRow(many=True, source="proposals.all")
    version = serializers.IntegerField()


class FindingRow(Shown):
    """One contradiction: the rule, what it says, and the codes of the figures."""

    rule = serializers.CharField()
    text = serializers.CharField()
    subjects = serializers.ListField(child=serializers.CharField())
    compared = serializers.ListField(child=serializers.CharField())


class ClaimViewSet(ScopedViewSet):
    """Figures that somebody printed. They are claims, never measured values."""

    model = Claim
    permission = Permission.CLAIM_VIEW
    serializer_class = ClaimRow
    kind = CLAIMS
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self):
        return super().get_queryset().with_proposals().order_by("code")

    @extend_schema(responses=FindingRow(many=True), filters=False)
    @action(detail=False, methods=["get"], pagination_class=None, filter_backends=[])
    def findings(self, request):
        """Every contradiction that a rule finds among all printed figures."""
        found = Claim.objects.visible_to(request.user).findings()
        return Response(FindingRow(found, many=True).data)

    @extend_schema(
        request=serializer_of(ProposalForm, "ClaimReading"),
        responses={201: ProposalRow},
        parameters=[IDEMPOTENCY_KEY],
    )
    @action(detail=True, methods=["post"])
    def propose(self, request, pk=None):
        """Say how the figure should be read; somebody else decides."""
        return once(request, self._propose)

    def _propose(self):
        details = self.form(ProposalForm, self.get_object())
        made = claims.propose(claim=self.get_object(), details=details, by=self.request.user)
        return Response(ProposalRow(made).data, status=201)


class ClaimProposalViewSet(ScopedViewSet):
    """Proposed readings of printed figures."""

    model = ClaimProposal
    permission = Permission.CLAIM_VIEW
    serializer_class = ProposalRow
    select_related = ("created_by", "decided_by")
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self):
        return super().get_queryset().order_by("created_at", "pk")

    @extend_schema(
        request=serializer_of(DecisionForm, "ClaimDecision"),
        responses=ProposalRow,
        parameters=[IF_MATCH, IDEMPOTENCY_KEY],
    )
    @action(detail=True, methods=["post"])
    def decide(self, request, pk=None):
        """Verify or dispute; never one's own."""
        return self.changed(claims.decide, DecisionForm, "proposal")

    @extend_schema(request=None, responses=ProposalRow, parameters=[IF_MATCH, IDEMPOTENCY_KEY])
    @action(detail=True, methods=["post"])
    def withdraw(self, request, pk=None):
        """Take one's own back while nobody has decided."""
        version = required_version(request)

        def act():
            row = claims.withdraw(proposal=self.get_object(), by=request.user, version=version)
            return self.answer(row)

        return once(request, act)
