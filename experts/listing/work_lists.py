"""The lists of what experts do, and of campaigns that go from county to county."""

from operator import attrgetter

from django.utils.translation import gettext_lazy

from experts.filters import ActivityFilter, CampaignFilter
from experts.listing import kept_files
from experts.listing.activity_file import ACTIVITIES as ACTIVITY_FILE
from experts.models import Activity, OutreachCampaign
from portal.core.listing import SYNTHETIC, Column, ListKind, address_of, days_of, label_of, number
from portal.roles import Permission


def _activities(user):
    rows = Activity.objects.visible_to(user).prefetch_related("experts")
    named = rows.select_related("hospital", "department")
    return named.order_by("-day", "-created_at", "pk")


def _campaigns(user):
    rows = OutreachCampaign.objects.visible_to(user).with_served().select_related("hospital")
    return rows.order_by("-since", "name", "pk")


ACTIVITIES = ListKind(
    code="activities",
    label=gettext_lazy("专家活动"),
    url_name="experts:activity-list",
    permission=Permission.EXPERT_VIEW,
    export_permission=Permission.EXPERT_VIEW,
    filterset_class=ActivityFilter,
    rows=_activities,
    imports=(ACTIVITY_FILE,),
    columns=(
        Column(
            "day",
            gettext_lazy("日期"),
            attrgetter("day"),
            is_fixed=True,
            css="text-nowrap",
            by="day",
        ),
        Column(
            "kind",
            gettext_lazy("活动"),
            label_of("kind"),
            is_fixed=True,
            url=address_of,
            note=attrgetter("topic"),
            by="kind",
        ),
        Column("topic", gettext_lazy("主题"), attrgetter("topic"), is_on_page=False),
        Column("mode", gettext_lazy("方式"), label_of("mode"), by="mode"),
        Column("hospital", gettext_lazy("医疗机构"), attrgetter("hospital"), by="hospital__pinyin"),
        Column("department", gettext_lazy("科室"), attrgetter("department"), by="department__name"),
        Column("experts", gettext_lazy("专家"), lambda row: list(row.experts.all())),
        number(
            "participants",
            gettext_lazy("参加人数"),
            attrgetter("participants"),
            gettext_lazy("登记的参加人数；合计为人次"),
            by="participants",
        ),
        number(
            "patients",
            gettext_lazy("惠及患者数"),
            attrgetter("patients"),
            gettext_lazy("登记的患者数；合计为人次"),
            by="patients",
        ),
        Column(
            "referral_number",
            gettext_lazy("转诊单号"),
            attrgetter("referral_number"),
            is_chosen=False,
            by="referral_number",
        ),
        SYNTHETIC,
    ),
)

CAMPAIGNS = ListKind(
    code="campaigns",
    label=gettext_lazy("巡回医疗"),
    url_name="experts:campaign-list",
    permission=Permission.EXPERT_VIEW,
    export_permission=Permission.EXPERT_VIEW,
    filterset_class=CampaignFilter,
    rows=_campaigns,
    imports=(
        kept_files.CAMPAIGNS,
        kept_files.STOPS,
    ),
    columns=(
        Column(
            "name",
            gettext_lazy("名称"),
            attrgetter("name"),
            is_fixed=True,
            url=address_of,
            by="pinyin",
        ),
        Column("hospital", gettext_lazy("组织机构"), attrgetter("hospital"), by="hospital__pinyin"),
        Column("team", gettext_lazy("队伍"), attrgetter("team"), by="team"),
        Column("days", gettext_lazy("起止"), days_of, by=("since", "until")),
        number(
            "stops",
            gettext_lazy("站次"),
            attrgetter("stop_count"),
            gettext_lazy("登记的站点数，同一地区不同日期或服务分别计"),
            by="stop_count",
        ),
        number(
            "served",
            gettext_lazy("服务人次"),
            attrgetter("served"),
            gettext_lazy("各站点服务人次合计"),
            by="served",
        ),
        SYNTHETIC,
    ),
)
