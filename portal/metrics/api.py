"""Figures and definitions for other systems: read only, the same numbers as on the pages."""

from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from portal.core.api import ScopedViewSet, cleaned, content_of, once, required_version
from portal.core.schema import IDEMPOTENCY_KEY, IF_MATCH, Shown, serializer_of
from portal.metrics import catalogue, jobs, lineage
from portal.metrics.actions import runs
from portal.metrics.filters import IndicatorValueFilter, RunFilter
from portal.metrics.forms import StartForm
from portal.metrics.models import ComputeRun, IndicatorValue
from portal.roles import Permission


class ShownSerializer(serializers.Serializer):
    """A figure after disclosure control; a rate is a number between 0 and 1."""

    numerator = serializers.IntegerField(allow_null=True)
    denominator = serializers.IntegerField(allow_null=True)
    value = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    base_value = serializers.FloatField(allow_null=True)
    relative = serializers.FloatField(allow_null=True)
    relative_low = serializers.FloatField(allow_null=True)
    relative_high = serializers.FloatField(allow_null=True)
    is_hidden = serializers.BooleanField()
    is_unstable = serializers.BooleanField()


class IndicatorValueSerializer(serializers.ModelSerializer):
    unit = serializers.CharField(source="indicator.unit")
    region_code = serializers.CharField(source="region.code", default=None)
    shown = ShownSerializer()

    class Meta:
        model = IndicatorValue
        fields = [
            "id",
            "code",
            "version",
            "layer",
            "grain",
            "period",
            "region",
            "region_code",
            "hospital",
            "network",
            "counterpart_region",
            "counterpart_hospital",
            "item",
            "source_system",
            "disease_system",
            "disease_code",
            "drg_version",
            "code_versions",
            "unit",
            "shown",
            "disclosure",
            "hidden_cells",
            "hidden_stays_max",
            "unplaced",
            "as_of",
            "run",
            "is_synthetic",
        ]
        read_only_fields = fields


class DefinitionVersion(serializers.Serializer):
    number = serializers.IntegerField()
    formula = serializers.CharField()
    note = serializers.SerializerMethodField()
    valid_from = serializers.DateField()
    valid_until = serializers.DateField()

    def get_note(self, version) -> str:
        return translated(version.note)


class IndicatorSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.SerializerMethodField()
    meaning = serializers.SerializerMethodField()
    numerator = serializers.SerializerMethodField()
    denominator = serializers.SerializerMethodField()
    formula = serializers.CharField()
    kind = serializers.CharField()
    unit = serializers.SerializerMethodField()
    direction = serializers.CharField()
    grain = serializers.SerializerMethodField()
    sources = serializers.ListField(child=serializers.CharField())
    standard = serializers.SerializerMethodField()
    owner = serializers.SerializerMethodField()
    variant_of = serializers.CharField()
    is_computed = serializers.SerializerMethodField()
    missing = serializers.SerializerMethodField()
    version = serializers.IntegerField()
    valid_from = serializers.DateField()
    versions = DefinitionVersion(many=True)

    def get_name(self, indicator) -> str:
        return translated(indicator.name)

    def get_meaning(self, indicator) -> str:
        return translated(indicator.meaning)

    def get_numerator(self, indicator) -> str:
        return translated(indicator.counted)

    def get_denominator(self, indicator) -> str:
        return translated(indicator.base)

    def get_unit(self, indicator) -> str:
        return translated(indicator.unit)

    def get_grain(self, indicator) -> str:
        return translated(indicator.grain)

    def get_standard(self, indicator) -> str:
        return translated(indicator.standard)

    def get_owner(self, indicator) -> str:
        return translated(indicator.owner)

    def get_is_computed(self, indicator) -> bool:
        return jobs.is_computed(indicator.code)

    def get_missing(self, indicator) -> str:
        """Why there are no figures; empty where there are."""
        return "" if jobs.is_computed(indicator.code) else translated(indicator.missing)


class RunBehind(serializers.Serializer):
    id = serializers.UUIDField()
    job = serializers.CharField()
    period = serializers.DateField()
    started_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    code_version = serializers.CharField()
    inputs = serializers.ListField(child=serializers.CharField())


class RowsBehind(serializers.Serializer):
    title = serializers.CharField()
    columns = serializers.ListField(child=serializers.CharField())
    count = serializers.IntegerField()
    rows = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    why = serializers.CharField(help_text="Why there are no rows; empty where there are.")


