"""The duty roster of the demo and one limit of its own: invented people, silent numbers."""

from datetime import date, time

from hospitals.models import DutyShift, Membership, Network
from portal.roles import Role
from referrals.models import TimerRule

SINCE = date(2026, 1, 1)
ON_DUTY = (Role.REFERRAL_COORDINATOR, Role.DEPARTMENT_HEAD)
DAY, NIGHT = (time(8), time(18)), (time(18), time(8))


def load() -> int:
    """Day and night shifts and a deputy for each hospital that has people and no roster yet."""
    have = set(DutyShift.objects.values_list("hospital_id", flat=True))
    people = Membership.objects.filter(role__in=ON_DUTY, hospital__isnull=False)
    by_hospital: dict = {}
    for row in people.order_by("role", "user__username").select_related("user"):
        by_hospital.setdefault(row.hospital_id, []).append(row.user)
    for number, (hospital_id, users) in enumerate(sorted(by_hospital.items())):
        if hospital_id not in have:
            DutyShift.objects.bulk_create(_shifts(hospital_id, users, number))
    _limit()
    return DutyShift.objects.count()


def _shifts(hospital_id, users, number):
    """The first coordinator by day, the next one by night, the last person as deputy."""
    turns = [(users[0], DAY, False), (users[len(users) // 2], NIGHT, False)]
    turns.append((users[-1], (time(8), time(8)), True))
    return [
        DutyShift(
            hospital_id=hospital_id,
            person=user.display_name,
            phone=f"0000-000{number:02}{turn:02}",
            user=user,
            begins=begins,
            ends=ends,
            since=SINCE,
            is_deputy=is_deputy,
            is_synthetic=True,
        )
        for turn, (user, (begins, ends), is_deputy) in enumerate(turns)
    ]


def _limit():
    """One network is stricter than the default, so that the page shows both."""
    network = Network.objects.order_by("name").first()
    if network is not None:
        TimerRule.objects.get_or_create(
            network=network,
            kind="received",
            priority="urgent",
            defaults={"minutes": 30, "since": SINCE, "is_synthetic": True},
        )
