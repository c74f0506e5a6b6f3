"""Monthly reports added up by hospital, restated as of a day: its name, and who merged by then."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.enums import Measure
from hospitals.filters.reports import RestatedFilter
from hospitals.models import Hospital
from hospitals.models.restated import restated
from portal.core.listing import SYNTHETIC, Column, ListKind, address_of, number
from portal.periods import Month
from portal.roles import Permission

# What a page has room for; the others can be chosen, and stand in every file.
FIRST_SEEN = {
    Measure.OUTPATIENTS,
    Measure.EMERGENCIES,
    Measure.DISCHARGES,
    Measure.DISCHARGES_AWAY,
    Measure.SURGERIES,
    Measure.SURGERIES_LEVEL_4,
}


def _rows(user):
    return Hospital.objects.visible_to(user).overseen_by(user).order_by("pinyin", "name", "pk")


def _with_sums(rows):
    """told: of the months and the day that the filter wrote on each row."""
    rows = list(rows)
    if rows:
        months = Month.of(rows[0].first_month), Month.of(rows[0].last_month)
        found = restated(rows, months, rows[0].on)
        for row in rows:
            row.told = found[row]
            row.is_synthetic |= row.told.is_synthetic
    return rows


def _merged(row):
    return row.told.merged


def _merged_in_words(row):
    names = "、".join(row.told.merged)
    return _("含已并入的 %(names)s") % {"names": names} if names else ""


def _sum(measure):
    return lambda row: row.told.figures.get(measure.value)


RESTATED = ListKind(
    code="monthly-reports-restated",
    label=gettext_lazy("截至日期汇总"),
    url_name="reports:restated",
    permission=Permission.REPORT_VIEW,
    export_permission=Permission.REPORT_VIEW,
    filterset_class=RestatedFilter,
    rows=_rows,
    prepare=_with_sums,
    columns=(
        Column(
            "name",
            gettext_lazy("医疗机构"),
            lambda row: row.name_then,
            is_fixed=True,
            url=address_of,
            note=_merged_in_words,
            means=gettext_lazy("截至日期当日的名称；此前并入的机构，其数计入并入后的机构"),
            by=("pinyin", "name"),
        ),
        Column("merged", gettext_lazy("已并入的机构"), _merged, is_on_page=False),
        Column(
            "period",
            gettext_lazy("期间"),
            lambda row: f"{row.first_month:%Y-%m} – {row.last_month:%Y-%m}",
            is_on_page=False,
        ),
        number(
            "months",
            gettext_lazy("已报月数"),
            lambda row: row.told.months,
            gettext_lazy("期间内已提交月报的月数，草稿不算；少于期间月数的合计不完整"),
        ),
        *(
            number(
                measure.value,
                measure.label,
                _sum(measure),
                gettext_lazy("期间内已提交月报的合计；有全院数的用全院数，否则为各院区之和"),
                is_chosen=measure in FIRST_SEEN,
                is_filed=True,
            )
            for measure in Measure
        ),
        SYNTHETIC,
    ),
)
