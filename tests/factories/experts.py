"""Experts, batches, postings and technologies, without cleverness."""

import datetime as dt
from itertools import count

from experts.models import (
    Activity,
    Award,
    Certificate,
    ClinicSession,
    CoDirectorPost,
    DispatchBatch,
    Evidence,
    Expert,
    Mentorship,
    NewTechnology,
    NoveltyClaim,
    OutreachCampaign,
    OutreachStop,
    PlannedActivity,
    Posting,
    PriceItem,
    Recruitment,
    SkillMilestone,
    TechnologyAdmission,
    TechnologyMonthlyCount,
    TechnologyName,
    TrainingStay,
)
from experts.naming import normalised
from tests.factories import hospitals

_numbers = count(1)
SINCE = dt.date(2024, 1, 1)


def expert(home, name=None, **fields):
    fields = {"kept_by": home, "specialty": "骨科"} | fields
    name = name or f"专家{next(_numbers)}"
    return Expert.objects.create(name=name, home_hospital=home, **fields)


def batch(source, project, **fields):
    fields = {"number": next(_numbers), "starts_on": SINCE} | fields
    return DispatchBatch.objects.create(source_hospital=source, project_hospital=project, **fields)


def posting(expert, to, since=SINCE, until=None, **fields):
    fields = {"kind": "resident", "from_hospital": expert.home_hospital} | fields
    return Posting.objects.create(expert=expert, to_hospital=to, since=since, until=until, **fields)


def session(expert, department, starts_in=dt.timedelta(days=1), **fields):
    """A clinic of an hour that starts so long from now."""
    slot = hospitals.slot(department, starts_in, label=expert.name, **fields)
    return ClinicSession.objects.create(expert=expert, slot=slot)


def planned(posting, kind="round", count=4):
    return PlannedActivity.objects.create(posting=posting, kind=kind, count=count)


def local(hospital, **fields):
    return expert(hospital, is_local=True, **fields)


def mentorship(mentor, apprentice, since=SINCE, **fields):
    fields = {"kind": "master", "technique": "TEER"} | fields
    return Mentorship.objects.create(
        mentor=mentor,
        apprentice=apprentice,
        hospital=apprentice.home_hospital,
        since=since,
        **fields,
    )


def milestone(mentorship, stage=1, reached_on=SINCE, **fields):
    fields = {"technique": "TEER", "witness": mentorship.mentor} | fields
    return SkillMilestone.objects.create(
        mentorship=mentorship,
        staff=mentorship.apprentice,
        technique_key=normalised(fields["technique"]),
        stage=stage,
        reached_on=reached_on,
        **fields,
    )


def director(department, person, side="local", since=SINCE, **fields):
    return CoDirectorPost.objects.create(
        department=department, person=person, side=side, since=since, **fields
    )


def stay(trainee, at=None, since=SINCE, **fields):
    """At a hospital that is known, or else at a place that is only named."""
    fields = {"subject": "介入诊疗", "at_place": "" if at else "网络外医院"} | fields
    return TrainingStay.objects.create(
        trainee=trainee,
        home_hospital=trainee.home_hospital,
        at_hospital=at,
        since=since,
        **fields,
    )


def certificate(holder, issued_on=SINCE, **fields):
    fields = {"kind": "bls", "number": f"证{next(_numbers)}", "issuer": "急救中心"} | fields
    return Certificate.objects.create(holder=holder, issued_on=issued_on, **fields)


def award(hospital, granted_on=SINCE, **fields):
    fields = {"title": "漓江学者", "level": "city"} | fields
    return Award.objects.create(hospital=hospital, granted_on=granted_on, **fields)


def recruitment(hospital, joined_on=SINCE, **fields):
    fields = {"name": f"引进{next(_numbers)}", "people": 3, "doctors": 1} | fields
    return Recruitment.objects.create(hospital=hospital, joined_on=joined_on, **fields)


def activity(hospital, *people, **fields):
    fields = {"kind": "round", "day": SINCE, "participants": 10, "patients": 4} | fields
    row = Activity.objects.create(hospital=hospital, **fields)
    row.experts.set(people)
    return row


def campaign(hospital, *served, **fields):
    """With one stop in the hospital's own county for each number of people served."""
    told = {"name": f"巡回{next(_numbers)}", "since": SINCE, "until": dt.date(2024, 1, 31)}
    row = OutreachCampaign.objects.create(hospital=hospital, **(told | fields))
    for number, people in enumerate(served):
        day = row.since + dt.timedelta(days=number)
        OutreachStop.objects.create(
            campaign=row, region=hospital.region, day=day, kind="clinic", served=people
        )
    return row


class Sending:
    """A source and a project hospital of one network, and who administers each."""

    def __init__(self):
        self.source = hospitals.hospital("输出医院", pinyin="shuchu scyy")
        self.project = hospitals.hospital("项目医院", pinyin="xiangmu xmyy")
        self.unit = hospitals.department(self.project, "骨科")
        hospitals.network(self.source, self.project)
        self.sender = hospitals.member("hospital_admin", self.source)
        self.receiver = hospitals.member("hospital_admin", self.project)

    def expert(self, **fields):
        return expert(self.source, **fields)

    def posting(self, person=None, since=SINCE, until=None, **fields):
        return posting(person or self.expert(), self.project, since, until, **fields)


def technology(hospital, name=None, **fields):
    name = name or f"技术{next(_numbers)}"
    row = NewTechnology.objects.create(
        hospital=hospital, name=name, **({"kind": "technology"} | fields)
    )
    TechnologyName.objects.create(
        technology=row, hospital=hospital, name=name, normalised=normalised(name)
    )
    return row


def admission(technology, approved_on=SINCE, **fields):
    fields = {"admission_class": "A", "committee": "医疗技术委员会"} | fields
    return TechnologyAdmission.objects.create(
        technology=technology, approved_on=approved_on, **fields
    )


def month(technology, month=SINCE, patients=3, **fields):
    return TechnologyMonthlyCount.objects.create(
        technology=technology, month=month, patients=patients, **fields
    )


def claim(technology, by, **fields):
    told = {"kind": "gap", "tier": "national", "claim_text": "填补国内空白", "evidence": "查新"}
    return NoveltyClaim.objects.create(
        technology=technology, claimed_by=by, claimed_on=SINCE, **(told | fields)
    )


def evidence(technology, **fields):
    """A file without its bytes."""
    told = {"kind": "search", "name": "查新.pdf", "media_type": "application/pdf", "size": 1}
    told |= {"sha256": f"{next(_numbers):064}"}
    return Evidence.objects.create(technology=technology, **(told | fields))


def price(hospital, **fields):
    told = {"code": f"{next(_numbers)}", "name": "价格", "action": "added", "unit": "次"}
    told |= {"new_price": 100, "effective_on": SINCE, "region": hospital.region}
    return PriceItem.objects.create(hospital=hospital, **(told | fields))


def one_of_each(technology, by):
    """What hangs on a technology."""
    admission(technology, ethics_number="模拟批件")
    month(technology)
    claim(technology, by)
    price(technology.hospital, technology=technology)
