"""A file of monthly reports: one row per hospital and month, one column per measure."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals import volumes
from hospitals.actions import reports
from hospitals.enums import Measure, ReportState
from hospitals.listing.cells import hospital_in, twice
from hospitals.models import Campus, Hospital, MonthlyReport
from portal.core.importing import ImportColumn, ImportKind, Sheet, count, month, text_of
from portal.roles import Permission

# How service_monthly files of other systems head their columns.
AS_SENT = {
    Measure.OUTPATIENTS: "outpatient_visits",
    Measure.EMERGENCIES: "emergency_visits",
    Measure.OUTPATIENTS_AWAY: "outpatients_other_province",
    Measure.DISCHARGES_AWAY: "inpatients_other_province",
    Measure.OPEN_BEDS: "beds_open_end",
    Measure.OPEN_BED_DAYS: "bed_days_open",
    Measure.OCCUPIED_BED_DAYS: "bed_days_occupied",
    Measure.SURGERIES_LEVEL_3: "surgeries_l3",
    Measure.SURGERIES_LEVEL_4: "surgeries_l4",
    Measure.MINIMALLY_INVASIVE: "min_invasive",
}


def _sheet(user):
    mine = Hospital.objects.visible_to(user).open().held_with(user, Permission.REPORT_EDIT)
    rows = list(mine)
    check = _Check(user, rows)
    columns = (
        ImportColumn(
            "hospital",
            gettext_lazy("医疗机构"),
            hospital_in(rows, gettext_lazy("没有这家机构，或您不能为它填报。请填写全称。")),
            is_required=True,
            names=("机构", "医院", "医院名称", "org_code"),
        ),
        ImportColumn("campus", gettext_lazy("院区"), text_of(64)),
        ImportColumn(
            "month", gettext_lazy("月份"), month, is_required=True, names=("统计月份", "period")
        ),
        *(
            ImportColumn(measure.value, measure.label, count, names=_short(measure))
            for measure in Measure
        ),
    )
    return Sheet(columns, check.whole, lambda found: _write(found, user))


def _short(measure):
    """The label as a report prints it, without 其中; and how files for machines head it."""
    told = (str(measure.label).removeprefix("其中"),)
    return (*told, AS_SENT[measure]) if measure in AS_SENT else told


class _Check:
    """What a row has to do with other rows of the file, and with what is kept already."""

    def __init__(self, user, hospitals):
        self.today, self.seen = timezone.localdate(), {}
        campuses = Campus.objects.visible_to(user).filter(hospital__in=hospitals)
        self.campuses = {(row.hospital_id, row.name): row for row in campuses}
        kept = MonthlyReport.objects.visible_to(user).exclude(state=ReportState.DRAFT)
        self.closed = set(kept.values_list("hospital", "campus", "month"))

    def whole(self, values, number):
        place = values["hospital"].pk
        name = values.get("campus")
        campus = self.campuses.get((place, name))
        if name and campus is None:
            yield "campus", "unknown", _("该医院没有这个院区。")
            return
        values["campus"] = campus
        if values["month"] > self.today:
            yield "month", "to_come", _("还没有到这个月份。")
        key = (place, campus.pk if campus else None, values["month"])
        if key in self.closed:
            yield "month", "closed", _("这个月的月报已提交，须先退回或重开。")
        yield from twice(self.seen, key, number, "month")
        told = {code: values[code] for code in Measure if values.get(code) is not None}
        for one in volumes.errors(told):
            yield one.measure, "implausible", _(one.text) % dict(one.numbers)


def _write(rows, by):
    """Drafts, begun or filled in; what a row leaves empty stays as it is."""
    told = [
        {name: values[name] for name in ("hospital", "campus", "month")}
        | {
            "figures": {
                measure.value: values[measure]
                for measure in Measure
                if values.get(measure) is not None
            }
        }
        for values in rows
    ]
    return reports.import_reports(rows=told, by=by)


MONTHLY_REPORTS = ImportKind(
    code="monthly-reports",
    label=gettext_lazy("月报"),
    url_name="reports:report-list",
    permission=Permission.REPORT_EDIT,
    sheet=_sheet,
    hints=(
        gettext_lazy("一行一家机构一个月，导入后为草稿，须逐份提交。"),
        gettext_lazy("空白的指标保持原样，没有发生的填 0。"),
    ),
)
