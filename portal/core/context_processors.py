"""What the frame of every page needs: menu by permission, unread count, workplace."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from portal.models import Notice
from portal.roles import Permission


@dataclass(frozen=True)
class MenuEntry:
    label: str
    url_name: str
    permission: Permission | None
    icon: str
    # Name of the number in /me/summary/ that is shown beside the entry.
    count: str = ""


MENU = (
    MenuEntry(_("工作首页"), "dashboards:home", None, "home"),
    MenuEntry(
        _("转诊工作台"), "referrals:referral-list", Permission.REFERRAL_VIEW, "transfer", "waiting"
    ),
    MenuEntry(_("新建转诊单"), "referrals:referral-file", Permission.REFERRAL_CREATE, "plus"),
    MenuEntry(_("远程服务"), "referrals:service-list", Permission.SERVICE_VIEW, "search"),
    MenuEntry(_("接收池"), "referrals:pool-list", Permission.REFERRAL_RECEIVE, "people", "pooled"),
    MenuEntry(_("绿色通道"), "referrals:green-list", Permission.REFERRAL_VIEW, "alert"),
    MenuEntry(_("床位与号源"), "hospitals:bed-board", Permission.HOSPITAL_VIEW, "bed"),
    MenuEntry(_("到诊登记"), "referrals:check-in", Permission.REFERRAL_ARRIVE, "check"),
    MenuEntry(_("随访"), "referrals:follow-up-list", Permission.FOLLOW_UP, "bell"),
    MenuEntry(_("事后审核与补办"), "referrals:catch-up-list", Permission.CATCH_UP_VIEW, "alert"),
    MenuEntry(_("再入院核查"), "referrals:readmission-list", Permission.READMISSION_VIEW, "people"),
    MenuEntry(_("外流线索"), "referrals:outflow-lead-list", Permission.OUTFLOW_VIEW, "chart"),
    MenuEntry(_("医院网络"), "hospitals:hospital-list", Permission.HOSPITAL_VIEW, "building"),
    MenuEntry(_("转诊关系"), "hospitals:route-list", Permission.HOSPITAL_VIEW, "route"),
    MenuEntry(_("值班与时限"), "sla:rule-list", Permission.REFERRAL_VIEW, "bell"),
    MenuEntry(_("外转监测"), "dashboards:outflow", Permission.FIGURE_VIEW, "chart"),
    MenuEntry(_("转诊时效"), "dashboards:timeliness", Permission.FIGURE_VIEW, "clock"),
    MenuEntry(_("指标字典"), "metrics:indicator-list", Permission.FIGURE_VIEW, "book"),
    MenuEntry(_("流向数据导入"), "hospitals:batch-list", Permission.FLOW_VIEW, "upload"),
    MenuEntry(_("计算任务"), "metrics:run-list", Permission.RUN_VIEW, "gear"),
    MenuEntry(_("本院成员"), "accounts:member-list", Permission.MEMBER_VIEW, "people"),
    MenuEntry(_("审计记录"), "accounts:audit-list", Permission.AUDIT_VIEW, "shield"),
    MenuEntry(_("转诊状态与动作"), "handbook:referral-states", Permission.REFERRAL_VIEW, "book"),
)


def frame(request):
    """menu: entries this person may open; unread: number of unread notices."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"product_version": settings.VERSION}
    return {
        "product_version": settings.VERSION,
        "workplace": request.session.get("workplace", {}),
        "has_synthetic": user.is_synthetic or request.session.get("has_synthetic", False),
        "menu": SimpleLazyObject(lambda: _menu(request)),
        "unread": SimpleLazyObject(lambda: Notice.objects.visible_to(user).unread().count()),
    }


def _menu(request):
    entries = [
        {"entry": entry, "url": reverse(entry.url_name)}
        for entry in MENU
        if not entry.permission or request.user.has_perm(entry.permission)
    ]
    around = [entry["url"] for entry in entries if _inside(request.path, entry["url"])]
    here = max(around, key=len, default=None)
    return [entry | {"current": entry["url"] == here} for entry in entries]


def _inside(path, url):
    """The entry of the home page is current on the home page only."""
    return path == url if url == "/" else path.startswith(url)
