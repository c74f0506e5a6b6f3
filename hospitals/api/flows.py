"""Flow returns through the API."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from hospitals.actions import flows
from hospitals.api.batches import FIELDS, BatchSerializer, BatchViewSet, described
from hospitals.enums import BatchKind
from hospitals.forms.batches import FlowFileForm
from hospitals.models import ImportBatch
from portal.core.api import cleaned, content_of, once
from portal.core.schema import IDEMPOTENCY_KEY
from portal.errors import NotAllowed
from portal.roles import Permission


class FlowFileSent(serializers.Serializer):
    """A file as multipart/form-data. region: the id of the region that sends it."""

    region = serializers.UUIDField()
    file = serializers.FileField()
    code_system = serializers.CharField(default="GB/T 2260")
    source_system = serializers.CharField(
        required=False, help_text="of all rows, where the file has no such column"
    )


class FlowBatchSerializer(BatchSerializer):
    """One run: how far it is, what was found, and what must be confirmed."""

    class Meta:
        model = ImportBatch
        fields = read_only_fields = [*FIELDS, "source_system", "code_system", "grain"]


@described
class FlowBatchViewSet(BatchViewSet):
    """Files of flow returns and what became of them."""

    batch_kind = BatchKind.FLOWS
    address = "flow-batch"
    permission = Permission.FLOW_VIEW
    serializer_class = FlowBatchSerializer
    committed, restored = staticmethod(flows.commit), staticmethod(flows.restore)

    @extend_schema(
        request={"multipart/form-data": FlowFileSent},
        responses={202: FlowBatchSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def create(self, request):
        """Send a file. It is read at once when every required column was recognised."""
        if not request.user.has_perm(Permission.FLOW_IMPORT):
            raise NotAllowed(_("您的角色不能执行此操作。"))
        return once(request, lambda: self.received(self._receive(request)))

    def _receive(self, request):
        told = {"code_system": "GB/T 2260"} | content_of(request)
        form = FlowFileForm(told, request.FILES, user=request.user)
        cleaned(form)
        return flows.receive(**form.told, by=request.user)
