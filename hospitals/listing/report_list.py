"""The list of monthly reports."""

from operator import attrgetter

from django.utils import timezone
from django.utils.translation import gettext_lazy

from hospitals.enums import Measure
from hospitals.filters.reports import ReportFilter
from hospitals.listing.report_file import MONTHLY_REPORTS as REPORT_FILE
from hospitals.models import MonthlyReport
from portal.core.listing import (
    SYNTHETIC,
    Column,
    ListKind,
    address_of,
    label_of,
    number,
)
from portal.roles import Permission


def _rows(user):
    rows = MonthlyReport.objects.visible_to(user).with_filled().prefetch_related("volumes")
    named = rows.select_related("hospital", "campus", "submitted_by", "approved_by")
    return named.order_by("-month", "hospital__pinyin", "hospital__name", "pk")


def _day(moment):
    return moment and f"{timezone.localtime(moment):%Y-%m-%d}"


def _figure(measure):
    def value(row):
        told = row.told().get(measure)
        return told.value if told else None

    return value


MONTHLY_REPORTS = ListKind(
    code="monthly-reports",
    label=gettext_lazy("月报"),
    url_name="reports:report-list",
    permission=Permission.REPORT_VIEW,
    export_permission=Permission.REPORT_VIEW,
    filterset_class=ReportFilter,
    rows=_rows,
    imports=(REPORT_FILE,),
    columns=(
        Column(
            "month",
            gettext_lazy("月份"),
            lambda row: f"{row.month:%Y-%m}",
            is_fixed=True,
            url=address_of,
            by="month",
        ),
        Column(
            "place",
            gettext_lazy("医疗机构"),
            attrgetter("place"),
            is_fixed=True,
            by=("hospital__pinyin", "hospital__name", "campus__name"),
        ),
        Column(
            "state", gettext_lazy("状态"), label_of("state"), state=attrgetter("state"), by="state"
        ),
        number(
            "filled",
            gettext_lazy("已填指标"),
            lambda row: f"{row.filled} / {len(Measure)}",
            gettext_lazy("已填的指标数与全部指标数；没有发生的也须填 0"),
            by="filled",
        ),
        Column(
            "submitted_by",
            gettext_lazy("提交人"),
            attrgetter("submitted_by"),
            note=lambda row: _day(row.submitted_at),
            by="submitted_at",
        ),
        Column(
            "approved_by",
            gettext_lazy("批准人"),
            attrgetter("approved_by"),
            note=lambda row: _day(row.approved_at),
            by="approved_at",
        ),
        *(
            number(
                measure.value,
                measure.label,
                _figure(measure),
                gettext_lazy("该机构（院区）当月填报的数；未填的为空"),
                is_chosen=False,
                is_filed=True,
            )
            for measure in Measure
        ),
        SYNTHETIC,
    ),
)
