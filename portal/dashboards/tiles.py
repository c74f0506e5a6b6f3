"""The numbers that the home page and the frame show to one person."""

from dataclasses import dataclass

from django.db.models import Count, F, Max, Value
from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.models.membership import places_of
from portal.core.listing import Asker
from portal.core.prepared import Kept, Prepared
from portal.models import Notice
from portal.roles import Permission
from referrals.filters import ReferralFilter
from referrals.models import CatchUpTask, FollowUpTask, Referral
from referrals.views.board import OPEN_COLUMNS

ON_THE_WAY = next(column for column in OPEN_COLUMNS if column.code == "way")
# What somebody who works with referrals counts, who counts it, and the list that it opens.
COUNTED = (
    (_("待我处理"), None, "tab=waiting"),
    (_("待我审核"), Permission.REFERRAL_APPROVE, "tab=all&state=pending_review"),
    (_("我负责"), Permission.REFERRAL_ASSIGN, "tab=mine"),
    (_("已超时"), None, "tab=late"),
    (_("池中待认领"), Permission.REFERRAL_RECEIVE, "tab=pool"),
    (_("待补资料"), None, "tab=all&state=info_requested"),
    (ON_THE_WAY.label, None, "tab=all&state=in_transit"),
    (_("待回执"), None, "tab=all&state=treated"),
    (_("我院转入"), None, "tab=incoming"),
    (_("我院转出"), None, "tab=sent"),
)

# Of each person, what they hold, and the day: every open page asks every few seconds.
ASKED = Kept(2000)


@dataclass(frozen=True)
class Tile:
    label: str
    value: int | str
    url: str
    note: str = ""
    warn: bool = False


def counts(user):
    """What the frame polls, every number by the same one statement.

    newest: when the latest of those that wait to be signed for was sent.
    """
    key = user.pk, places_of(user), timezone.localdate()
    (asked,) = ASKED.get(key, lambda: _asked(user))
    found, newest = {}, None
    for name, number, last in asked.rows():
        found[name] = number
        newest = last if name == "incoming" else newest
    if "incoming" in found:
        found["newest"] = int(newest.timestamp()) if newest else 0
    return found


def _asked(user):
    """Building the statement takes longer than its answer."""
    first, *others = [_count(name, rows) for name, rows in _counted(user)]
    return (Prepared.of(first.union(*others, all=True)),)


def _counted(user):
    yield "unread", Notice.objects.visible_to(user).unread().annotate(moment=F("created_at"))
    seen = Referral.objects.visible_to(user).annotate(moment=F("submitted_at"))
    if user.hospitals_with(Permission.REFERRAL_VIEW):
        yield "waiting", seen.waiting_for(user)
        yield "incoming", seen.incoming_to(user).filter(state="submitted")
    if user.hospitals_with(Permission.REFERRAL_RECEIVE):
        yield "pooled", seen.pooled(user)


def _count(name, rows):
    """One row: the name, how many there are, and the last moment among them."""
    counted = rows.order_by().values(name=Value(name))
    return counted.annotate(number=Count("pk"), last=Max("moment")).values_list(
        "name", "number", "last"
    )


def of(user):
    """The tiles of the home page: what waits for this person, and the inbox."""
    unread = Notice.objects.visible_to(user).unread().count()
    inbox = Tile(_("未读通知"), unread, reverse("accounts:notice-list"))
    return [*_referrals(user), *_care(user), inbox]


def _care(user):
    """What follows referrals, shown while there is some of it."""
    follow_ups = FollowUpTask.objects.visible_to(user).of_hospitals(user)
    owed = CatchUpTask.objects.visible_to(user)
    found = (
        (_("今天应随访"), follow_ups.due(), follow_ups.late(), "referrals:follow-up-list"),
        (_("事后审核与补办"), owed.open(), owed.late(), "referrals:catch-up-list"),
    )
    tiles = []
    for label, rows, late, address in found:
        if number := rows.count():
            tiles.append(Tile(label, number, reverse(address), warn=late.exists()))
    return tiles


def _referrals(user):
    """Each number is the length of the list that the tile opens, by the list's own filters."""
    if not user.hospitals_with(Permission.REFERRAL_VIEW):
        return []
    seen, worklist = Referral.objects.visible_to(user), reverse("referrals:referral-list")
    found = []
    for label, permission, query in COUNTED:
        if permission and not user.has_perm(permission):
            continue
        number = ReferralFilter(QueryDict(query), seen, request=Asker(user)).qs.count()
        warn = query == "tab=late" and number > 0
        found.append(Tile(label, number, f"{worklist}?{query}", warn=warn))
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
        _("成员与角色"),
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
