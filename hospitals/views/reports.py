"""Pages of monthly reports: the list, one report with its grid, each step, and what is missing."""

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.actions import reports
from hospitals.enums import SUMMED
from hospitals.forms.reports import (
    FiguresForm,
    OpenReportForm,
    OpinionForm,
    ReasonForm,
    SureForm,
    typed,
)
from hospitals.listing.report_list import MONTHLY_REPORTS
from hospitals.listing.total_lists import COMPLETENESS, TOTALS
from hospitals.models import Hospital, MonthlyReport, MonthlyVolume
from hospitals.models.report import Totals, covered
from hospitals.models.restated import parts_of, restated
from portal.core.pages import ActionPage, DetailPage, FormPage, ListPage
from portal.periods import Month
from portal.roles import Permission


class ReportList(ListPage):
    model = MonthlyReport
    kind = MONTHLY_REPORTS
    template_name = "reports/report_list.html"

    def get_context_data(self, **context):
        may_open = self.request.user.has_perm(Permission.REPORT_EDIT)
        return super().get_context_data(may_open=may_open, **context)


class ReportDetail(DetailPage):
    model = MonthlyReport
    permission = Permission.REPORT_VIEW
    template_name = "reports/report_detail.html"
    select_related = ("hospital", "campus", "submitted_by", "approved_by")

    def get_queryset(self):
        rows = MonthlyVolume.objects.visible_to(self.request.user)
        return super().get_queryset().prefetch_related(Prefetch("volumes", rows))

    def get_context_data(self, **context):
        return super().get_context_data(
            title=str(self.object),
            lines=self.object.grid(),
            steps=self.object.steps_for(self.request.user),
            history=self.object.history(),
            **context,
        )


class ReportOpen(FormPage):
    permission = Permission.REPORT_EDIT
    title = _("填报月报")
    template_name = "reports/form.html"
    form_class = OpenReportForm

    def get_initial(self):
        last = Month.of(timezone.localdate()).plus(-1)
        return super().get_initial() | {"month": last.first}

    def act(self, form):
        given = form.cleaned_data
        row = reports.open_report(
            hospital=given["hospital"],
            campus=given["campus"],
            month=given["month"],
            by=self.request.user,
        )
        return row.fill_url


class _ReportPage(ActionPage):
    """One step of one report, and back to it."""

    model = MonthlyReport
    template_name = "reports/action.html"
    form_class = SureForm

    def act(self, form):
        step = getattr(reports, self.step)
        told = {"details": form.cleaned_data} if form.fields else {}
        row = step(report=self.object, by=self.request.user, version=self.seen_version, **told)
        return row.get_absolute_url()


class ReportFill(ActionPage):
    model = MonthlyReport
    permission = Permission.REPORT_EDIT
    title = _("填写月报")
    template_name = "reports/report_fill.html"
    form_class = FiguresForm
    success_message = _("已保存。")

    def get_initial(self):
        return typed(self.object.told())

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"grid": self.object.grid()}

    def act(self, form):
        row = reports.fill(
            report=self.object,
            figures=form.figures,
            by=self.request.user,
            version=self.seen_version,
        )
        return row.get_absolute_url()


class ReportSubmit(_ReportPage):
    permission = Permission.REPORT_EDIT
    title = _("提交月报")
    step = "submit"
    success_message = _("已提交，等待他人批准。")


class ReportApprove(_ReportPage):
    permission = Permission.REPORT_APPROVE
    title = _("批准月报")
    form_class = OpinionForm
    step = "approve"
    success_message = _("已批准。")


class ReportSendBack(_ReportPage):
    permission = Permission.REPORT_APPROVE
    title = _("退回月报")
    form_class = ReasonForm
    step = "send_back"
    success_message = _("已退回。")


class ReportLock(_ReportPage):
    permission = Permission.REPORT_LOCK
    title = _("锁定月报")
    step = "lock"
    success_message = _("已锁定。")


class ReportReopen(_ReportPage):
    """An approved one by who may approve, a locked one by who may lock."""

    permission = Permission.REPORT_APPROVE
    title = _("重开月报")
    form_class = ReasonForm
    step = "reopen"
    success_message = _("已重开，修改后须重新提交和批准。")

    def may_open(self, user):
        return user.has_perm(self.object.reopened_with, self.object)


class Completeness(ListPage):
    """Hospitals by months: what was handed in, and what is missing."""

    model = Hospital
    kind = COMPLETENESS
    template_name = "reports/completeness.html"

    def get_context_data(self, **context):
        months = self.filterset.months
        everything = covered(self.object_list, months).values()
        return super().get_context_data(
            months=months,
            reported=sum(len(line.reported) for line in everything),
            expected=sum(len(line.expected) for line in everything),
            **context,
        )


class ReportTotals(ListPage):
    """Quarters, or years, and the whole span: of all hospitals that the filters leave, and of each,
    as they stood on a day."""

    model = Hospital
    kind = TOTALS
    template_name = "reports/totals.html"

    def get_context_data(self, **context):
        months, day = self.filterset.months, self.filterset.day
        found = restated(list(self.object_list), months, day).values()
        parts = [Totals.of(several) for several in zip(*(one.parts for one in found), strict=True)]
        spans = list(zip(parts_of(months), parts, strict=False))
        columns = [*parts, Totals.of(parts)] if len(parts) > 1 else parts
        return super().get_context_data(
            period=(months[0], months[-1]),
            as_of=day,
            spans=[span for span, _part in spans],
            periods=columns,
            lines=[(one, [part.values.get(one) for part in columns]) for one in SUMMED],
            **context,
        )
