"""A file of activities through the whole engine: what is wrong is told, what is right comes in."""

import datetime as dt

import pytest

from experts.actions import activities
from experts.listing.activity_file import ACTIVITIES
from experts.models import Activity
from portal.errors import NotAllowed, Refusal
from portal.lists.actions import imports
from portal.models import AuditEvent, ImportRun
from tests.factories import experts as make

pytestmark = pytest.mark.django_db
HEADS = "医疗机构,日期,活动类型,方式,专家,科室,参加人数,惠及患者数,主题,转诊单号"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def people(sending):
    """One who is posted here, two of one name, one local, and one who has nothing to do with it."""
    posted = sending.posting(sending.expert(name="张三")).expert
    for licence in ("L1", "L2"):
        sending.posting(sending.expert(name="王五", licence_number=licence))
    local = make.local(sending.project, name="赵六")
    sending.expert(name="别人")
    return {"张三": posted, "赵六": local}


def read(sending, *lines, heads=HEADS):
    content = "\n".join([heads, *lines]).encode()
    return imports.read(kind=ACTIVITIES, content=content, by=sending.receiver)


def sent(*lines):
    return imports.Sent("\n".join([HEADS, *lines]).encode(), "活动.csv")


def line(day="2026-01-05", kind="教学查房", mode="", who="张三", unit="骨科", **more):
    told = {"people": "12", "patients": "3", "topic": "", "number": ""} | more
    return ",".join(["项目医院", day, kind, mode, who, unit, *told.values()])


def test_rows_are_read_as_people_write_them(sending, people):
    lines = [
        line(who="张三、赵六", topic="疑难病例", number="R-1"),
        line(day="2026年1月6日", kind="remote_surgery", who="L2", unit="", people="", patients=""),
    ]
    reading = read(sending, *lines)

    first, second = reading.rows
    assert reading.problems == []
    assert first["experts"] == {people["张三"].pk, people["赵六"].pk}
    assert (first["department"], first["mode"], first["topic"]) == (
        sending.unit,
        "onsite",
        "疑难病例",
    )
    assert (second["mode"], second["participants"], second["day"]) == (
        "online",
        0,
        dt.date(2026, 1, 6),
    )


@pytest.mark.parametrize(
    "wrong, column, rule",
    [
        (line(day="昨天"), "日期", "date"),
        (line(day="2099-01-01"), "日期", "to_come"),
        (line(kind="查病房"), "活动类型", "unknown"),
        (line(kind="远程会诊", mode="线下"), "方式", "remote"),
        (line(who="、"), "专家", "required"),
        (line(who="别人"), "专家", "unknown"),
        (line(who="王五"), "专家", "ambiguous"),
        (line(who="甲" + "、甲".join(str(number) for number in range(51))), "专家", "too_many"),
        (line(unit="太空科"), "科室", "unknown"),
        (line(people="很多"), "参加人数", "number"),
        (line(patients="100001"), "惠及患者数", "too_many"),
        (line(topic="长" * 129), "主题", "too_long"),
        (line().replace("项目医院", "输出医院"), "医疗机构", "unknown"),
    ],
)
def test_each_mistake_is_told_at_its_cell(sending, people, wrong, column, rule):
    [problem] = read(sending, line(), wrong).problems

    assert (problem.row, problem.column, problem.rule) == (3, column, rule)
    assert problem.hint


def test_the_very_same_activity_comes_in_once(sending, people):
    imports.run(kind=ACTIVITIES, sent=sent(line(), line(topic="另一次")), by=sending.receiver)

    reading = read(sending, line(), line(people="13"), line(people="13"), line(topic="又一次"))

    found = [(problem.row, problem.rule) for problem in reading.problems]
    assert (found, len(reading.rows)) == ([(2, "known"), (4, "twice")], 2)


def test_everything_right_comes_in_with_its_people(sending, people):
    lines = [line(day=f"2026-01-{number:02}", who="张三、赵六") for number in range(1, 29)]
    bad = [line(who="无名"), line(day=""), line(kind="其他")]
    mixed = [*lines[:10], bad[0], *lines[10:20], bad[1], bad[2], *lines[20:]]
    with pytest.raises(Refusal):
        imports.run(kind=ACTIVITIES, sent=sent(*mixed), by=sending.receiver)
    nothing = Activity.objects.count()

    reading, run = imports.run(
        kind=ACTIVITIES, sent=sent(*mixed), by=sending.receiver, only_right=True
    )

    assert (nothing, run.state, run.written, run.wrong_rows) == (0, "part", 28, 3)
    assert [(one.row, one.column, one.rule) for one in reading.problems] == [
        (12, "专家", "unknown"),
        (23, "日期", "required"),
        (24, "活动类型", "unknown"),
    ]
    row = Activity.objects.get(day="2026-01-28")
    assert set(row.experts.all()) == set(people.values())
    assert Activity.objects.totals() == {"activities": 28, "participants": 336, "patients": 84}
    event = AuditEvent.objects.get(verb="activity.import")
    assert (event.detail, event.hospital_ids) == ({"rows": 28}, [str(sending.project.pk)])
    assert ImportRun.objects.get().problems[0] == [12, "专家", "unknown", reading.problems[0].hint]


def test_nobody_imports_for_another_hospital(sending, people):
    rows = read(sending, line()).rows

    with pytest.raises(NotAllowed):
        activities.import_activities(rows=rows, by=sending.sender)
