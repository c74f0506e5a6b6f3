"""The accounts one signs in with: a memorable name per role, one shared password."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from hospitals.models import Membership
from portal.demo.people import SINCE, invented_name
from portal.models import User
from portal.roles import ROLE_NAMES, Role

WHERE = ("user_id", "hospital_id", "region_id", "role")
PINGLE = "平乐县人民医院"
GUILIN = "中南大学湘雅二医院桂林医院"
XIANGYA = "中南大学湘雅二医院"
CITY = "桂林市人民医院"


@dataclass(frozen=True)
class Account:
    """One demo account: its role at hospitals by name, or at a region by code."""

    username: str
    role: Role
    places: tuple[str, ...]


ACCOUNTS = (
    Account("coordinator.pingle", Role.REFERRAL_COORDINATOR, (PINGLE,)),
    Account("clinician.pingle", Role.REFERRING_CLINICIAN, (PINGLE,)),
    Account("reviewer.pingle", Role.REVIEWER, (PINGLE,)),
    Account("coordinator.xiangya", Role.REFERRAL_COORDINATOR, (GUILIN,)),
    Account("desk.xiangya", Role.RECEIVING_DESK, (GUILIN,)),
    Account("head.xiangya", Role.DEPARTMENT_HEAD, (GUILIN,)),
    Account("expert.xiangya", Role.DEPARTMENT_HEAD, (XIANGYA, GUILIN)),
    Account("admin.xiangya", Role.HOSPITAL_ADMIN, (GUILIN,)),
    Account("network.xiangya", Role.NETWORK_ADMIN, (XIANGYA,)),
    Account("centre.xiangya", Role.TRANSFER_CENTRE, (XIANGYA,)),
    Account("network.renmin", Role.NETWORK_ADMIN, (CITY,)),
    Account("commission.guangxi", Role.COMMISSION_VIEWER, ("450000",)),
    Account("commission.guizhou", Role.COMMISSION_VIEWER, ("520000",)),
    Account("commission.guilin", Role.COMMISSION_VIEWER, ("450300",)),
    Account("it.xiangya", Role.IT_ADMIN, (GUILIN,)),
    Account("auditor.xiangya", Role.AUDITOR, (GUILIN,)),
)
REGION_NAMES = {"450000": "广西壮族自治区", "520000": "贵州省", "450300": "桂林市"}


def demo_accounts() -> list[tuple[str, str, str]]:
    """(role and place, user name, password) for each account, as `up` prints them."""
    return [
        (
            _("%(role)s（%(places)s）")
            % {
                "role": _(ROLE_NAMES[account.role]),
                "places": "、".join(REGION_NAMES.get(place, place) for place in account.places),
            },
            account.username,
            settings.DEMO_PASSWORD,
        )
        for account in ACCOUNTS
    ]


def load(hospitals, places) -> int:
    """Make the accounts that are missing; argon2 is slow on purpose, so they share one hash."""
    names = {account.username for account in ACCOUNTS}
    missing = names - set(
        User.objects.filter(username__in=names).values_list("username", flat=True)
    )
    if missing:
        shared = make_password(settings.DEMO_PASSWORD)
        User.objects.bulk_create([_user(username, shared) for username in sorted(missing)])
    stored = User.objects.in_bulk(names, field_name="username")
    rows = [
        Membership(
            user=stored[account.username],
            hospital=hospitals.get(place),
            region=None if place in hospitals else places[place],
            role=account.role,
            since=SINCE,
            is_synthetic=True,
        )
        for account in ACCOUNTS
        for place in account.places
    ]
    # Whatever their days are by now: those of an expert are the days of the posting.
    held = set(Membership.objects.filter(user__in=stored.values()).values_list(*WHERE))
    fresh = [row for row in rows if tuple(getattr(row, name) for name in WHERE) not in held]
    Membership.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(ACCOUNTS)


def _user(username, password):
    return User(
        username=username,
        display_name=invented_name(username),
        title="副主任医师" if username.startswith(("reviewer", "head", "expert")) else "",
        password=password,
        is_synthetic=True,
    )
