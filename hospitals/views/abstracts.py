"""Pages of case abstracts: sent, matched, tried, looked at, and committed or dropped."""

import csv

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.actions import abstracts, facts
from hospitals.enums import BatchState
from hospitals.forms.abstracts import AbstractFileForm, ColumnsForm, NoteForm
from hospitals.forms.reports import SureForm
from hospitals.models import ImportBatch
from hospitals.models.batch import UNREAD
from hospitals.readers.abstracts import aside
from hospitals.readers.abstracts.columns import COLUMNS
from hospitals.readers.abstracts.rules import RULES
from hospitals.views.batches import BatchList
from portal.core import downloads
from portal.core.pages import ActionPage, DetailPage, FormPage
from portal.roles import Permission

PROBLEMS_SHOWN = 200
SECONDS = "2"
LABELS = {column.code: column.label for column in COLUMNS}


class AbstractBatchList(BatchList):
    permission = Permission.ABSTRACT_VIEW
    import_permission = Permission.ABSTRACT_IMPORT
    title = gettext_lazy("病案首页导入")
    addresses = {"import": "abstracts:batch-import", "detail": "abstracts:batch-detail"}
    words = {
        "label": gettext_lazy("导入病案首页"),
        "nothing": gettext_lazy("还没有导入过病案首页"),
        "hint": gettext_lazy("导入后，病种、手术、转入转出和费用类指标会自动算出。"),
    }

    def of_kind(self, rows):
        return rows.abstracts()


class AbstractBatchDetail(DetailPage):
    """While the file is read, the page comes again by itself."""

    model = ImportBatch
    permission = Permission.ABSTRACT_VIEW
    template_name = "abstracts/batch_detail.html"
    select_related = ("sender_region", "sender_hospital", "created_by")

    def get_queryset(self):
        return super().get_queryset().abstracts()

    def get_context_data(self, **context):
        batch = self.object
        problems = batch.problems.order_by("is_warning", "row", "column")
        return super().get_context_data(
            title=batch.file_name,
            is_read=batch.state not in (*UNREAD, BatchState.MAPPING),
            is_reading=batch.state in UNREAD,
            problems=list(map(_named, problems[:PROBLEMS_SHOWN])),
            rules=batch.broken_rules,
            checks=batch.odd,
            files=batch.abstract_files.select_related("hospital").order_by("month", "pk"),
            may_import=self.request.user.has_perm(Permission.ABSTRACT_IMPORT),
            **context,
        )

    def render_to_response(self, context, **options):
        response = super().render_to_response(context, **options)
        if context["is_reading"]:
            response["Refresh"] = SECONDS
        return response


def problems_file(request, pk):
    """Everything wrong with a file, to mend it by: row, column, value, rule, hint."""
    if not request.user.has_perm(Permission.ABSTRACT_VIEW):
        raise PermissionDenied(Permission.ABSTRACT_VIEW)
    rows = ImportBatch.objects.visible_to(request.user).abstracts()
    path = aside.problems_of(get_object_or_404(rows, pk=pk).pk)
    if not path.exists():
        raise Http404
    columns = [_("行"), _("列"), _("值"), _("规则"), _("提示"), _("仅警告")]
    with path.open(encoding="utf-8", newline="") as stream:
        return downloads.csv_of("problems", columns, _told(csv.reader(stream)))


def _told(lines):
    for line, column, value, rule, is_warning in lines:
        yield [line, _label(column), value, rule, _(RULES[rule].hint), is_warning]


def _named(problem):
    problem.column = _label(problem.column)
    return problem


def _label(code):
    """What people call a column."""
    return _(LABELS[code]) if code in LABELS else code


class AbstractImport(FormPage):
    """The file is put aside and its header read; nothing of it is in force before the commit."""

    permission = Permission.ABSTRACT_IMPORT
    title = gettext_lazy("导入病案首页")
    form_class = AbstractFileForm
    template_name = "abstracts/batch_import.html"

    def act(self, form):
        batch = abstracts.receive(
            upload=form.cleaned_data["file"],
            sender=form.cleaned_data["sender"],
            month=form.cleaned_data["month"],
            by=self.request.user,
        )
        name = "columns" if batch.state == BatchState.MAPPING else "batch-detail"
        return reverse(f"abstracts:{name}", args=[batch.pk])


class _BatchPage(ActionPage):
    """Authority is that of the sender, which the action asks for; here the role is enough."""

    model = ImportBatch
    permission = Permission.ABSTRACT_IMPORT
    template_name = "abstracts/action.html"

    @property
    def object(self):
        if not hasattr(self, "_object"):
            rows = ImportBatch.objects.visible_to(self.request.user).abstracts()
            self._object = get_object_or_404(rows, pk=self.kwargs["pk"])
        return self._object

    def may_open(self, user):
        return user.has_perm(self.permission)

    def get_success_url(self):
        return reverse("abstracts:batch-detail", args=[self.object.pk])


class AbstractColumns(_BatchPage):
    title = gettext_lazy("对应列")
    form_class = ColumnsForm
    template_name = "abstracts/columns.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"batch": self.object}

    def act(self, form):
        abstracts.queue(batch=self.object, mapping=form.mapping, by=self.request.user)
        return self.get_success_url()


class AbstractCommit(_BatchPage):
    title = gettext_lazy("提交病案首页")
    form_class = NoteForm
    success_message = gettext_lazy("已提交，指标将随后更新。")

    def get_context_data(self, **context):
        return super().get_context_data(checks=self.object.odd, **context)

    def act(self, form):
        note = form.cleaned_data["note"]
        abstracts.commit(batch=self.object, note=note, by=self.request.user)
        return self.get_success_url()


class AbstractDrop(_BatchPage):
    title = gettext_lazy("放弃这个批次")
    form_class = SureForm
    success_message = gettext_lazy("已放弃，文件已删除。")

    def act(self, form):
        abstracts.drop(batch=self.object, by=self.request.user)
        return self.get_success_url()


class AbstractRestore(_BatchPage):
    title = gettext_lazy("恢复这个批次")
    form_class = SureForm
    success_message = gettext_lazy("已恢复，指标将随后更新。")

    def act(self, form):
        abstracts.require_sender(self.request.user, abstracts.Sender.of(self.object))
        facts.restore(batch=self.object, by=self.request.user)
        return self.get_success_url()
