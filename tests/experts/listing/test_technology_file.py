import datetime as dt

import pytest

from experts.listing.technology_file import CASES, TECHNOLOGIES
from experts.models import NewTechnology, TechnologyMonthlyCount
from portal.lists.actions import imports
from portal.models import AuditEvent
from tests.factories import experts

pytestmark = pytest.mark.django_db
HEADS = "医院,技术名称,别名,类别,科室,来源医院,引入专家,首例日期,本地首例独立开展日期"
MONTHS = "医院,技术名称,月份,例数,并发症,本地独立例数"


def content(*lines, heads=HEADS):
    return "\n".join([heads, *lines]).encode()


def brought(kind, content, by):
    """How many rows came in."""
    _reading, run = imports.run(kind=kind, sent=imports.Sent(content), by=by)
    return run.written


def told(kind, by, *lines, heads=HEADS):
    reading = imports.read(kind=kind, content=content(*lines, heads=heads), by=by)
    return [(one.row, one.rule) for one in reading.problems]


def test_technologies_come_with_names_and_who_brought_them(sending):
    person = sending.expert(name="张三")
    posted = sending.posting(person)
    names, days = "经导管二尖瓣钳夹术,TEER、二尖瓣夹合术", "2025-03-01,2025-09-01"
    line = f"项目医院,{names},新技术,骨科,输出医院,张三,{days}"

    count = brought(TECHNOLOGIES, content(line), sending.receiver)

    row = NewTechnology.objects.get()
    assert (count, row.status, row.brought_by, row.posting) == (1, "registered", person, posted)
    assert (row.department, row.source_hospital) == (sending.unit, sending.source)
    assert row.local_independent_on == dt.date(2025, 9, 1)
    assert {name.name for name in row.names.all()} == {row.name, "TEER", "二尖瓣夹合术"}


def test_wrong_technologies_are_told(sending):
    experts.technology(sending.project, name="TEER")
    for _number in range(2):
        experts.local(sending.project, name="王五")
    lines = [
        "项目医院,teer,,新技术,,,,,",
        "项目医院,甲,乙,新技术,,,,,",
        "项目医院,乙,,新技术,,,,,",
        "项目医院,丙,,新技术,眼科,,无名,2999-01-01,",
        "项目医院,丁,,新技术,,,,2025-03-01,2025-02-01",
        "输出医院,戊,,新技术,,,,,",
        "项目医院,己,,新技术,,,王五,,",
    ]

    assert told(TECHNOLOGIES, sending.receiver, *lines) == [
        (2, "known"),
        (4, "twice"),
        (5, "unknown"),
        (5, "unknown"),
        (5, "to_come"),
        (6, "order"),
        (7, "unknown"),
        (8, "several"),
    ]


def test_cases_come_by_any_name_and_correct_what_was_told(sending):
    row = experts.technology(sending.project, name="甲")
    experts.month(row, dt.date(2025, 1, 1), patients=3)
    lines = ["项目医院,甲,2025-01,5,1,2", "项目医院,甲,2025年2月,4,,"]

    count = brought(CASES, content(*lines, heads=MONTHS), sending.receiver)

    told = TechnologyMonthlyCount.objects.order_by("month").values_list(
        "patients", "complications", "independent_local"
    )
    assert (count, list(told)) == (2, [(5, 1, 2), (4, 0, 0)])
    assert AuditEvent.objects.filter(verb="technology.recount").count() == 1


def test_wrong_cases_are_told(sending):
    experts.technology(sending.project, name="甲", first_done_on=dt.date(2025, 3, 9))
    lines = [
        "项目医院,乙,2025-05,1,,",
        "项目医院,甲,2025-02,1,,",
        "项目医院,甲,2999-01,1,,",
        "项目医院,甲,2025-05,1,2,2",
        "项目医院,甲,2025-05,1,,",
    ]

    assert told(CASES, sending.receiver, *lines, heads=MONTHS) == [
        (2, "unknown"),
        (3, "before_first"),
        (4, "to_come"),
        (5, "part"),
        (5, "part"),
        (6, "twice"),
    ]
