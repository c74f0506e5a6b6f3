"""What the list of new technologies is: its columns and cells."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from experts.filters import TechnologyFilter
from experts.models import NewTechnology
from portal.core.listing import Column, ListKind
from portal.roles import Permission

CELLS = {
    "name": lambda row: row.name,
    "name_english": lambda row: row.name_english,
    "hospital": lambda row: row.hospital.name,
    "specialty": lambda row: row.specialty,
    "kind": lambda row: row.get_kind_display(),
    "surgery_level": lambda row: row.get_surgery_level_display(),
    "source_hospital": lambda row: str(row.source_hospital or ""),
    "brought_by": lambda row: str(row.brought_by or ""),
    "first_done_on": lambda row: row.first_done_on,
    "local_independent_on": lambda row: row.local_independent_on,
    "patients": lambda row: row.patients,
    "complications": lambda row: row.complications,
    "local_cases": lambda row: row.local_cases,
    "status": lambda row: row.get_status_display(),
    "synthetic": lambda row: _("模拟数据") if row.is_synthetic else "",
}


def _rows(user):
    return NewTechnology.objects.visible_to(user).order_by("-first_done_on", "name", "pk")


def _cells(rows, codes):
    named = rows.with_cases().select_related("hospital", "source_hospital", "brought_by")
    for row in named.iterator(2000):
        yield [CELLS[code](row) for code in codes]


TECHNOLOGIES = ListKind(
    code="technologies",
    label=gettext_lazy("新技术新项目"),
    url_name="experts:technology-list",
    permission=Permission.TECHNOLOGY_VIEW,
    export_permission=Permission.TECHNOLOGY_VIEW,
    filterset_class=TechnologyFilter,
    columns=(
        Column("name", gettext_lazy("名称"), is_fixed=True),
        Column("name_english", gettext_lazy("英文名称")),
        Column("hospital", gettext_lazy("医疗机构")),
        Column("specialty", gettext_lazy("专科")),
        Column("kind", gettext_lazy("类别")),
        Column("surgery_level", gettext_lazy("手术级别")),
        Column("source_hospital", gettext_lazy("来源医院")),
        Column("brought_by", gettext_lazy("引入专家")),
        Column("first_done_on", gettext_lazy("首例日期")),
        Column("local_independent_on", gettext_lazy("本地首例独立开展日期")),
        Column("patients", gettext_lazy("例数")),
        Column("complications", gettext_lazy("并发症例数")),
        Column("local_cases", gettext_lazy("本地独立完成例数")),
        Column("status", gettext_lazy("状态")),
        Column("synthetic", gettext_lazy("数据标记"), is_fixed=True),
    ),
    rows=_rows,
    cells=_cells,
    definitions=(
        (gettext_lazy("例数"), gettext_lazy("各月登记例数合计，自首例起")),
        (gettext_lazy("并发症例数"), gettext_lazy("各月登记的并发症例数合计")),
        (
            gettext_lazy("本地独立完成例数"),
            gettext_lazy("没有派驻专家在场、由本地医师完成的例数合计"),
        ),
        (
            gettext_lazy("本地首例独立开展日期"),
            gettext_lazy("本地医师第一次独立完成的日期；为空表示尚未独立开展"),
        ),
    ),
)
