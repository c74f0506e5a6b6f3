"""Files of rows: sent, matched column by column, tried, and brought in: all, none, or the right.

A long file is tried and brought in by a job; its page says how far that is.
"""

import tempfile
import uuid

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.readers import stash
from portal.core.pages import ActionPage, DetailPage, FormPage, ListPage
from portal.errors import Refusal
from portal.lists.actions import imports, long_imports, templates
from portal.lists.forms import PLACE, ImportForm
from portal.lists.kinds import IMPORTS, import_of, imports_for
from portal.models import ImportRun, ImportState

# How often the page of a file that is being brought in comes again.
SECONDS = "2"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ListImport(FormPage):
    """Nothing is written before the confirmation, and then the file is read again."""

    form_class = ImportForm
    template_name = "lists/import.html"

    @cached_property
    def kind(self):
        return import_of(self.kwargs["table"], self.request.user)

    def may_open(self, user):
        return self.kind is not None

    def get_context_data(self, **context):
        context.setdefault("title", _("导入%(kind)s") % {"kind": self.kind.label})
        context.setdefault("columns", self.kind.sheet(self.request.user).columns)
        return super().get_context_data(kind=self.kind, back=reverse(self.kind.url_name), **context)

    def form_valid(self, form):
        if "confirm" in self.request.POST:
            return super().form_valid(form)
        told = {"kind": self.kind, "sent": self._sent(form), "by": self.request.user}
        try:
            if long_imports.is_long(told["sent"]):
                return HttpResponseRedirect(long_imports.ask_trial(**told).get_absolute_url())
            reading, run = imports.try_out(**told)
        except Refusal as refusal:
            return self.refused(form, refusal)
        if "mend" in self.request.POST:
            return self._file(reading)
        stash.keep(told["sent"].content, self.request.user.pk)
        problems = reading.problems[: imports.SHOWN]
        told = _trial(run, self.kind, self.request.user)
        return self.render_to_response(
            self.get_context_data(form=form, reading=reading, problems=problems, **told)
        )

    def _sent(self, form):
        given = form.cleaned_data
        return imports.Sent(given["content"], given["file_name"], form.mapping)

    def _file(self, reading):
        # Closed by the response that streams it.
        stream = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115
        imports.write_errors(reading, stream.name)
        return FileResponse(stream, as_attachment=True, filename=f"{self.kind.code}-errors.xlsx")

    def act(self, form):
        only_right = self.request.POST["confirm"] == "right"
        told = {"kind": self.kind, "sent": self._sent(form), "by": self.request.user}
        if long_imports.is_long(told["sent"]):
            return long_imports.ask(**told, only_right=only_right).get_absolute_url()
        _reading, run = imports.run(**told, only_right=only_right)
        messages.success(self.request, _("已导入 %(count)d 行。") % {"count": run.written})
        return run.get_absolute_url() if run.wrong_rows else reverse(self.kind.url_name)


def _trial(run, kind, user):
    """What a dry run found, as a page tells it: before is when this very file was brought in."""
    same = ImportRun.objects.visible_to(user).filter(kind=kind.code, sha256=run.sha256)
    return {
        "run": run,
        "form_key": uuid.uuid4(),
        "before": same.brought_in().order_by("-finished_at").first(),
        "kept": run.sha256,
        "kept_name": run.file_name,
        "heads": list(enumerate(run.header)),
        "choices": [
            {
                "column": column,
                "name": f"{PLACE}{column.code}",
                "at": run.mapping.get(column.code),
            }
            for column in kind.sheet(user).columns
        ],
    }


class ImportTemplate(ListImport):
    """The empty workbook of a list: heads to fill in below, and what each of them means."""

    http_method_names = ["get", "head"]

    def get(self, request, *args, **kwargs):
        # Closed by the response that streams it.
        stream = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115
        sheet = self.kind.sheet(request.user)
        templates.write(kind=self.kind, sheet=sheet, path=stream.name)
        name = f"{self.kind.code}-template.xlsx"
        return FileResponse(stream, as_attachment=True, filename=name)


class ImportList(ListPage):
    """What I may bring in, and what became of each file that I sent."""

    model = ImportRun
    title = gettext_lazy("导入中心")
    template_name = "lists/import_list.html"
    ordering = ("-created_at",)

    def get_context_data(self, **context):
        context = super().get_context_data(
            kinds=list(imports_for(self.request.user).values()), **context
        )
        for run in context["object_list"]:
            run.kind_label = IMPORTS[run.kind].label if run.kind in IMPORTS else run.kind
        return context


class ImportDetail(DetailPage):
    """One file: what was wrong with it, and the way on while it is kept.

    While a job is at it, the page comes again by itself.
    """

    model = ImportRun
    template_name = "lists/import_detail.html"

    def get_context_data(self, **context):
        run, user = self.object, self.request.user
        kind = imports_for(user).get(run.kind)
        has_file = kind is not None and stash.has(run.sha256, user.pk)
        if has_file and run.state == ImportState.TRIED and run.header:
            context |= _trial(run, kind, user)
        return super().get_context_data(
            title=run,
            kind=kind,
            problems=[
                dict(zip(("row", "column", "rule", "hint"), one, strict=True))
                for one in run.problems
            ],
            has_file=has_file,
            has_leftover=stash.has(run.leftover, user.pk),
            **context,
        )

    def render_to_response(self, context, **options):
        response = super().render_to_response(context, **options)
        if self.object.is_queued:
            response["Refresh"] = SECONDS
        return response


class ImportCancel(ActionPage):
    """Take a long file back before it is written."""

    model = ImportRun
    title = gettext_lazy("取消导入")
    template_name = "lists/import_cancel.html"
    success_message = gettext_lazy("已取消，没有写入任何数据。")

    def may_open(self, user):
        return self.object is not None

    def act(self, form):
        run = long_imports.cancel(run=self.object, by=self.request.user, version=self.seen_version)
        return run.get_absolute_url()


class ImportLeftover(DetailPage):
    """The workbook of the rows that were left out, for its sender and for a day."""

    model = ImportRun

    def render_to_response(self, context):
        content = stash.find(self.object.leftover, self.request.user.pk)
        if content is None:
            raise Http404
        answer = HttpResponse(content, content_type=WORKBOOK)
        name = f"{self.object.kind}-errors.xlsx"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
