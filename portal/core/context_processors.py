"""What the frame of every page needs: menu by permission, unread count, workplace."""

from dataclasses import dataclass
from functools import cache

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
    # What opens it; of several, one is enough.
    permission: Permission | tuple[Permission, ...] | None
    icon: str
    # Name of the number in /me/summary/ that is shown beside the entry.
    count: str = ""


@dataclass(frozen=True)
class MenuGroup:
    """Entries under one heading, which opens and closes; without a heading always open."""

    label: str
    entries: tuple[MenuEntry, ...]


P = Permission
# Whoever keeps something that files bring in (portal/lists/kinds.py).
BRING_IN = (
    P.ACTIVITY_EDIT,
    P.CAPACITY_EDIT,
    P.DISPATCH_EDIT,
    P.EXPERT_EDIT,
    P.FLOW_IMPORT,
    P.HOSPITAL_CREATE,
    P.HOSPITAL_EDIT,
    P.INSPECTION_EDIT,
    P.REPORT_EDIT,
    P.TECHNOLOGY_EDIT,
    P.TRAINING_EDIT,
)
MENU = (
    MenuGroup(
        "",
        (
            MenuEntry(_("工作首页"), "dashboards:home", None, "home"),
            MenuEntry(
                _("转诊工作台"), "referrals:referral-list", P.REFERRAL_VIEW, "transfer", "waiting"
            ),
            MenuEntry(_("新建转诊单"), "referrals:referral-file", P.REFERRAL_CREATE, "plus"),
            MenuEntry(_("接收池"), "referrals:pool-list", P.REFERRAL_RECEIVE, "people", "pooled"),
            MenuEntry(_("到诊登记"), "referrals:check-in", P.REFERRAL_ARRIVE, "check"),
        ),
    ),
    MenuGroup(
        _("协作与随访"),
        (
            MenuEntry(_("绿色通道"), "referrals:green-list", P.REFERRAL_VIEW, "alert"),
            MenuEntry(_("远程服务"), "referrals:service-list", P.SERVICE_VIEW, "search"),
            MenuEntry(_("随访"), "referrals:follow-up-list", P.FOLLOW_UP, "bell"),
            MenuEntry(_("事后审核与补办"), "referrals:catch-up-list", P.CATCH_UP_VIEW, "alert"),
            MenuEntry(_("再入院核查"), "referrals:readmission-list", P.READMISSION_VIEW, "people"),
            MenuEntry(_("外流线索"), "referrals:outflow-lead-list", P.OUTFLOW_VIEW, "chart"),
        ),
    ),
    MenuGroup(
        _("机构与资源"),
        (
            MenuEntry(_("床位与号源"), "hospitals:bed-board", P.REFERRAL_VIEW, "bed"),
            MenuEntry(_("医院网络"), "hospitals:hospital-list", P.HOSPITAL_VIEW, "building"),
            MenuEntry(_("派驻专家"), "experts:expert-list", P.EXPERT_VIEW, "people"),
            MenuEntry(_("新技术新项目"), "experts:technology-list", P.TECHNOLOGY_VIEW, "chart"),
            MenuEntry(_("转诊关系"), "hospitals:route-list", P.REFERRAL_VIEW, "route"),
            MenuEntry(_("值班与时限"), "sla:rule-list", P.REFERRAL_VIEW, "bell"),
            MenuEntry(_("转诊状态与动作"), "handbook:referral-states", P.REFERRAL_VIEW, "book"),
        ),
    ),
    MenuGroup(
        _("监测与数据"),
        (
            MenuEntry(_("外转监测"), "dashboards:outflow", P.FIGURE_VIEW, "chart"),
            MenuEntry(_("来源去向表"), "dashboards:matrix", P.FIGURE_VIEW, "list"),
            MenuEntry(_("变化与差异"), "dashboards:outflow-course", P.FIGURE_VIEW, "chart"),
            MenuEntry(_("转诊概况"), "dashboards:referral-overview", P.FIGURE_VIEW, "list"),
            MenuEntry(_("转诊时效"), "dashboards:timeliness", P.FIGURE_VIEW, "clock"),
            MenuEntry(_("指标字典"), "metrics:indicator-list", P.FIGURE_VIEW, "book"),
            MenuEntry(_("月报"), "reports:report-list", P.REPORT_VIEW, "list"),
            MenuEntry(_("同质化检查"), "inspections:round-list", P.INSPECTION_VIEW, "check"),
            MenuEntry(_("引用数据"), "claims:claim-list", P.CLAIM_VIEW, "book"),
            MenuEntry(_("导入中心"), "lists:import-list", BRING_IN, "upload"),
            MenuEntry(_("流向数据导入"), "hospitals:batch-list", P.FLOW_VIEW, "upload"),
            MenuEntry(_("病案首页导入"), "abstracts:batch-list", P.ABSTRACT_VIEW, "upload"),
            MenuEntry(_("人口"), "hospitals:population-list", P.FLOW_VIEW, "people"),
            MenuEntry(_("数据质量"), "quality:quality-list", P.ABSTRACT_VIEW, "shield"),
            MenuEntry(_("计算任务"), "metrics:run-list", P.RUN_VIEW, "gear"),
        ),
    ),
    MenuGroup(
        _("管理"),
        (
            MenuEntry(_("成员与角色"), "accounts:member-list", P.MEMBER_VIEW, "people"),
            MenuEntry(_("转诊原因代码"), "sla:reason-list", P.REASON_EDIT, "book"),
            MenuEntry(_("审计记录"), "accounts:audit-list", P.AUDIT_VIEW, "shield"),
            MenuEntry(_("系统状态"), "health:status", P.STATUS_VIEW, "gear"),
        ),
    ),
)
# Who may open no more than this sees every entry at once.
FEW = 10


def frame(request):
    """menu: groups of what this person may open, and menu_key: the same key, the same menu;
    unread: number of unread notices.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"product_version": settings.VERSION}
    menu = SimpleLazyObject(lambda: _menu(request))
    return {
        "product_version": settings.VERSION,
        "workplace": request.session.get("workplace", {}),
        "has_synthetic": user.is_synthetic or request.session.get("has_synthetic", False),
        "menu": menu,
        "menu_key": SimpleLazyObject(lambda: _key(menu)),
        "unread": SimpleLazyObject(lambda: Notice.objects.visible_to(user).unread().count()),
    }


def _menu(request):
    """Groups of what this person may open; open is the one of this page, or each if few."""
    groups = [(group.label, _entries(group, request.user)) for group in MENU]
    urls = [entry["url"] for _label, entries in groups for entry in entries]
    here = max((url for url in urls if _inside(request.path, url)), key=len, default=None)
    return [
        {
            "label": label,
            "entries": [entry | {"current": entry["url"] == here} for entry in entries],
            "is_open": len(urls) <= FEW or here in [entry["url"] for entry in entries],
        }
        for label, entries in groups
        if entries
    ]


def _key(menu):
    entries = [entry for group in menu for entry in group["entries"]]
    here = next((entry["url"] for entry in entries if entry["current"]), "")
    return " ".join([*(entry["url"] for entry in entries), "at", here])


def _entries(group, user):
    return [
        {"entry": entry, "url": _address(entry.url_name)}
        for entry in group.entries
        if _may_open(user, entry.permission)
    ]


def _may_open(user, permission):
    asked = permission if isinstance(permission, tuple) else (permission,)
    return permission is None or any(user.has_perm(one) for one in asked)


@cache
def _address(url_name):
    return reverse(url_name)


def _inside(path, url):
    """The entry of the home page is current on the home page only."""
    return path == url if url == "/" else path.startswith(url)
