"""Experts, batches and postings, without cleverness."""

import datetime as dt
from itertools import count

from experts.models import DispatchBatch, Expert, Posting
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
