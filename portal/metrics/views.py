"""What an indicator means, and why a figure is what it is: definition, run, inputs, rows."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hospitals.models import ImportBatch
from portal.core import downloads
from portal.core.pages import ActionPage, DetailPage, FormPage, ListPage
from portal.metrics import catalogue, formats, jobs, lineage, people, series
from portal.metrics.actions import runs
from portal.metrics.definitions import words
from portal.metrics.filters import IndicatorValueFilter, RunFilter
from portal.metrics.forms import StartForm
from portal.metrics.models import ComputeRun, IndicatorValue, Target
from portal.roles import Permission

FILE_ROWS = 10_000
ID_LENGTH = 36


def indicator_list(request):
    """The dictionary, family by family, with what is computed and what is missing."""
    families = [
        {
            "label": label,
            "entries": [
                (entry, jobs.is_computed(entry.code))
                for entry in catalogue.INDICATORS
                if entry.code.startswith(letter)
            ],
        }
        for letter, label in words.FAMILIES.items()
    ]
    context = {"title": _("指标字典"), "families": families, "counts": jobs.counts()}
    return render(request, "metrics/indicator_list.html", context)


def indicator_detail(request, code):
    """One definition in all its versions, with the targets set for it."""
    if code not in catalogue.BY_CODE:
        raise Http404
    indicator = catalogue.BY_CODE[code]
    main = indicator.variant_of or code
    context = {
        "title": code,
        "indicator": indicator,
        "is_computed": jobs.is_computed(code),
        "variants": [
            entry
            for entry in catalogue.INDICATORS
            if main in (entry.code, entry.variant_of) and entry.code != code
        ],
        "targets": Target.objects.visible_to(request.user)
        .filter(code=code)
        .select_related("region"),
    }
    return render(request, "metrics/indicator_detail.html", context)


# Figures of several periods may be added up where all these are the same.
ALIKE = (
    *("code", "region_id", "hospital_id", "network_id"),
    *("counterpart_region_id", "counterpart_hospital_id", "item"),
    *("disease_system", "disease_code", "source_system", "drg_version", "layer", "grain"),
)


class ValueList(ListPage):
    """The figures behind a sum, one per period."""

    model = IndicatorValue
    permission = Permission.FIGURE_VIEW
    title = _("指标值")
    template_name = "metrics/value_list.html"
    filterset_class = IndicatorValueFilter
    select_related = (
        "region",
        "hospital",
        "network",
        "counterpart_region",
        "counterpart_hospital",
    )
    ordering = ("code", "-period", "region__code", "pk")
    paginate_by = 100

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        rows = list(context["object_list"])
        people.name(rows)
        alike = {tuple(getattr(row, name) for name in ALIKE) for row in rows}
        if len(alike) == 1 and not context["is_paginated"]:
            context["total"] = series.total(rows)
            context["total_text"] = formats.value(rows[0].indicator, context["total"])
        return context


class ValueDetail(DetailPage):
    """Why this number: definition, run, the batches it used, and the rows behind it."""

    model = IndicatorValue
    permission = Permission.FIGURE_VIEW
    template_name = "metrics/value_detail.html"
    select_related = (
        "region__parent__parent",
        "hospital",
        "network",
        "counterpart_region",
        "counterpart_hospital",
        "run",
    )

    def get_context_data(self, **context):
        value, user = self.object, self.request.user
        people.name([value])
        batches = ImportBatch.objects.visible_to(user)
        return super().get_context_data(
            title=f"{value.code} {value.period_text}",
            batches=batches.current().filter(pk__in=_ids(value.run.inputs)),
            later=ComputeRun.objects.visible_to(user).after(value.run).first(),
            samples=lineage.samples(value, user),
            **context,
        )


def value_file(request, pk):
    """The rows behind a figure, all that this person may see, as a file; which table is asked for
    by its place among them."""
    if not request.user.has_perm(Permission.FIGURE_VIEW):
        raise PermissionDenied(Permission.FIGURE_VIEW)
    value = get_object_or_404(IndicatorValue.objects.visible_to(request.user), pk=pk)
    tables = lineage.samples(value, request.user, limit=FILE_ROWS)
    asked = request.GET.get("table", "1")
    if asked not in map(str, range(1, len(tables) + 1)):
        raise Http404
    found = tables[int(asked) - 1]
    return downloads.csv_of(f"{value.code}-{value.period_text}", found.columns, found.rows)


def _ids(inputs):
    """Inputs of a run on flows begin with batch ids; those of other runs name other things."""
    first = [text.partition(" ")[0] for text in inputs]
    return [text for text in first if len(text) == ID_LENGTH]


class RunList(ListPage):
    """What was computed when, from what, and what failed."""

    model = ComputeRun
    permission = Permission.RUN_VIEW
    title = _("计算任务")
    template_name = "metrics/run_list.html"
    filterset_class = RunFilter
    select_related = ("region", "started_by")
    ordering = ("-started_at", "pk")

    def get_context_data(self, **context):
        may_start = self.request.user.has_perm(Permission.RUN_START)
        return super().get_context_data(may_start=may_start, **context)


class RunStart(FormPage):
    """Compute what changed, now; or a span of months again."""

    permission = Permission.RUN_START
    title = _("开始计算")
    template_name = "metrics/run_start.html"
    form_class = StartForm
    success_message = _("已排队，计算会在后台进行。")

    def act(self, form):
        runs.start(by=self.request.user, **form.cleaned_data)
        return reverse("metrics:run-list")


class RunCancel(ActionPage):
    model = ComputeRun
    permission = Permission.RUN_START
    title = _("取消计算任务")
    template_name = "metrics/run_cancel.html"
    success_message = _("已要求取消，原有数值不变。")

    def may_open(self, user):
        return user.has_perm(self.permission)

    def act(self, form):
        runs.cancel(run=self.object, by=self.request.user, version=self.seen_version)
        return reverse("metrics:run-list")


class RunResume(ActionPage):
    model = ComputeRun
    permission = Permission.RUN_START
    title = _("继续计算任务")
    template_name = "metrics/run_resume.html"
    success_message = _("已重新排队。")

    def may_open(self, user):
        return user.has_perm(self.permission)

    def act(self, form):
        runs.resume(run=self.object, by=self.request.user, version=self.seen_version)
        return reverse("metrics:run-list")
