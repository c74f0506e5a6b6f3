"""Files of lists: asked for on the list, fetched here when they took longer."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.listing import Look
from portal.core.pages import DetailPage, FormPage, ListPage
from portal.lists.actions import exports
from portal.lists.forms import ExportForm
from portal.lists.kinds import kind_of
from portal.models import ExportJob, ExportState


def wanted_of(kind, request, *, file_type, picked=()):
    """The rows that the list shows for this address, or those of them that were ticked."""
    look, user = Look(kind, request.user, request.GET), request.user
    query = look.query.copy()
    for name in set(query) - set(kind.filterset_class.base_filters):
        query.pop(name)
    (rows, filterset), searched = kind.filtered(query, user), False
    if kind.narrowed:
        narrowed = kind.narrowed(rows, request)
        searched, rows = narrowed is not rows, narrowed
    if picked:
        rows = rows.filter(pk__in=picked)
    columns = (*kind.filed_columns_of(look.chosen), *kind.spread_of(filterset))
    return exports.Wanted(kind, rows, query, columns, user, file_type, searched)


def file_response(wanted):
    stamp = timezone.localtime().strftime("%Y%m%d-%H%M")
    name = f"{wanted.kind.code}-{stamp}.{wanted.file_type}"
    return FileResponse(exports.write_now(wanted=wanted), as_attachment=True, filename=name)


class ListExport(FormPage):
    """Asks in which form; a short list comes at once, a long one when it is written."""

    title = gettext_lazy("导出")
    form_class = ExportForm
    template_name = "lists/export.html"

    @cached_property
    def kind(self):
        return kind_of(self.kwargs["kind"], self.request.user)

    def may_open(self, user):
        return user.has_perm(self.kind.export_permission)

    def get_initial(self):
        return {"file_type": "xlsx"}

    def get_form_kwargs(self):
        """Ticked rows come one by one from the list, and as one text from this page."""
        kwargs = super().get_form_kwargs()
        if "data" in kwargs:
            kwargs["data"] = kwargs["data"].copy()
            kwargs["data"]["picked"] = ",".join(self.request.POST.getlist("picked"))
        return kwargs

    def get_context_data(self, **context):
        wanted = wanted_of(self.kind, self.request, file_type="xlsx")
        address = f"{reverse(self.kind.url_name)}?{self.request.GET.urlencode()}"
        return super().get_context_data(
            kind=self.kind,
            count=wanted.rows.count(),
            filters=wanted.filters,
            columns=wanted.columns,
            address=address,
            at_once=exports.AT_ONCE,
            **context,
        )

    def form_valid(self, form):
        wanted = wanted_of(
            self.kind,
            self.request,
            file_type=form.cleaned_data["file_type"],
            picked=form.cleaned_data["picked"],
        )
        # What a session searches for is written down nowhere, so its file is written at once.
        if wanted.searched or wanted.rows.order_by()[: exports.AT_ONCE + 1].count() <= (
            exports.AT_ONCE
        ):
            return file_response(wanted)
        exports.ask(wanted=wanted)
        messages.success(self.request, _("行数较多，正在生成文件，完成后会通知您。"))
        return HttpResponseRedirect(reverse("lists:export-list"))


class ExportList(ListPage):
    model = ExportJob
    title = gettext_lazy("导出中心")
    template_name = "lists/export_list.html"
    ordering = ("-created_at",)

    def get_context_data(self, **context):
        return super().get_context_data(at_once=exports.AT_ONCE, **context)


class ExportDownload(DetailPage):
    """The file, for who asked for it and for a day only."""

    model = ExportJob

    def render_to_response(self, context):
        job = self.object
        if job.state != ExportState.DONE or job.expires_at < timezone.now():
            raise Http404
        kind = kind_of(job.kind, self.request.user)
        if not self.request.user.has_perm(kind.export_permission):
            raise Http404
        try:
            stream = exports.path_of(job).open("rb")
        except FileNotFoundError:
            raise Http404 from None
        name = f"{job.kind}-{timezone.localtime(job.created_at):%Y%m%d-%H%M}.{job.file_type}"
        return FileResponse(stream, as_attachment=True, filename=name)
