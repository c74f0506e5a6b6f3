"""The numbers that the home page and the frame show to one person."""

from dataclasses import dataclass

from django.db.models import Count, Max
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from portal.models import Notice
from portal.roles import Permission
from referrals.filters import TABS, tab_rows
from referrals.models import Referral

SHOWN_TABS = ("waiting", "late", "incoming", "sent")


@dataclass(frozen=True)
class Tile:
    label: str
    value: int | str
    url: str
    note: str = ""
    warn: bool = False


def counts(user):
    """What the frame polls."""
    found = {"unread": Notice.objects.visible_to(user).unread().count()}
    if user.hospitals_with(Permission.REFERRAL_VIEW):
        seen = Referral.objects.visible_to(user)
        found["waiting"] = seen.waiting_for(user).count()
        found |= _arrivals(seen.incoming_to(user).filter(state="submitted"))
    if user.hospitals_with(Permission.REFERRAL_RECEIVE):
        found["pooled"] = Referral.objects.visible_to(user).pooled(user).count()
    return found


def _arrivals(rows):
    """How many wait to be signed for, and when the newest of them was sent."""
    seen = rows.order_by().aggregate(incoming=Count("pk"), newest=Max("submitted_at"))
    return {
        "incoming": seen["incoming"],
        "newest": int(seen["newest"].timestamp()) if seen["newest"] else 0,
    }


def of(user):
    """The tiles of the home page: what waits for this person, and the inbox."""
    unread = Notice.objects.visible_to(user).unread().count()
    inbox = Tile(_("未读通知"), unread, reverse("accounts:notice-list"))
    return [*_referrals(user), inbox]


def _referrals(user):
    """Each number is the length of the worklist tab that the tile opens."""
    if not user.hospitals_with(Permission.REFERRAL_VIEW):
        return []
    seen, worklist = Referral.objects.visible_to(user), reverse("referrals:referral-list")
    found = []
    for code in SHOWN_TABS:
        number = tab_rows(seen, code, user).count()
        warn = code == "late" and number > 0
        found.append(Tile(TABS[code].label, number, f"{worklist}?tab={code}", warn=warn))
    return found


LINKS = (
    (
        Permission.REFERRAL_CREATE,
        "referrals:referral-file",
        _("新建转诊单"),
        _("为患者联系接收医院"),
    ),
    (
        Permission.REFERRAL_VIEW,
        "referrals:referral-list",
        _("转诊工作台"),
        _("待办、转出与转入"),
    ),
    (
        Permission.FIGURE_VIEW,
        "dashboards:outflow",
        _("外转监测"),
        _("外转率、去向与趋势"),
    ),
    (
        Permission.FIGURE_VIEW,
        "dashboards:timeliness",
        _("转诊时效"),
        _("答复用时与超时"),
    ),
    (
        Permission.RUN_VIEW,
        "metrics:run-list",
        _("计算任务"),
        _("运行状态与日志"),
    ),
    (
        Permission.AUDIT_VIEW,
        "accounts:audit-list",
        _("审计记录"),
        _("谁在何时做了什么"),
    ),
    (
        Permission.MEMBER_VIEW,
        "accounts:member-list",
        _("本院成员"),
        _("账号与角色"),
    ),
    (
        Permission.HOSPITAL_VIEW,
        "hospitals:hospital-list",
        _("医院网络"),
        _("机构、科室与床位"),
    ),
)


def links(user):
    """Places this person may go to from the home page; pages that do not exist are left out."""
    found = []
    for permission, url_name, label, note in LINKS:
        if not user.has_perm(permission):
            continue
        try:
            found.append({"label": label, "note": note, "url": reverse(url_name)})
        except NoReverseMatch:
            continue
    return found
