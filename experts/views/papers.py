"""Files of dispatch batches: add, take back, and read the ones that were inspected."""

from experts.models import BatchFile, DispatchBatch
from hospitals.views.papers import PaperAdd, PaperRead, PaperRemove
from portal.roles import Permission


class BatchFileAdd(PaperAdd):
    model = DispatchBatch
    permission = BatchFile.edit
    template_name = "experts/action.html"


class BatchFileRead(PaperRead):
    model = BatchFile
    permission = Permission.EXPERT_VIEW


class BatchFileRemove(PaperRemove):
    model = BatchFile
    permission = BatchFile.edit
    template_name = "experts/paper_remove.html"
