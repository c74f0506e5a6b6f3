"""What the list of experts is: its columns and cells. Files hold no telephone and no licence."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from experts.filters import ExpertFilter
from experts.models import Expert
from portal.core.listing import Column, ListKind
from portal.roles import Permission

CELLS = {
    "name": lambda row: row.name,
    "sex": lambda row: row.get_sex_display(),
    "title": lambda row: row.title,
    "title_level": lambda row: row.get_title_level_display(),
    "degree": lambda row: row.get_degree_display(),
    "specialty": lambda row: row.specialty,
    "home_hospital": lambda row: row.home_hospital.name,
    "home_department": lambda row: str(row.home_department or ""),
    "to_hospital": lambda row: "、".join(str(post.to_hospital) for post in row.posts_now),
    "posting_kind": lambda row: "、".join(post.get_kind_display() for post in row.posts_now),
    "days": lambda row: "、".join(_days(post) for post in row.posts_now),
    "synthetic": lambda row: _("模拟数据") if row.is_synthetic else "",
}


def _days(post):
    return _("%(since)s 至 %(until)s") % {"since": post.since, "until": post.until or "—"}


def _rows(user):
    rows = Expert.objects.visible_to(user).filter(is_local=False)
    return rows.with_posts(user).order_by("pinyin", "name", "pk")


def _cells(rows, codes):
    for row in rows.select_related("home_hospital", "home_department").iterator(2000):
        yield [CELLS[code](row) for code in codes]


EXPERTS = ListKind(
    code="experts",
    label=gettext_lazy("派驻专家"),
    url_name="experts:expert-list",
    permission=Permission.EXPERT_VIEW,
    export_permission=Permission.EXPERT_VIEW,
    filterset_class=ExpertFilter,
    columns=(
        Column("name", gettext_lazy("姓名"), is_fixed=True),
        Column("sex", gettext_lazy("性别")),
        Column("title", gettext_lazy("职称名称")),
        Column("title_level", gettext_lazy("职称级别")),
        Column("degree", gettext_lazy("学历学位")),
        Column("specialty", gettext_lazy("专科")),
        Column("home_hospital", gettext_lazy("派出医院")),
        Column("home_department", gettext_lazy("所在科室")),
        Column("to_hospital", gettext_lazy("今日派驻医院")),
        Column("posting_kind", gettext_lazy("派驻方式")),
        Column("days", gettext_lazy("起止")),
        Column("synthetic", gettext_lazy("数据标记"), is_fixed=True),
    ),
    rows=_rows,
    cells=_cells,
    definitions=(
        (
            gettext_lazy("今日派驻医院"),
            gettext_lazy("导出当日已确认且未结束的派驻任务；同时有几项的用顿号隔开"),
        ),
        (gettext_lazy("职称级别"), gettext_lazy("按聘任文件填报，不从职称名称推断")),
        (gettext_lazy("姓名"), gettext_lazy("不含联系电话和执业证书编号")),
    ),
)
