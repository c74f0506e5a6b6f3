"""Experts, batches, postings and technologies, without cleverness."""

import datetime as dt
from itertools import count

from experts.models import (
    DispatchBatch,
    Expert,
    NewTechnology,
    NoveltyClaim,
    Posting,
    PriceItem,
    TechnologyAdmission,
    TechnologyMonthlyCount,
    TechnologyName,
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
