"""What an auditor looks at first: who saw identities, skipped a step, changed rights, guessed."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from hospitals.access import failed_sign_ins
from portal.dashboards.tiles import Tile
from portal.models import AuditEvent

DAYS = 7
LATEST = 10
# Reading beyond one's own task, steps that an emergency lets people skip, and power over others.
WATCHED = (
    ("referral.reveal", _("查看完整身份")),
    ("referral.look_up_person", _("按证件号码查重")),
    ("referral.search", _("按患者查找")),
    ("referral.emergency_bypass", _("急症越级转出")),
    ("referral.file_retrospective", _("事后补录")),
    ("referral.reopen", _("受限重开")),
    ("referral.mark_error", _("标为录入错误")),
    ("list.export", _("导出列表")),
    ("membership.grant", _("授予角色")),
    ("user.give_password", _("重置密码")),
)


@dataclass(frozen=True)
class Oversight:
    """The last days of the hospitals that this person audits."""

    tiles: list
    reveals: list
    readers: list
    failures: list
    since: dt.date
    address: str


def of(user):
    since = timezone.localdate() - dt.timedelta(days=DAYS - 1)
    recent = AuditEvent.objects.visible_to(user).filter(at__date__gte=since)
    reveals = recent.filter(verb="referral.reveal")
    by_person = reveals.order_by().values("actor_name").annotate(count=Count("pk"))
    address = reverse("accounts:audit-list")
    failures = failed_sign_ins(user, since).values("username", "address")
    return Oversight(
        tiles=_tiles(recent, address, since),
        reveals=list(reveals.order_by("-at", "-pk")[:LATEST]),
        readers=list(by_person.order_by("-count", "actor_name")[:5]),
        failures=list(failures.annotate(count=Count("pk"), last=Max("at")).order_by("-last")[:10]),
        since=since,
        address=address,
    )


def _tiles(recent, address, since):
    counted = recent.order_by().filter(verb__in=dict(WATCHED)).values_list("verb")
    found = dict(counted.annotate(Count("pk")))
    return [
        Tile(label, found.get(verb, 0), f"{address}?{urlencode({'verb': verb, 'since': since})}")
        for verb, label in WATCHED
    ]
