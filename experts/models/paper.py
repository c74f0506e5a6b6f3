"""Files of dispatch batches: the letter by which experts were sent, and its list."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from experts.enums import BatchStage
from experts.models.batch import DispatchBatch
from hospitals.models.paper import Paper
from portal.roles import Permission


class BatchFile(Paper):
    owner = models.ForeignKey(
        DispatchBatch, verbose_name=_("派驻批次"), on_delete=models.PROTECT, related_name="files"
    )

    noun = "batch_file"
    edit = Permission.DISPATCH_EDIT

    class Meta(Paper.Meta):
        verbose_name = _("批次文件")

    @property
    def may_be_taken_back(self):
        """Until somebody approved the batch by it; one that came later stays as well."""
        return self.owner.stage != BatchStage.APPROVED
