"""Pages of flow returns: the ledger of batches, one batch with its problems, and the import."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.actions import batches
from hospitals.enums import BatchState
from hospitals.forms.batches import ImportForm
from hospitals.models import ImportBatch
from hospitals.readers import stash
from portal.core import downloads
from portal.core.pages import DetailPage, FormPage, ListPage
from portal.errors import Refusal
from portal.roles import Permission

PROBLEMS_SHOWN = 200


class BatchList(ListPage):
    """The ledger of the files of one kind; the lists of other kinds are below it."""

    model = ImportBatch
    permission = Permission.FLOW_VIEW
    import_permission = Permission.FLOW_IMPORT
    title = gettext_lazy("流向数据导入")
    template_name = "hospitals/batch_list.html"
    select_related = ("sender_region", "sender_hospital")
    ordering = ("-created_at", "pk")
    addresses = {"import": "hospitals:batch-import", "detail": "hospitals:batch-detail"}
    words = {
        "label": gettext_lazy("导入流向数据"),
        "nothing": gettext_lazy("还没有导入过流向数据"),
        "hint": gettext_lazy("导入本地区居民的流向表后，外转指标会自动算出。"),
    }

    def get_queryset(self):
        return self.of_kind(super().get_queryset())

    def of_kind(self, rows):
        return rows.flows()

    def get_context_data(self, **context):
        return super().get_context_data(
            may_import=self.request.user.has_perm(self.import_permission),
            addresses=self.addresses,
            words=self.words,
            **context,
        )


class BatchDetail(DetailPage):
    model = ImportBatch
    permission = Permission.FLOW_VIEW
    template_name = "hospitals/batch_detail.html"
    select_related = ("sender_region", "created_by")

    def get_queryset(self):
        return super().get_queryset().flows()

    def get_context_data(self, **context):
        problems = self.object.problems.order_by("is_warning", "row", "column")
        return super().get_context_data(
            title=self.object.file_name, problems=problems[:PROBLEMS_SHOWN], **context
        )


def problems_file(request, pk):
    """Everything wrong with a file, to mend it by: row, column, value, rule, hint."""
    if not request.user.has_perm(Permission.FLOW_VIEW):
        raise PermissionDenied(Permission.FLOW_VIEW)
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user).flows(), pk=pk)
    columns = [_("行"), _("列"), _("值"), _("规则"), _("提示"), _("仅警告")]
    rows = batch.problems.values_list("row", "column", "value", "rule", "hint", "is_warning")
    return downloads.csv_of("problems", columns, rows)


class BatchImport(FormPage):
    """Upload, look at the dry run, confirm. Nothing is written before the confirmation."""

    permission = Permission.FLOW_IMPORT
    title = gettext_lazy("导入流向数据")
    form_class = ImportForm
    template_name = "hospitals/batch_import.html"

    def form_valid(self, form):
        return self._preview(form) if "check" in self.request.POST else super().form_valid(form)

    def _preview(self, form):
        given = form.cleaned_data
        try:
            batches.require_sender(self.request.user, given["region"])
            reading = batches.check(
                content=given["content"],
                region=given["region"],
                source_system=given["source_system"],
                code_system=given["code_system"],
            )
        except Refusal as refusal:
            return self.refused(form, refusal)
        context = self.get_context_data(
            form=form,
            reading=reading,
            problems=reading.problems[:PROBLEMS_SHOWN],
            kept=stash.keep(given["content"], self.request.user.pk),
            kept_name=given["file_name"],
            given=given,
        )
        return self.render_to_response(context)

    def act(self, form):
        given = form.cleaned_data
        outcome = batches.import_flows(
            content=given["content"],
            file_name=given["file_name"],
            region=given["region"],
            source_system=given["source_system"],
            code_system=given["code_system"],
            by=self.request.user,
        )
        self._tell(outcome)
        return reverse("hospitals:batch-detail", args=[outcome.batch.pk])

    def _tell(self, outcome):
        if outcome.is_repeat:
            messages.info(self.request, outcome.repeat_text)
        elif outcome.batch.state == BatchState.REFUSED:
            messages.error(self.request, _("文件有错误，没有导入任何数据。"))
        else:
            text = _("已导入 %(count)d 行，指标将在一分钟内更新。")
            messages.success(self.request, text % {"count": outcome.batch.row_count})
