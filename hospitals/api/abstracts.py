"""Case abstracts through the API."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from hospitals.actions import abstracts, facts
from hospitals.api.batches import FIELDS, BatchSerializer, BatchViewSet, described
from hospitals.enums import BatchKind
from hospitals.forms.abstracts import AbstractFileForm
from hospitals.models import ImportBatch
from portal.core.api import cleaned, content_of, once
from portal.core.schema import IDEMPOTENCY_KEY
from portal.roles import Permission


class AbstractFileSent(serializers.Serializer):
    """A file as multipart/form-data. sender: the id of a hospital or of a region."""

    sender = serializers.UUIDField()
    month = serializers.CharField(required=False)
    file = serializers.FileField()


class AbstractBatchSerializer(BatchSerializer):
    """One run: how far it is, what was found by rule, and what must be confirmed."""

    counts = serializers.SerializerMethodField()

    class Meta:
        model = ImportBatch
        fields = read_only_fields = [*FIELDS, "sender_hospital", "asked_month", "counts"]

    def get_counts(self, batch) -> dict[str, int]:
        return batch.findings.get("counts") or {}


@described
class AbstractBatchViewSet(BatchViewSet):
    """Files of case abstracts and what became of them."""

    batch_kind = BatchKind.ABSTRACTS
    address = "abstract-batch"
    permission = Permission.ABSTRACT_VIEW
    serializer_class = AbstractBatchSerializer
    committed, restored = staticmethod(abstracts.commit), staticmethod(facts.restore)

    @extend_schema(
        request={"multipart/form-data": AbstractFileSent},
        responses={202: AbstractBatchSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def create(self, request):
        """Send a file. It is read at once when every required column was recognised."""
        return once(request, lambda: self.received(self._receive(request)))

    def _receive(self, request):
        form = AbstractFileForm(content_of(request), request.FILES, user=request.user)
        cleaned(form)
        return abstracts.receive(**form.told, by=request.user)
