"""Files of dispatch batches over HTTP."""

from experts.models import BatchFile
from hospitals.api.papers import PaperViewSet
from portal.roles import Permission


class BatchFileViewSet(PaperViewSet):
    """Files of dispatch batches; those of an approved one stay."""

    model = BatchFile
    permission = Permission.EXPERT_VIEW
