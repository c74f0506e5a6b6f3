"""Files of rows: sent, matched column by column, tried, and brought in whole or not at all."""

import tempfile

from django.contrib import messages
from django.http import FileResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from hospitals.readers import stash
from portal.core.pages import FormPage
from portal.errors import Refusal
from portal.lists.actions import imports
from portal.lists.forms import PLACE, ImportForm
from portal.lists.kinds import import_of


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
        given = form.cleaned_data
        try:
            reading = imports.read(
                kind=self.kind,
                content=given["content"],
                by=self.request.user,
                given=form.mapping,
            )
        except Refusal as refusal:
            return self.refused(form, refusal)
        return self._file(reading) if "mend" in self.request.POST else self._shown(form, reading)

    def _shown(self, form, reading):
        given = form.cleaned_data
        context = self.get_context_data(
            form=form,
            reading=reading,
            problems=reading.problems[: imports.SHOWN],
            kept=stash.keep(given["content"], self.request.user.pk),
            kept_name=given["file_name"],
            heads=list(enumerate(reading.table.header)),
            choices=[
                {"column": column, "name": f"{PLACE}{column.code}", "at": place}
                for column in reading.sheet.columns
                for place in [reading.mapping.get(column.code)]
            ],
        )
        return self.render_to_response(context)

    def _file(self, reading):
        # Closed by the response that streams it.
        stream = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115
        imports.write_errors(reading, stream.name)
        return FileResponse(stream, as_attachment=True, filename=f"{self.kind.code}-errors.xlsx")

    def act(self, form):
        count = imports.run(
            kind=self.kind,
            content=form.cleaned_data["content"],
            by=self.request.user,
            given=form.mapping,
        )
        messages.success(self.request, _("已导入 %(count)d 行。") % {"count": count})
        return reverse(self.kind.url_name)
