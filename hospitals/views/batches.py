"""Files of facts: sent, matched, tried, looked at, and committed, dropped or restored.

The pages are the same for every kind; here they are those of flow returns.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.actions import flows, incoming
from hospitals.enums import BatchKind, BatchState
from hospitals.forms.batches import ColumnsForm, FlowFileForm, NoteForm
from hospitals.forms.reports import SureForm
from hospitals.models import ImportBatch
from hospitals.models.batch import CAME_IN, UNREAD
from portal.core import downloads
from portal.core.pages import ActionPage, DetailPage, FormPage, ListPage
from portal.roles import Permission

PROBLEMS_SHOWN = 200
# How often the page of a file that is being read comes again.
SECONDS = "2"
PAGES = ("list", "import", "detail", "columns", "commit", "drop", "restore", "problems")


@dataclass(frozen=True)
class Desk:
    """Where the files of one kind come in: the room of its addresses, and what it is called."""

    kind: BatchKind
    room: str
    words: Mapping[str, str]

    @property
    def addresses(self):
        return {page: f"{self.room}:batch-{page}" for page in PAGES}

    def to(self, page, batch):
        return reverse(self.addresses[page], args=[batch.pk])

    def begun(self, batch):
        """Where its sender goes on: the columns, or what became of the same file before."""
        return self.to("columns" if batch.state == BatchState.MAPPING else "detail", batch)

    def named(self, column):
        """What people call a column."""
        known = incoming.COLUMNS[self.kind].BY_CODE
        return _(known[column].label) if column in known else column

    def shown(self):
        return {"addresses": self.addresses, "words": self.words}


FLOWS = Desk(
    BatchKind.FLOWS,
    "hospitals",
    {
        "title": gettext_lazy("流向数据导入"),
        "label": gettext_lazy("导入流向数据"),
        "nothing": gettext_lazy("还没有导入过流向数据"),
        "hint": gettext_lazy("导入本地区居民的流向表后，外转指标会自动算出。"),
    },
)


class BatchList(ListPage):
    """The ledger of the files of one kind; the lists of other kinds are below it."""

    desk = FLOWS
    model = ImportBatch
    permission = Permission.FLOW_VIEW
    import_permission = Permission.FLOW_IMPORT
    title = FLOWS.words["title"]
    template_name = "hospitals/batch_list.html"
    select_related = ("sender_region", "sender_hospital")
    ordering = ("-created_at", "pk")

    def get_queryset(self):
        return super().get_queryset().filter(kind=self.desk.kind)

    def get_context_data(self, **context):
        may_import = self.request.user.has_perm(self.import_permission)
        return super().get_context_data(may_import=may_import, **self.desk.shown(), **context)


class BatchDetail(DetailPage):
    """While the file is read, the page comes again by itself."""

    desk = FLOWS
    model = ImportBatch
    permission = Permission.FLOW_VIEW
    import_permission = Permission.FLOW_IMPORT
    template_name = "hospitals/batch_detail.html"
    select_related = ("sender_region", "sender_hospital", "created_by")

    def get_queryset(self):
        return super().get_queryset().filter(kind=self.desk.kind)

    def get_context_data(self, **context):
        batch = self.object
        return super().get_context_data(
            title=batch.file_name,
            is_read=batch.state not in (*UNREAD, BatchState.MAPPING),
            is_reading=batch.state in UNREAD,
            problems=self.problems(),
            checks=batch.odd,
            may_import=self.request.user.has_perm(self.import_permission),
            **self.in_force(),
            **self.desk.shown(),
            **context,
        )

    def problems(self):
        """The first of them, with their columns as people call them."""
        rows = self.object.problems.order_by("is_warning", "row", "column")[:PROBLEMS_SHOWN]
        for row in rows:
            row.column = self.desk.named(row.column)
        return rows

    def in_force(self):
        """How much of it newer batches replaced, which can be put back."""
        came_in = self.object.state in CAME_IN
        replaced = self.object.rows.exclude(replaced_by=None).count() if came_in else 0
        return {"replaced": replaced, "may_restore": bool(replaced)}

    def render_to_response(self, context, **options):
        response = super().render_to_response(context, **options)
        if context["is_reading"]:
            response["Refresh"] = SECONDS
        return response


def problems_file(request, pk):
    """Everything wrong with a file, to mend it by: row, column, value, rule, hint."""
    if not request.user.has_perm(Permission.FLOW_VIEW):
        raise PermissionDenied(Permission.FLOW_VIEW)
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user).flows(), pk=pk)
    rows = batch.problems.values_list("row", "column", "value", "rule", "hint", "is_warning")
    named = ((row, FLOWS.named(column), *rest) for row, column, *rest in rows)
    return downloads.csv_of("problems", problem_heads(), named)


def problem_heads():
    return [_("行"), _("列"), _("值"), _("规则"), _("提示"), _("仅警告")]


class BatchImport(FormPage):
    """The file is put aside and its header read; nothing of it is in force before the commit."""

    desk = FLOWS
    permission = Permission.FLOW_IMPORT
    title = FLOWS.words["label"]
    form_class = FlowFileForm
    template_name = "hospitals/batch_import.html"

    def get_context_data(self, **context):
        return super().get_context_data(**self.desk.shown(), **context)

    def act(self, form):
        return self.desk.begun(self.received(form))

    def received(self, form):
        return flows.receive(**form.told, by=self.request.user)


class BatchPage(ActionPage):
    """Authority is that of the sender, which the action asks for; here the role is enough."""

    desk = FLOWS
    model = ImportBatch
    permission = Permission.FLOW_IMPORT
    template_name = "hospitals/batch_action.html"

    @property
    def object(self):
        if not hasattr(self, "_object"):
            rows = ImportBatch.objects.visible_to(self.request.user).filter(kind=self.desk.kind)
            self._object = get_object_or_404(rows, pk=self.kwargs["pk"])
        return self._object

    def may_open(self, user):
        return user.has_perm(self.permission)

    def get_success_url(self):
        return self.desk.to("detail", self.object)

    def get_context_data(self, **context):
        return super().get_context_data(**self.desk.shown(), **context)


class BatchColumns(BatchPage):
    title = gettext_lazy("对应列")
    form_class = ColumnsForm
    template_name = "hospitals/batch_columns.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"batch": self.object}

    def act(self, form):
        incoming.queue(batch=self.object, mapping=form.mapping, by=self.request.user)
        return self.get_success_url()


class BatchCommit(BatchPage):
    title = gettext_lazy("提交这个批次")
    form_class = NoteForm
    success_message = gettext_lazy("已提交，指标将随后更新。")

    def get_context_data(self, **context):
        return super().get_context_data(checks=self.object.odd, **context)

    def act(self, form):
        self.committed(batch=self.object, note=form.cleaned_data["note"], by=self.request.user)
        return self.get_success_url()

    def committed(self, **told):
        flows.commit(**told)


class BatchDrop(BatchPage):
    title = gettext_lazy("放弃这个批次")
    form_class = SureForm
    success_message = gettext_lazy("已放弃，文件已删除。")

    def act(self, form):
        incoming.drop(batch=self.object, by=self.request.user)
        return self.get_success_url()


class BatchRestore(BatchPage):
    title = gettext_lazy("恢复这个批次")
    form_class = SureForm
    success_message = gettext_lazy("已恢复，指标将随后更新。")

    def act(self, form):
        self.restored(batch=self.object, by=self.request.user)
        return self.get_success_url()

    def restored(self, **told):
        flows.restore(**told)
