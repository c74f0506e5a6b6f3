"""What the list of hospitals is: its columns and cells. Saved views and files read it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.filters import HospitalFilter
from hospitals.models import Hospital
from portal.core.listing import Column, ListKind
from portal.roles import Permission

CELLS = {
    "name": lambda row: row.name,
    "short_name": lambda row: row.short_name,
    "org_code": lambda row: row.org_code,
    "level": lambda row: row.get_level_display(),
    "kind": lambda row: row.get_kind_display(),
    "ownership": lambda row: row.get_ownership_display(),
    "region": lambda row: row.region.full_name,
    "region_code": lambda row: row.region.code,
    "open_beds": lambda row: row.open_beds,
    "occupied_beds": lambda row: row.occupied_beds,
    "opened_on": lambda row: row.opened_on,
    "closed_on": lambda row: row.closed_on,
    "synthetic": lambda row: _("模拟数据") if row.is_synthetic or row.beds_are_synthetic else "",
}


def _rows(user):
    return Hospital.objects.visible_to(user).order_by("pinyin", "name", "pk")


def _cells(rows, codes):
    for row in rows.with_beds().select_related("region__parent__parent").iterator(2000):
        yield [CELLS[code](row) for code in codes]


HOSPITALS = ListKind(
    code="hospitals",
    label=gettext_lazy("医疗机构"),
    url_name="hospitals:hospital-list",
    permission=Permission.HOSPITAL_VIEW,
    export_permission=Permission.HOSPITAL_VIEW,
    filterset_class=HospitalFilter,
    columns=(
        Column("name", gettext_lazy("名称"), is_fixed=True),
        Column("short_name", gettext_lazy("简称")),
        Column("org_code", gettext_lazy("统一社会信用代码")),
        Column("level", gettext_lazy("等级")),
        Column("kind", gettext_lazy("类别")),
        Column("ownership", gettext_lazy("举办性质")),
        Column("region", gettext_lazy("所在地")),
        Column("region_code", gettext_lazy("行政区划代码")),
        Column("open_beds", gettext_lazy("开放床位")),
        Column("occupied_beds", gettext_lazy("占用床位")),
        Column("opened_on", gettext_lazy("开业日期")),
        Column("closed_on", gettext_lazy("停业日期")),
        Column("synthetic", gettext_lazy("数据标记"), is_fixed=True),
    ),
    rows=_rows,
    cells=_cells,
    definitions=(
        (
            gettext_lazy("开放床位"),
            gettext_lazy("各科室最近一次登记的开放床位合计；没有登记的为空"),
        ),
        (
            gettext_lazy("占用床位"),
            gettext_lazy("各科室最近一次登记的占用床位合计"),
        ),
        (gettext_lazy("数据标记"), gettext_lazy("机构或床位为模拟数据时注明")),
    ),
)
