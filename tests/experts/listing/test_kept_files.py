import datetime as dt

from django.utils import timezone

from experts.listing import kept_files as files
from experts.models import (
    ClinicSession,
    CoDirectorPost,
    Expert,
    Mentorship,
    NoveltyClaim,
    OutreachStop,
    PriceItem,
    SkillMilestone,
)
from portal.lists.actions import imports
from tests.factories import experts as make
from tests.factories import hospitals


def sent(*lines):
    return imports.Sent("\n".join(lines).encode())


def told(kind, by, *lines):
    reading = imports.read(kind=kind, content=sent(*lines).content, by=by)
    return [(one.row, one.column, one.rule) for one in reading.problems]


def brought(kind, by, *lines):
    _reading, run = imports.run(kind=kind, sent=sent(*lines), by=by)
    return run.written


def test_staff_come_in_with_no_level_guessed_from_a_title(sending):
    heads = "姓名,派出医院,登记机构,所在科室,职称名称"

    brought(files.STAFF, sending.receiver, heads, "丁护士,项目医院,项目医院,骨科,主任医师")
    found = told(files.STAFF, sending.receiver, heads, "戊医生,项目医院,输出医院,外科,")

    person = Expert.objects.get(name="丁护士")
    assert (person.is_local, person.title_level) == (True, "unknown")
    assert person.home_department == sending.unit
    assert [column for _row, column, _rule in found] == ["登记机构"]


def test_mentors_and_apprentices_are_people_one_knows(sending):
    mentor = sending.expert(name="己导师")
    make.posting(mentor, sending.project)
    make.local(sending.project, name="丁护士")
    make.local(sending.project, name="戊医生")
    make.local(sending.project, name="戊医生", licence_number="4502")
    heads = "导师,学员,带教方式,目标技术,开始"
    lines = [
        "己导师,丁护士,一对一,介入,2024-01-01",
        "己导师,戊医生,一对一,介入,2024-01-01",
        "己导师,4502,师徒,介入,2024-01-01",
        "无此人,丁护士,师徒,介入,2024-01-01",
        "己导师,丁护士,一对一,介入,2024-01-01",
    ]

    found = told(files.MENTORSHIPS, sending.receiver, heads, *lines)
    count = brought(files.MENTORSHIPS, sending.receiver, heads, lines[0], lines[2])

    assert found == [(3, "学员", "unknown"), (5, "导师", "unknown"), (6, "", "refused")]
    assert (count, Mentorship.objects.count()) == (2, 2)


def test_stages_come_in_their_order_and_name_the_technique_of_several(sending):
    mentor, nurse = sending.expert(name="己导师"), make.local(sending.project, name="丁护士")
    make.posting(mentor, sending.project)
    for technique in ("介入", "骨折内固定"):
        make.mentorship(mentor, nurse, technique=technique)
    heads = "带教关系,技术,阶段,达到日期,见证人"
    named = "己导师 → 丁护士 介入,介入"
    lines = [
        f"{named},{stage},2024-0{month}-01,己导师" for month, stage in ((1, "观摩"), (2, "助手"))
    ]
    wrong = ["己导师 → 丁护士,介入,主刀,2024-03-01,己导师", f"{named},独立,2024-03-01,己导师"]

    found = told(files.SKILL_MILESTONES, sending.receiver, heads, *lines, *wrong)
    count = brought(files.SKILL_MILESTONES, sending.receiver, heads, *lines)

    assert [(row, rule) for row, _column, rule in found] == [(4, "unknown"), (5, "refused")]
    assert (count, SkillMilestone.objects.filter(staff=nurse).count()) == (2, 2)


def test_directors_of_a_department_one_on_each_side(sending):
    make.local(sending.project, name="丁主任")
    heads = "医疗机构,科室,主任类别,主任,开始"
    line = "项目医院,骨科,本院主任,丁主任,2024-01-01"

    found = told(files.DIRECTORS, sending.receiver, heads, line, line)
    brought(files.DIRECTORS, sending.receiver, heads, line)

    assert {row for row, _column, _rule in found} == {3}
    assert CoDirectorPost.objects.get().department == sending.unit


def test_stops_lie_within_their_campaign(sending):
    county = hospitals.county("平乐县")
    brought(
        files.CAMPAIGNS,
        sending.receiver,
        "医疗机构,名称,开始,结束",
        "项目医院,县域行,2024-01-01,2024-01-31",
    )
    heads = "巡回医疗,地区,日期,服务内容,服务人次"
    lines = [f"县域行,{county.code},2024-01-0{day},义诊,120" for day in (1, 2)]

    late = lines[0].replace("2024-01", "2024-03")

    assert [row for row, *_rest in told(files.STOPS, sending.receiver, heads, late)] == [2]
    assert brought(files.STOPS, sending.receiver, heads, *lines) == 2
    assert OutreachStop.objects.count() == 2


def test_claims_of_a_file_wait_for_somebody_elses_judgement(sending):
    make.technology(sending.project, name="瓣膜介入")
    heads = "新技术,认定类型,级别,申报表述,申报日期,证据"
    lines = [
        "瓣膜介入,首例,院内,院内首例,2024-01-01,会议纪要",
        "瓣膜介入,填补空白,院内,填补空白,2024-01-01,",
    ]

    found = told(files.NOVELTY_CLAIMS, sending.receiver, heads, *lines)
    brought(files.NOVELTY_CLAIMS, sending.receiver, heads, lines[0])

    assert found == [(3, "证据", "invalid")]
    assert NoveltyClaim.objects.get().state == "pending"


def test_prices_once_for_each_day_and_region(sending):
    county = hospitals.county("平乐县")
    heads = "医疗机构,执行地区,项目编码,项目名称,新增或调整,计价单位,现价格（元）,执行日期"
    line = f'项目医院,{county.code},330803,瓣膜介入,新增,次,"12,000.50",2024-01-01'

    found = told(files.PRICES, sending.receiver, heads, line, line)
    brought(files.PRICES, sending.receiver, heads, line)

    assert [row for row, *_rest in found] == [3]
    assert str(PriceItem.objects.get().new_price) == "12000.50"


def test_clinics_come_in_one_by_one(sending):
    sending.posting(sending.expert(name="己专家"))
    day = timezone.localdate() + dt.timedelta(days=2)
    heads = "专家,科室,日期,开诊时间,停诊时间,号源数,网络内转诊预留"
    lines = [
        f"己专家,骨科,{day},08:00,12:00,10,4",
        f"己专家,骨科,{day},11:00,13:00,10,4",
        f"己专家,骨科,{day},14:00,13:00,10,4",
        f"无此人,骨科,{day},14:00,17:00,10,4",
    ]

    found = told(files.CLINICS, sending.receiver, heads, *lines)
    count = brought(files.CLINICS, sending.receiver, heads, lines[0])

    assert [(row, column) for row, column, _rule in found] == [
        (3, ""),
        (4, "停诊时间"),
        (5, "专家"),
    ]
    assert (count, ClinicSession.objects.get().slot.label) == (1, "己专家")
