"""A file of bed targets: one row per hospital, or campus of it, and day."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.actions import keeping
from hospitals.listing.cells import hospital_in
from hospitals.models import BedTarget, Campus, Hospital
from portal.core.importing import ImportColumn, ImportKind, Sheet, count, day, text_of
from portal.roles import Permission


def _sheet(user):
    mine = Hospital.objects.visible_to(user).open().held_with(user, Permission.HOSPITAL_EDIT)
    rows = list(mine)
    check = _Check(user, rows)
    columns = (
        ImportColumn(
            "hospital",
            gettext_lazy("医疗机构"),
            hospital_in(rows, gettext_lazy("没有这家机构，或您不能为它填报。请填写全称。")),
            is_required=True,
            names=("机构", "医院", "org_code", "医院名称"),
        ),
        ImportColumn("campus", gettext_lazy("院区"), text_of(64)),
        ImportColumn(
            "due_on", gettext_lazy("目标期限"), day, is_required=True, names=("milestone_date",)
        ),
        ImportColumn(
            "count", gettext_lazy("目标床位"), count, is_required=True, names=("target_beds",)
        ),
        ImportColumn("staff", gettext_lazy("目标人员"), count, names=("target_staff",)),
        ImportColumn("source", gettext_lazy("来源"), text_of(200)),
    )
    return Sheet(columns, check.whole, lambda found: _write(found, user))


class _Check:
    """Targets of one place do not fall from one day to the next."""

    def __init__(self, user, hospitals):
        campuses = Campus.objects.visible_to(user).filter(hospital__in=hospitals)
        self.campuses = {(row.hospital_id, row.name): row for row in campuses}
        self.known = {}
        kept = BedTarget.objects.visible_to(user).filter(hospital__in=hospitals)
        for row in kept:
            self.known.setdefault((row.hospital_id, row.campus_id), {})[row.due_on] = row.count

    def whole(self, values, number):
        place, name = values["hospital"].pk, values.get("campus")
        campus = self.campuses.get((place, name))
        if name and campus is None:
            yield "campus", "unknown", _("该医院没有这个院区。")
            return
        values["campus"] = campus
        known = self.known.setdefault((place, campus and campus.pk), {})
        due_on, beds = values["due_on"], values["count"]
        if due_on in known:
            yield "due_on", "twice", _("该日期已登记过床位目标。")
        elif any(beds < count for on, count in known.items() if on < due_on) or any(
            beds > count for on, count in known.items() if on > due_on
        ):
            yield "count", "falls", _("目标床位不能随时间减少。")
        known.setdefault(due_on, beds)


def _write(rows, by):
    told = [
        (
            values["hospital"],
            {name: values[name] for name in ("campus", "count", "due_on")}
            | {"source": values.get("source") or "", "staff": values.get("staff")},
        )
        for values in rows
    ]
    return keeping.record_all(model=BedTarget, rows=told, by=by)


TARGET_FILE = ImportKind(
    code="bed-targets",
    label=gettext_lazy("床位目标"),
    url_name="hospitals:bed-target-list",
    permission=Permission.HOSPITAL_EDIT,
    sheet=_sheet,
    hints=(gettext_lazy("一行一个目标；同一机构的目标床位不能随时间减少。"),),
)
