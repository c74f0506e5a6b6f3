"""Monthly reports by hospital: added up and restated as of a day; by months what is missing."""

from operator import attrgetter

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.enums import SUMMED, Measure
from hospitals.filters.reports import CoverageFilter, TotalsFilter
from hospitals.models import Hospital
from hospitals.models.report import MISSING, NOT_EXPECTED, covered
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
    rows = Hospital.objects.visible_to(user).overseen_by(user).select_related("region")
    return rows.order_by("pinyin", "name", "pk")


def _months(row):
    """Those that the filter wrote on each row."""
    first, last = Month.of(row.first_month), Month.of(row.last_month)
    count = (last.year - first.year) * 12 + last.number - first.number + 1
    return [first.plus(number) for number in range(count)]


def _with_sums(rows):
    """told: of the months and the day that the filter wrote on each row."""
    rows = list(rows)
    if rows:
        found = restated(rows, _months(rows[0]), rows[0].on)
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
    return lambda row: row.told.total.values.get(measure.value)


TOTALS = ListKind(
    code="monthly-reports-restated",
    label=gettext_lazy("月报合计"),
    url_name="reports:totals",
    permission=Permission.REPORT_VIEW,
    export_permission=Permission.REPORT_VIEW,
    filterset_class=TotalsFilter,
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
        Column("as_of", gettext_lazy("截至日期"), attrgetter("on"), is_on_page=False),
        number(
            "reported",
            gettext_lazy("已报 / 应报"),
            lambda row: f"{row.told.total.reported} / {row.told.total.expected}",
            gettext_lazy("期间内已提交的月报数与应报数，草稿不算；没有报齐的合计不完整"),
            note=lambda row: "" if row.told.total.is_whole else _("未报齐"),
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
            for measure in SUMMED
        ),
        SYNTHETIC,
    ),
)


def _covered(rows):
    """line: what of the months that the filter wrote on each row was handed in."""
    rows = list(rows)
    if rows:
        lines = covered(rows, _months(rows[0]))
        for row in rows:
            row.line = lines[row]
    return rows


def _state(month):
    def state(row):
        found = row.line.states[month]
        return "" if found == NOT_EXPECTED else str(found)

    return state


def _word(month):
    def word(row):
        found = row.line.states[month]
        if found == NOT_EXPECTED:
            return ""
        return _("缺") if found == MISSING else found.label

    return word


def _by_month(filterset):
    """A column for each of the months."""
    return [
        Column(f"month_{place}", str(month), _word(month), state=_state(month))
        for place, month in enumerate(filterset.months, 1)
    ]


COMPLETENESS = ListKind(
    code="report-completeness",
    label=gettext_lazy("月报完整性"),
    url_name="reports:completeness",
    permission=Permission.REPORT_VIEW,
    export_permission=Permission.REPORT_VIEW,
    filterset_class=CoverageFilter,
    rows=_rows,
    prepare=_covered,
    spread=_by_month,
    columns=(
        Column(
            "name",
            gettext_lazy("医疗机构"),
            attrgetter("name"),
            is_fixed=True,
            url=lambda row: f"{reverse('reports:report-list')}?hospital={row.pk}",
            by=("pinyin", "name"),
        ),
        Column(
            "region",
            gettext_lazy("所在地"),
            attrgetter("region.name"),
            by=("region__parent__parent__code", "region__code"),
        ),
        number(
            "ratio",
            gettext_lazy("已报 / 应报"),
            lambda row: f"{len(row.line.reported)} / {len(row.line.expected)}",
            gettext_lazy("草稿不算已报；开业前和停业后的月份不应报"),
        ),
        number(
            "reported",
            gettext_lazy("已报"),
            lambda row: len(row.line.reported),
            gettext_lazy("已提交、已批准或已锁定的月数"),
            is_on_page=False,
        ),
        number(
            "expected",
            gettext_lazy("应报"),
            lambda row: len(row.line.expected),
            gettext_lazy("各月之中医院在业的月数"),
            is_on_page=False,
        ),
        Column("missing", gettext_lazy("缺报月份"), lambda row: list(map(str, row.line.missing))),
        SYNTHETIC,
    ),
)
