"""The list of clinics that experts hold: when, where, and how many seats are taken."""

from operator import attrgetter

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from experts.filters.clinics import ClinicFilter
from experts.listing import kept_files
from experts.models import ClinicSession
from portal.core.listing import SYNTHETIC, Column, ListKind, address_at, number
from portal.roles import Permission

PHASES = {
    "coming": (gettext_lazy("未开始"), "draft"),
    "held": (gettext_lazy("已开诊"), "completed"),
    "called_off": (gettext_lazy("已停诊"), "expired"),
}


def _rows(user):
    rows = ClinicSession.objects.visible_to(user).with_booked()
    named = rows.select_related("expert", "slot__department__hospital")
    return named.order_by("-slot__starts_at", "expert__pinyin", "pk")


def _time(row):
    slot = row.slot
    since, until = map(timezone.localtime, (slot.starts_at, slot.ends_at))
    told = {"since": f"{since:%Y-%m-%d %H:%M}", "until": f"{until:%H:%M}"}
    return _("%(since)s 至 %(until)s") % told


CLINICS = ListKind(
    code="clinic-sessions",
    label=gettext_lazy("专家门诊"),
    url_name="experts:clinic-list",
    permission=Permission.EXPERT_VIEW,
    export_permission=Permission.EXPERT_VIEW,
    filterset_class=ClinicFilter,
    rows=_rows,
    imports=(kept_files.CLINICS,),
    columns=(
        Column("time", gettext_lazy("时间"), _time, is_fixed=True, by="slot__starts_at"),
        Column(
            "expert",
            gettext_lazy("专家"),
            attrgetter("expert"),
            is_fixed=True,
            url=address_at("expert"),
            by=("expert__pinyin", "expert__name"),
        ),
        Column(
            "hospital",
            gettext_lazy("医疗机构"),
            attrgetter("slot.department.hospital"),
            by="slot__department__hospital__pinyin",
        ),
        Column(
            "department",
            gettext_lazy("科室"),
            attrgetter("slot.department"),
            by="slot__department__name",
        ),
        number(
            "capacity",
            gettext_lazy("号源数"),
            attrgetter("slot.capacity"),
            gettext_lazy("该次门诊的号源总数"),
            by="slot__capacity",
        ),
        number(
            "quota",
            gettext_lazy("网络内转诊预留"),
            attrgetter("slot.quota"),
            gettext_lazy("号源中为医联体内转诊保留的"),
            by="slot__quota",
        ),
        number(
            "booked",
            gettext_lazy("已约"),
            attrgetter("booked"),
            gettext_lazy("已被转诊预约的号，含预留内外"),
            by="booked",
        ),
        Column(
            "phase",
            gettext_lazy("状态"),
            lambda row: PHASES[row.phase][0],
            state=lambda row: PHASES[row.phase][1],
        ),
        SYNTHETIC,
    ),
)
