"""Case abstracts through the API: a file is taken at once and read by a job (202 and its run)."""

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser

from hospitals.actions import abstracts, facts
from hospitals.enums import BatchState
from hospitals.forms.abstracts import AbstractFileForm, ColumnsForm, NoteForm
from hospitals.models import ImportBatch
from hospitals.readers.abstracts.columns import BY_CODE, missing
from portal.core.api import ScopedViewSet, cleaned, content_of, once
from portal.core.schema import IDEMPOTENCY_KEY
from portal.roles import Permission

RETRY_SECONDS = "2"


class AbstractFileSent(serializers.Serializer):
    """A file as multipart/form-data. sender: the id of a hospital or of a region."""

    sender = serializers.UUIDField()
    month = serializers.CharField(required=False)
    file = serializers.FileField()


class ColumnsSent(serializers.Serializer):
    """Which column means what: places in the header from 0, by the code of the column."""

    mapping = serializers.DictField(child=serializers.ListField(child=serializers.IntegerField()))


class CommitSent(serializers.Serializer):
    """note: why a held batch is right."""

    note = serializers.CharField(required=False)


class AbstractBatchSerializer(serializers.ModelSerializer):
    """One run: how far it is, what was found by rule, and what must be confirmed."""

    counts = serializers.SerializerMethodField()
    checks = serializers.SerializerMethodField()

    class Meta:
        model = ImportBatch
        read_only_fields = ["sender_hospital", "sender_region"]
        fields = [
            "id",
            "file_name",
            "sender_hospital",
            "sender_region",
            "state",
            "stage",
            "progress",
            "encoding",
            "header",
            "mapping",
            "asked_month",
            "first_month",
            "last_month",
            "row_count",
            "problem_count",
            "warning_count",
            "counts",
            "checks",
            "is_synthetic",
            "created_at",
            "version",
        ]

    def get_counts(self, batch) -> dict[str, int]:
        return batch.findings.get("counts") or {}

    def get_checks(self, batch) -> list[str]:
        return [words for words, _is_held in batch.odd]


class AbstractBatchViewSet(ScopedViewSet):
    """Files of case abstracts and what became of them."""

    model = ImportBatch
    permission = Permission.ABSTRACT_VIEW
    serializer_class = AbstractBatchSerializer
    parser_classes = (MultiPartParser, JSONParser)
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self):
        return super().get_queryset().abstracts().order_by("-created_at", "pk")

    @extend_schema(
        request={"multipart/form-data": AbstractFileSent},
        responses={202: AbstractBatchSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def create(self, request):
        """Send a file. It is read at once when every required column was recognised."""
        return once(request, lambda: self._receive(request))

    def _receive(self, request):
        form = AbstractFileForm(request.data, request.FILES, user=request.user)
        given = cleaned(form)
        batch = abstracts.receive(
            upload=given["file"], sender=given["sender"], month=given["month"], by=request.user
        )
        is_whole = not missing(batch.mapping, has_sender=batch.sender_hospital_id is not None)
        if batch.state == BatchState.MAPPING and is_whole:
            batch = abstracts.queue(batch=batch, mapping=batch.mapping, by=request.user)
        return self._accepted(batch)

    def _accepted(self, batch):
        response = self.answer(batch, status=202)
        response["Location"] = reverse("api:abstract-batch-detail", args=[batch.pk])
        response["Retry-After"] = RETRY_SECONDS
        return response

    @extend_schema(
        request=ColumnsSent,
        responses={202: AbstractBatchSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    @action(detail=True, methods=["post"])
    def columns(self, request, pk=None):
        """Say which column means what, and let the file be read (again)."""
        return once(request, lambda: self._queue(request))

    def _queue(self, request):
        batch = self.get_object()
        given = request.data.get("mapping") if isinstance(request.data, dict) else None
        form = ColumnsForm(_as_form(given), user=request.user, batch=batch)
        cleaned(form)
        return self._accepted(abstracts.queue(batch=batch, mapping=form.mapping, by=request.user))

    @extend_schema(
        request=CommitSent, responses=AbstractBatchSerializer, parameters=[IDEMPOTENCY_KEY]
    )
    @action(detail=True, methods=["post"])
    def commit(self, request, pk=None):
        """Put what the trial run found in force, whole or not at all."""

        def act():
            note = cleaned(NoteForm(content_of(request), user=request.user))["note"]
            done = abstracts.commit(batch=self.get_object(), note=note, by=request.user)
            return self.answer(done)

        return once(request, act)

    @extend_schema(request=None, responses=AbstractBatchSerializer, parameters=[IDEMPOTENCY_KEY])
    @action(detail=True, methods=["post"])
    def drop(self, request, pk=None):
        """Give up a batch that is not in force."""

        def act():
            return self.answer(abstracts.drop(batch=self.get_object(), by=request.user))

        return once(request, act)

    @extend_schema(request=None, responses=AbstractBatchSerializer, parameters=[IDEMPOTENCY_KEY])
    @action(detail=True, methods=["post"])
    def restore(self, request, pk=None):
        """Put a replaced batch back in force."""

        def act():
            batch = self.get_object()
            abstracts.require_sender(request.user, abstracts.Sender.of(batch))
            return self.answer(facts.restore(batch=batch, by=request.user))

        return once(request, act)


def _as_form(mapping):
    """The mapping as the form of the page has it: texts, one or several."""
    if not isinstance(mapping, dict):
        return {}
    found = {}
    for code, places in mapping.items():
        texts = [str(at) for at in (places if isinstance(places, list) else [places])]
        is_many = code in BY_CODE and BY_CODE[code].many
        found[code] = texts if is_many else next(iter(texts), "")
    return found
