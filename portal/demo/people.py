"""The people of the demo: invented names, no password, one per clinical role at every hospital."""

import random

from django.contrib.auth.hashers import make_password

from hospitals.enums import HospitalKind, Ownership
from hospitals.models import Membership
from portal.models import User
from portal.roles import Role

SINCE = "2021-01-01"
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "安宁清和子墨雨桐景行思远若溪明哲嘉禾书瑶泽宇文昭静怡望舒云舟亦凡南星知夏沐阳书言"
ROLES = (
    (Role.REFERRAL_COORDINATOR, "coordinator", "主管护师"),
    (Role.REFERRING_CLINICIAN, "clinician", "主治医师"),
    (Role.REVIEWER, "reviewer", "副主任医师"),
    (Role.RECEIVING_DESK, "desk", "护师"),
    (Role.DEPARTMENT_HEAD, "head", "主任医师"),
    (Role.HOSPITAL_ADMIN, "admin", ""),
)


def load(hospitals) -> int:
    """One person per role at each hospital; returns how many such people there are."""
    staff = {
        f"{word}.h{number:02}": (hospital, role, title)
        for number, hospital in enumerate(hospitals.values(), start=1)
        for role, word, title in ROLES
        if role != Role.HOSPITAL_ADMIN or _has_administrator(hospital)
    }
    users = [
        User(
            username=username,
            display_name=invented_name(username),
            title=title,
            password=make_password(None),
            is_synthetic=True,
        )
        for username, (_hospital, _role, title) in staff.items()
    ]
    User.objects.bulk_create(users, ignore_conflicts=True)
    stored = User.objects.in_bulk(list(staff), field_name="username")
    Membership.objects.bulk_create(
        [
            Membership(
                user=stored[username], hospital=hospital, role=role, since=SINCE, is_synthetic=True
            )
            for username, (hospital, role, _title) in staff.items()
        ],
        ignore_conflicts=True,
    )
    return len(staff)


def invented_name(seed: str) -> str:
    """A name for this seed, always the same one."""
    dice = random.Random(seed)
    given = 2 * dice.randrange(len(GIVEN) // 2)
    return dice.choice(SURNAMES) + GIVEN[given : given + 2]


def _has_administrator(hospital):
    """Private hospitals and the health centre are looked after by the lead of their network."""
    return hospital.ownership == Ownership.PUBLIC and hospital.kind != HospitalKind.COMMUNITY
