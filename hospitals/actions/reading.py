"""Read a batch that waits, whatever its kind."""

from hospitals.actions import abstracts, flows
from hospitals.enums import BatchKind
from hospitals.models import ImportBatch

READERS = {BatchKind.ABSTRACTS: abstracts.read, BatchKind.FLOWS: flows.read}


def read(*, batch_id):
    batch = ImportBatch.objects.get(pk=batch_id)
    return READERS[batch.kind](batch_id=batch.pk)
