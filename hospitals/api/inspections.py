"""Inspections through the API: checklists kept, rounds planned and scored, findings moved."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from hospitals.actions import inspections
from hospitals.api.governance import NetworkLabel
from hospitals.api.keeping import KEPT, KeptRows
from hospitals.api.network import HospitalName
from hospitals.forms.inspections import (
    ChecklistItemForm,
    RectifyForm,
    ReopenForm,
    RoundForm,
    ScoreForm,
    VerifyForm,
)
from hospitals.listing.inspection_lists import CHECKLISTS, FINDINGS, ROUNDS
from hospitals.models import ChecklistItem, InspectionFinding, InspectionRound, Network
from portal.core.api import (
    ScopedViewSet,
    cleaned,
    content_of,
    once,
    required_version,
    row_named,
)
from portal.core.keeping import described
from portal.core.schema import IDEMPOTENCY_KEY, IF_MATCH, serializer_of
from portal.roles import Permission


class ChecklistItemSerializer(serializers.ModelSerializer):
    network = NetworkLabel(read_only=True)

    class Meta:
        model = ChecklistItem
        fields = ["id", "network", *ChecklistItemForm.base_fields, *KEPT]


@described
class ChecklistItemViewSet(KeptRows):
    model = ChecklistItem
    permission = Permission.INSPECTION_VIEW
    owner, owner_field = Network, "network"
    serializer_class = ChecklistItemSerializer
    kind = CHECKLISTS
    form_class = ChecklistItemForm
    select_related = ("network",)


class InspectionRoundSerializer(serializers.ModelSerializer):
    network = NetworkLabel(read_only=True)
    hospital = HospitalName(read_only=True)
    points = serializers.IntegerField(read_only=True, allow_null=True)
    most = serializers.IntegerField(read_only=True, allow_null=True)
    found = serializers.IntegerField(read_only=True)
    is_late = serializers.BooleanField(read_only=True)

    class Meta:
        model = InspectionRound
        fields = [
            "id",
            "network",
            "hospital",
            "edition",
            "year",
            "half",
            "due_on",
            "state",
            "is_late",
            "inspected_on",
            "inspector",
            "conclusion",
            "points",
            "most",
            "found",
            *KEPT,
        ]


class InspectionRoundViewSet(ScopedViewSet):
    model = InspectionRound
    permission = Permission.INSPECTION_VIEW
    serializer_class = InspectionRoundSerializer
    kind = ROUNDS
    select_related = ("network", "hospital")
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self):
        rows = super().get_queryset().with_totals()
        return rows.order_by("-year", "-half", "hospital__pinyin", "pk")

    @extend_schema(
        request=type(
            "InspectionRoundContent",
            (serializer_of(RoundForm, "InspectionRoundFields"),),
            {"network": serializers.UUIDField()},
        ),
        responses={201: InspectionRoundSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def create(self, request):
        """Plan a round of a member; `network` is the one that inspects."""
        return once(request, self._create)

    def _create(self):
        content, user = content_of(self.request), self.request.user
        rows = Network.objects.visible_to(user)
        network = row_named(rows, content.pop("network", None), "network")
        details = cleaned(RoundForm(content, user=user))
        row = inspections.plan(network=network, details=details, by=user)
        return self.answer(self._whole(row), status=201)

    @extend_schema(
        request=serializer_of(ScoreForm, "InspectionScores"),
        responses=InspectionRoundSerializer,
        parameters=[IF_MATCH, IDEMPOTENCY_KEY],
    )
    @action(detail=True, methods=["post"])
    def score(self, request, pk=None):
        """Beside the fields named here, `score_N` for every item number N of the checklist, and
        `finding_N` and `serious_N` where something was wrong."""
        version = required_version(request)

        def act():
            row = self.get_object()
            form = ScoreForm(content_of(request), user=request.user, inspection=row)
            cleaned(form)
            told = {"results": form.results, "details": form.details, "version": version}
            done = inspections.score(inspection=row, by=request.user, **told)
            return self.answer(self._whole(done))

        return once(request, act)

    def _whole(self, row):
        """With its sums, which a row fresh from an action lacks."""
        return self.get_queryset().get(pk=row.pk)


class InspectionFindingSerializer(serializers.ModelSerializer):
    round = serializers.UUIDField(source="round_id", read_only=True)
    hospital = HospitalName(source="round.hospital", read_only=True)
    item = serializers.CharField(source="item.number", read_only=True)
    is_late = serializers.BooleanField(read_only=True)

    class Meta:
        model = InspectionFinding
        fields = [
            "id",
            "round",
            "hospital",
            "item",
            "text",
            "is_serious",
            "responsible",
            "due_on",
            "state",
            "is_late",
            "measure",
            "closed_on",
            "verified_on",
            "note",
            *KEPT,
        ]


def _step(form_class, name):
    return extend_schema(
        request=serializer_of(form_class, name),
        responses=InspectionFindingSerializer,
        parameters=[IF_MATCH, IDEMPOTENCY_KEY],
    )


class InspectionFindingViewSet(ScopedViewSet):
    model = InspectionFinding
    permission = Permission.INSPECTION_VIEW
    serializer_class = InspectionFindingSerializer
    kind = FINDINGS
    select_related = ("round__hospital", "round__network", "item")
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self):
        return super().get_queryset().order_by("due_on", "item__number", "pk")

    @_step(RectifyForm, "FindingRectification")
    @action(detail=True, methods=["post"])
    def rectify(self, request, pk=None):
        return self.changed(inspections.rectify, RectifyForm, "finding")

    @_step(VerifyForm, "FindingVerification")
    @action(detail=True, methods=["post"])
    def verify(self, request, pk=None):
        """Never by who mended it."""
        return self.changed(inspections.verify, VerifyForm, "finding")

    @_step(ReopenForm, "FindingReopening")
    @action(detail=True, methods=["post"])
    def reopen(self, request, pk=None):
        """Not mended yet, with the reason."""
        return self.changed(inspections.reopen, ReopenForm, "finding")
