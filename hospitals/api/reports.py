"""Monthly reports through the API: read, begun, filled in and moved like on the page."""

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from hospitals.actions import reports
from hospitals.api.network import HospitalName
from hospitals.forms.reports import (
    FiguresForm,
    OpenReportForm,
    OpinionForm,
    ReasonForm,
    SureForm,
    typed,
)
from hospitals.listing.report_list import MONTHLY_REPORTS
from hospitals.listing.total_lists import COMPLETENESS, TOTALS
from hospitals.models import MonthlyReport, MonthlyVolume
from hospitals.models.restated import parts_of
from portal.core.api import (
    ScopedViewSet,
    cleaned,
    content_of,
    once,
    refuse_unknown_parameters,
    required_version,
)
from portal.core.schema import IDEMPOTENCY_KEY, IF_MATCH, serializer_of
from portal.errors import Incomplete
from portal.roles import Permission


class VolumeSerializer(serializers.ModelSerializer):
    class Meta:
        model = MonthlyVolume
        fields = ["measure", "value", "reason"]


class MonthlyReportSerializer(serializers.ModelSerializer):
    hospital = HospitalName(read_only=True)
    campus = serializers.SlugRelatedField(slug_field="name", read_only=True)
    volumes = VolumeSerializer(many=True, read_only=True)

    class Meta:
        model = MonthlyReport
        fields = [
            "id",
            "hospital",
            "campus",
            "month",
            "state",
            "volumes",
            "submitted_at",
            "approved_at",
            "note",
            "is_synthetic",
            "version",
        ]


class CoverageRow(serializers.Serializer):
    """One hospital: the state of its report in each month, or missing, or not_expected."""

    hospital = HospitalName()
    states = serializers.SerializerMethodField()
    reported = serializers.SerializerMethodField()
    expected = serializers.SerializerMethodField()

    def get_states(self, line) -> dict[str, str]:
        return {str(month): str(state) for month, state in line.states.items()}

    def get_reported(self, line) -> int:
        return len(line.reported)

    def get_expected(self, line) -> int:
        return len(line.expected)


class PeriodTotals(serializers.Serializer):
    """Sums by measure, and of how many of the expected monthly reports."""

    values = serializers.DictField(child=serializers.IntegerField())
    reported = serializers.IntegerField()
    expected = serializers.IntegerField()
    is_whole = serializers.BooleanField()


class PartTotals(PeriodTotals):
    """Of one quarter of the months, or of one year of a long span."""

    first = serializers.CharField()
    last = serializers.CharField()


class TotalsRow(serializers.Serializer):
    """One hospital as it stood on the day: its sums, with those of who merged into it by then."""

    id = serializers.UUIDField()
    name = serializers.CharField(source="name_then")
    as_of = serializers.DateField(source="on")
    first = serializers.DateField(source="first_month")
    last = serializers.DateField(source="last_month")
    merged = serializers.ListField(source="told.merged", child=serializers.CharField())
    parts = serializers.SerializerMethodField()
    total = PeriodTotals(source="told.total")

    @extend_schema_field(PartTotals(many=True))
    def get_parts(self, row):
        told = zip(self.context["spans"], row.told.parts, strict=True)
        return [
            {"first": str(first), "last": str(last)} | PeriodTotals(part).data
            for (first, last), part in told
        ]


def step(form_class, name):
    return extend_schema(
        request=serializer_of(form_class, name) if form_class.base_fields else None,
        responses=MonthlyReportSerializer,
        parameters=[IF_MATCH, IDEMPOTENCY_KEY],
    )


