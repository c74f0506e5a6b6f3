"""The list of hospitals: what its page, API, saved views and files show of each."""

from operator import attrgetter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.filters import RELATION_ROLES, HospitalFilter
from hospitals.listing.hospital_file import HOSPITALS as HOSPITAL_FILE
from hospitals.models import Hospital
from portal.core.listing import Column, ListKind, address_of, label_of, number
from portal.roles import Permission


def _rows(user):
    rows = Hospital.objects.visible_to(user).with_beds().with_networks().with_roles()
    return rows.select_related("region__parent__parent", "successor").order_by(
        "pinyin", "name", "pk"
    )


def _name(row):
    """On an earlier day asked about: the name of that day."""
    return getattr(row, "name_then", None) or row.name


def _name_now(row):
    return _("现名称 %(name)s") % {"name": row.name} if _name(row) != row.name else row.short_name


def _roles(row):
    return [label for role, label in RELATION_ROLES if getattr(row, f"is_{role}")]


def _standing(row):
    if row.successor:
        return _("已并入 %(name)s") % {"name": row.successor}
    return _("已停业") if row.closed_on else _("在业")


def _invented_beds(row):
    """Where the hospital itself is not, and so is not marked."""
    return _("模拟数据") if row.beds_are_synthetic and not row.is_synthetic else ""


def _invented(row):
    return _("模拟数据") if row.is_synthetic or row.beds_are_synthetic else ""


HOSPITALS = ListKind(
    code="hospitals",
    label=gettext_lazy("医疗机构"),
    url_name="hospitals:hospital-list",
    permission=Permission.HOSPITAL_VIEW,
    export_permission=Permission.HOSPITAL_VIEW,
    filterset_class=HospitalFilter,
    rows=_rows,
    imports=(HOSPITAL_FILE,),
    columns=(
        Column(
            "name",
            gettext_lazy("名称"),
            _name,
            is_fixed=True,
            url=address_of,
            note=_name_now,
            means=gettext_lazy("按截至日期筛选时为该日的名称，否则为现名称"),
            by=("pinyin", "name"),
        ),
        Column("name_now", gettext_lazy("现名称"), attrgetter("name"), is_on_page=False),
        Column("short_name", gettext_lazy("简称"), attrgetter("short_name"), is_on_page=False),
        Column(
            "org_code",
            gettext_lazy("统一社会信用代码"),
            attrgetter("org_code"),
            is_chosen=False,
            is_filed=True,
            by="org_code",
        ),
        Column("level", gettext_lazy("等级"), label_of("level"), css="text-nowrap", by="level"),
        Column("kind", gettext_lazy("类别"), label_of("kind"), css="text-nowrap", by="kind"),
        Column(
            "ownership",
            gettext_lazy("举办性质"),
            label_of("ownership"),
            is_chosen=False,
            by="ownership",
        ),
        Column(
            "region",
            gettext_lazy("所在地"),
            attrgetter("region.full_name"),
            by=("region__parent__parent__code", "region__code"),
        ),
        Column(
            "region_code", gettext_lazy("行政区划代码"), attrgetter("region.code"), is_on_page=False
        ),
        Column(
            "roles",
            gettext_lazy("共建角色"),
            _roles,
            css="text-nowrap",
            means=gettext_lazy("今日的共建关系中，是输出、依托还是项目医院；没有的为空"),
        ),
        Column(
            "networks",
            gettext_lazy("医联体"),
            lambda row: [member.network for member in row.networks_now],
            means=gettext_lazy("今日所在的医联体；有几个的用顿号隔开"),
        ),
        number(
            "open_beds",
            gettext_lazy("开放床位"),
            attrgetter("open_beds"),
            gettext_lazy("各科室最近一次登记的开放床位合计；没有登记的为空"),
            note=_invented_beds,
            by="open_beds",
        ),
        number(
            "occupied_beds",
            gettext_lazy("占用床位"),
            attrgetter("occupied_beds"),
            gettext_lazy("各科室最近一次登记的占用床位合计"),
            by="occupied_beds",
        ),
        Column(
            "opened_on",
            gettext_lazy("开业日期"),
            attrgetter("opened_on"),
            is_chosen=False,
            by="opened_on",
        ),
        Column(
            "closed_on",
            gettext_lazy("停业日期"),
            attrgetter("closed_on"),
            is_chosen=False,
            by="closed_on",
        ),
        Column("standing", gettext_lazy("状态"), _standing),
        Column(
            "synthetic",
            gettext_lazy("数据标记"),
            _invented,
            is_fixed=True,
            is_on_page=False,
            means=gettext_lazy("机构或床位为模拟数据时注明"),
        ),
    ),
)