class LineageSerializer(serializers.Serializer):
    """Why a figure is what it is: a table for each source of its definition."""

    run = RunBehind()
    rows = RowsBehind(many=True)


def translated(text):
    """gettext of the empty text is the header of the catalogue."""
    return _(text) if text else ""


class IndicatorValueViewSet(ScopedViewSet):
    """Indicator values of the regions and hospitals that one may see."""

    model = IndicatorValue
    permission = Permission.FIGURE_VIEW
    serializer_class = IndicatorValueSerializer
    filterset_class = IndicatorValueFilter
    select_related = ("region", "run")

    def get_queryset(self):
        return super().get_queryset().order_by("code", "period", "pk")

    @extend_schema(responses=LineageSerializer)
    @action(detail=True, methods=["get"], filter_backends=[])
    def lineage(self, request, pk=None):
        """Run, inputs and rows behind a figure, as far as the caller may see them."""
        value = self.get_object()
        told = {"run": value.run, "rows": lineage.samples(value, request.user)}
        return Response(LineageSerializer(told).data)


class IndicatorViewSet(viewsets.ViewSet):
    """The definitions; public to everyone signed in."""

    serializer_class = IndicatorSerializer
    lookup_field = "code"
    lookup_value_regex = "[A-Z0-9]+"

    @extend_schema(responses=IndicatorSerializer(many=True))
    def list(self, request):
        return Response(IndicatorSerializer(catalogue.INDICATORS, many=True).data)

    @extend_schema(responses=IndicatorSerializer)
    def retrieve(self, request, code=None):
        if code not in catalogue.BY_CODE:
            raise NotFound
        return Response(IndicatorSerializer(catalogue.BY_CODE[code]).data)


class ComputeRunRow(Shown):
    """One computation; inputs are the ids of batches, or of the runs that it rests on."""

    id = serializers.UUIDField()
    job = serializers.CharField()
    period = serializers.DateField()
    region = serializers.UUIDField(source="region_id", allow_null=True)
    state = serializers.CharField()
    progress = serializers.IntegerField()
    is_cancel_asked = serializers.BooleanField()
    started_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    started_by = serializers.CharField(source="started_by.display_name", default=None)
    code_version = serializers.CharField()
    row_count = serializers.IntegerField()
    inputs = serializers.ListField(child=serializers.CharField())
    error = serializers.CharField()
    version = serializers.IntegerField()


class ComputeRunViewSet(ScopedViewSet):
    """Computations: what runs, how far it is, and starting, cancelling and resuming them."""

    model = ComputeRun
    permission = Permission.RUN_VIEW
    serializer_class = ComputeRunRow
    filterset_class = RunFilter
    select_related = ("started_by",)
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self):
        return super().get_queryset().order_by("-started_at", "pk")

    @extend_schema(
        request=serializer_of(StartForm, "RunStart"),
        responses={202: ComputeRunRow(many=True)},
        parameters=[IDEMPOTENCY_KEY],
    )
    def create(self, request):
        """Queue what changed in a span of months, or all of it."""
        return once(request, self._start)

    def _start(self):
        form = StartForm(content_of(self.request), user=self.request.user)
        started = runs.start(by=self.request.user, **cleaned(form))
        rows = self.get_queryset().filter(pk__in=[run.pk for run in started])
        response = Response(ComputeRunRow(rows, many=True).data, status=202)
        response["Location"] = reverse("api:run-list")
        response["Retry-After"] = "5"
        return response

    @extend_schema(request=None, responses=ComputeRunRow, parameters=[IF_MATCH, IDEMPOTENCY_KEY])
    @action(detail=True, methods=["post"])
    def cancel(self, request, pk=None):
        """Take it out of the queue, or stop it at its next step; the figures stay as they were."""
        return self._change(runs.cancel)

    @extend_schema(
        request=None, responses={201: ComputeRunRow}, parameters=[IF_MATCH, IDEMPOTENCY_KEY]
    )
    @action(detail=True, methods=["post"])
    def resume(self, request, pk=None):
        """Queue a cancelled or failed run again, as a new run."""
        return self._change(runs.resume, status=201)

    def _change(self, change, status=200):
        version = required_version(self.request)

        def act():
            run = change(run=self.get_object(), by=self.request.user, version=version)
            return self.answer(run, status=status)

        return once(self.request, act)