class MonthlyReportViewSet(ScopedViewSet):
    model = MonthlyReport
    permission = Permission.REPORT_VIEW
    serializer_class = MonthlyReportSerializer
    kind = MONTHLY_REPORTS
    select_related = ("hospital", "campus")
    http_method_names = ["get", "post", "patch", "head", "options"]

    def get_queryset(self):
        rows = super().get_queryset().with_filled().order_by("-month", "hospital__pinyin", "pk")
        if getattr(self, "swagger_fake_view", False):
            return rows
        seen = MonthlyVolume.objects.visible_to(self.request.user).order_by("pk")
        return rows.prefetch_related(Prefetch("volumes", seen))

    @extend_schema(
        request=serializer_of(OpenReportForm, "MonthlyReportOpening"),
        responses={201: MonthlyReportSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def create(self, request):
        """Begin the report of a month; its figures follow with PATCH."""
        return once(request, self._create)

    def _create(self):
        given = cleaned(OpenReportForm(content_of(self.request), user=self.request.user))
        row = reports.open_report(
            hospital=given["hospital"],
            campus=given["campus"],
            month=given["month"],
            by=self.request.user,
        )
        return self.answer(row, status=201)

    @extend_schema(
        request=serializer_of(FiguresForm, "MonthlyReportFigures"),
        responses=MonthlyReportSerializer,
        parameters=[IF_MATCH],
    )
    def partial_update(self, request, pk=None):
        """Figures not given stay as they are; null takes one away."""
        version, row = required_version(request), self.get_object()
        form = FiguresForm(typed(row.told()) | content_of(request), user=request.user)
        cleaned(form)
        filled = reports.fill(report=row, figures=form.figures, by=request.user, version=version)
        return self.answer(filled)

    @step(SureForm, "MonthlyReportSubmission")
    @action(detail=True, methods=["post"])
    def submit(self, request, pk=None):
        return self._stepped(reports.submit)

    @step(OpinionForm, "MonthlyReportApproval")
    @action(detail=True, methods=["post"])
    def approve(self, request, pk=None):
        """Never by who submitted it."""
        return self.changed(reports.approve, OpinionForm, "report")

    @step(ReasonForm, "MonthlyReportReturn")
    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, request, pk=None):
        return self.changed(reports.send_back, ReasonForm, "report")

    @step(SureForm, "MonthlyReportLock")
    @action(detail=True, methods=["post"])
    def lock(self, request, pk=None):
        return self._stepped(reports.lock)

    @step(ReasonForm, "MonthlyReportReopening")
    @action(detail=True, methods=["post"])
    def reopen(self, request, pk=None):
        """A late change: a draft again, with the reason."""
        return self.changed(reports.reopen, ReasonForm, "report")

    def _stepped(self, act):
        version = required_version(self.request)

        def move():
            row = act(report=self.get_object(), by=self.request.user, version=version)
            return self.answer(row)

        return once(self.request, move)

    @extend_schema(responses=CoverageRow(many=True), filters=False)
    @action(detail=False, methods=["get"], pagination_class=None, filter_backends=[])
    def completeness(self, request):
        """Which hospitals reported which of the twelve months up to `last` (YYYY-MM)."""
        _found, rows = _asked(request, COMPLETENESS)
        return Response(CoverageRow([row.line for row in rows], many=True).data)

    @extend_schema(responses=TotalsRow(many=True), filters=False)
    @action(detail=False, methods=["get"], pagination_class=None, filter_backends=[])
    def totals(self, request):
        """Sums of `first` to `last` (YYYY-MM), or of `year`, restated as of the day `as_of`."""
        found, rows = _asked(request, TOTALS)
        context = {"spans": parts_of(found.months)}
        return Response(TotalsRow(rows, many=True, context=context).data)


def _asked(request, kind):
    """The filterset of a question about hospitals, and what it leaves, as the list has it."""
    refuse_unknown_parameters(request, kind.filterset_class)
    found = kind.filterset_class(request.query_params, kind.rows(request.user), request=request)
    if not found.is_valid():
        errors = {name: " ".join(texts) for name, texts in found.errors.items()}
        raise Incomplete(str(found.errors), errors=errors, code="invalid")
    return found, kind.prepared(found.qs)
