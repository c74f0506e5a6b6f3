"""Files of facts through the API: taken at once, read by a job (202 and its run), then committed.

Each kind has its own resource over the same actions as the pages.
"""

from django.urls import reverse
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.response import Response

from hospitals.actions import incoming
from hospitals.enums import BatchState
from hospitals.forms.batches import ColumnsForm, NoteForm
from hospitals.models import ImportBatch
from portal.core.api import ScopedViewSet, cleaned, content_of, once
from portal.core.schema import IDEMPOTENCY_KEY, Shown

RETRY_SECONDS = "2"


class ColumnsSent(serializers.Serializer):
    """Which column means what: places in the header from 0, by the code of the column."""

    mapping = serializers.DictField(child=serializers.ListField(child=serializers.IntegerField()))


class CommitSent(serializers.Serializer):
    """note: why a held batch is right."""

    note = serializers.CharField(required=False)


class BatchProblem(Shown):
    """One thing wrong with one cell, and how to mend it."""

    row = serializers.IntegerField()
    column = serializers.CharField()
    value = serializers.CharField()
    rule = serializers.CharField()
    hint = serializers.CharField()
    is_warning = serializers.BooleanField()


FIELDS = (
    "id",
    "file_name",
    "sender_region",
    "state",
    "stage",
    "progress",
    "encoding",
    "sha256",
    "header",
    "mapping",
    "first_month",
    "last_month",
    "row_count",
    "problem_count",
    "warning_count",
    "checks",
    "note",
    "is_synthetic",
    "created_at",
    "version",
)


class BatchSerializer(serializers.ModelSerializer):
    """One run: how far it is, what was found, and what must be confirmed."""

    checks = serializers.SerializerMethodField()

    class Meta:
        model = ImportBatch
        fields = read_only_fields = FIELDS

    def get_checks(self, batch) -> list[str]:
        return [words for words, _is_held in batch.odd]


class BatchViewSet(ScopedViewSet):
    """Files of one kind and what became of them. address: the name of the resource."""

    model = ImportBatch
    batch_kind = None
    address = ""
    parser_classes = (MultiPartParser, JSONParser)
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self):
        return super().get_queryset().filter(kind=self.batch_kind).order_by("-created_at", "pk")

    def received(self, batch):
        """Read at once when every required column was recognised; else somebody names them."""
        if batch.state == BatchState.MAPPING and not incoming.lacking(batch, batch.mapping):
            batch = incoming.queue(batch=batch, mapping=batch.mapping, by=self.request.user)
        return self.accepted(batch)

    def accepted(self, batch):
        response = self.answer(batch, status=202)
        response["Location"] = reverse(f"api:{self.address}-detail", args=[batch.pk])
        response["Retry-After"] = RETRY_SECONDS
        return response

    @action(detail=True, methods=["post"])
    def columns(self, request, pk=None):
        """Say which column means what, and let the file be read (again)."""
        return once(request, lambda: self._queue(request))

    def _queue(self, request):
        batch = self.get_object()
        given = request.data.get("mapping") if isinstance(request.data, dict) else None
        known = incoming.COLUMNS[batch.kind].BY_CODE
        form = ColumnsForm(_as_form(given, known), user=request.user, batch=batch)
        cleaned(form)
        return self.accepted(incoming.queue(batch=batch, mapping=form.mapping, by=request.user))

    @extend_schema(request=CommitSent, parameters=[IDEMPOTENCY_KEY])
    @action(detail=True, methods=["post"])
    def commit(self, request, pk=None):
        """Put what the trial run found in force, whole or not at all."""

        def act():
            note = cleaned(NoteForm(content_of(request), user=request.user))["note"]
            batch = self.get_object()
            return self.answer(self.committed(batch=batch, note=note, by=request.user))

        return once(request, act)

    @extend_schema(request=None, parameters=[IDEMPOTENCY_KEY])
    @action(detail=True, methods=["post"])
    def drop(self, request, pk=None):
        """Give up a batch that is not in force."""

        def act():
            return self.answer(incoming.drop(batch=self.get_object(), by=request.user))

        return once(request, act)

    @extend_schema(request=None, parameters=[IDEMPOTENCY_KEY])
    @action(detail=True, methods=["post"])
    def restore(self, request, pk=None):
        """Put back in force what newer batches replaced of this one."""

        def act():
            return self.answer(self.restored(batch=self.get_object(), by=request.user))

        return once(request, act)

    @extend_schema(responses=BatchProblem(many=True))
    @action(detail=True, pagination_class=None)
    def problems(self, request, pk=None):
        """What is wrong with the file, by which its sender mends it; the first of each rule."""
        rows = self.get_object().problems.order_by("is_warning", "row", "column")
        return Response(BatchProblem(rows, many=True).data)


def described(view):
    """Tell the API's schema that naming the columns answers 202 and the run."""
    responses = {202: view.serializer_class}
    told = extend_schema(request=ColumnsSent, responses=responses, parameters=[IDEMPOTENCY_KEY])
    return extend_schema_view(columns=told)(view)


def _as_form(mapping, known):
    """The mapping as the form of the page has it: texts, one or several."""
    if not isinstance(mapping, dict):
        return {}
    found = {}
    for code, places in mapping.items():
        texts = [str(at) for at in (places if isinstance(places, list) else [places])]
        is_many = code in known and known[code].many
        found[code] = texts if is_many else next(iter(texts), "")
    return found
