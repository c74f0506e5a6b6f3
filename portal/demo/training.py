"""Training away in the demo: stays of the invented local people, certificates, titles, groups."""

import datetime as dt

from django.utils import timezone

from experts.enums import CertificateKind
from experts.models import Award, Certificate, Expert, Recruitment, TrainingStay
from hospitals.enums import AccreditationLevel
from portal.demo.networks import RELATIONS

SUBJECTS = ("冠脉介入诊疗", "胸腔镜手术", "重症监护", "超声心动图", "小儿骨科", "卒中取栓")
HALF_A_YEAR = dt.timedelta(days=182)
# Days from today to the last day of a certificate: over, nearly over, good for long.
EXPIRES = (-40, 30, 75, 400, 500, 620)


def load(hospitals) -> int:
    """Who learned at the source hospital of each project hospital; returns how many stays."""
    if not TrainingStay.objects.exists():
        for source, project, _host, _since, _text in RELATIONS:
            _load_one(hospitals[project], hospitals[source])
    return TrainingStay.objects.count()


def _load_one(hospital, source):
    people = list(Expert.objects.filter(home_hospital=hospital, is_local=True).order_by("pk"))
    if not people:
        return
    today = timezone.localdate()
    TrainingStay.objects.bulk_create(
        _stay(person, source, number, today) for number, person in enumerate(people)
    )
    Certificate.objects.bulk_create(
        _certificate(person, number, today) for number, person in enumerate(people)
    )
    Award.objects.create(
        hospital=hospital,
        holder=people[0],
        title="高层次人才（模拟）",
        level=AccreditationLevel.CITY,
        issuer="市人才工作领导小组（模拟）",
        granted_on=dt.date(2025, 6, 1),
        is_synthetic=True,
    )
    Recruitment.objects.create(
        hospital=hospital,
        name="博士引进计划（模拟）",
        joined_on=dt.date(2025, 9, 1),
        people=6,
        doctors=4,
        has_housing=True,
        has_spouse_job=True,
        is_synthetic=True,
    )


def _stay(person, source, number, today):
    """The first is away now; of those who came back, some already work alone."""
    since = today - dt.timedelta(days=60 + 150 * number)
    until = since + HALF_A_YEAR
    is_back = until < today
    alone = until + dt.timedelta(days=90)
    return TrainingStay(
        trainee=person,
        home_hospital=person.home_hospital,
        at_hospital=source,
        department="心血管内科",
        subject=SUBJECTS[number % len(SUBJECTS)],
        since=since,
        until=until,
        is_whole_team=number in (2, 3),
        is_free=True,
        returned_on=until if is_back else None,
        independent_on=alone if is_back and alone < today else None,
        is_synthetic=True,
    )


def _certificate(person, number, today):
    expires_on = today + dt.timedelta(days=EXPIRES[number % len(EXPIRES)])
    return Certificate(
        holder=person,
        kind=CertificateKind.ACLS if number % 2 else CertificateKind.BLS,
        number=f"模拟{person.pk.hex[-12:]}",
        issuer="急救培训中心（模拟）",
        issued_on=expires_on - dt.timedelta(days=730),
        expires_on=expires_on,
        is_synthetic=True,
    )
