import datetime as dt

import pytest

from experts.listing import training_file
from experts.models import Award, Certificate, Recruitment, TrainingStay
from portal.lists.actions import imports
from portal.models import AuditEvent
from tests.factories import experts as make
from tests.factories import hospitals

STAYS = "派出医院,姓名,进修医院,进修内容,开始日期,结束日期,整建制外送,返院日期,独立工作日期"
CERTIFICATES = "医院,持证人,证书种类,编号,发证机构,发证日期,有效期至,进修开始"
AWARDS = "医院,称号,级别,获得者,授予日期"
RECRUITMENTS = "医院,批次,到岗日期,人数,博士人数,住房保障"


@pytest.fixture
def nurse(sending):
    return make.local(sending.project, name="丁护士", licence_number="4501")


@pytest.fixture
def people(sending, nurse):
    """Two of one name, and somebody of the sending hospital."""
    make.local(sending.project, name="戊医生")
    make.local(sending.project, name="戊医生", licence_number="4502")
    make.expert(sending.source, name="己医生")


def sent(*lines):
    return imports.Sent("\n".join(lines).encode("utf-8-sig"))


def told(kind, by, *lines):
    reading = imports.read(kind=kind, content=sent(*lines).content, by=by)
    return [(one.row, one.column, one.rule) for one in reading.problems]


def brought(kind, by, *lines):
    _reading, run = imports.run(kind=kind, sent=sent(*lines), by=by)
    return run.written


def test_stays_come_in_with_their_return(sending, nurse):
    lines = [
        "项目医院,丁护士,输出医院,重症,2023-01-01,2023-06-30,是,2023-05-01,2023-07-01",
        "项目医院,4501,网络外医院,介入,2024-01-01,,,,",
    ]

    count = brought(training_file.STAYS, sending.receiver, STAYS, *lines)

    first, second = TrainingStay.objects.order_by("since")
    assert (count, first.trainee, first.at_hospital) == (2, nurse, sending.source)
    assert (first.until, first.is_whole_team) == (dt.date(2023, 5, 1), True)
    assert (second.at_place, second.until, second.is_free) == ("网络外医院", None, False)
    assert AuditEvent.objects.filter(verb="stay.send").count() == 2


def test_wrong_stays_are_told_row_by_row(sending, nurse, people):
    make.stay(nurse, since="2024-01-01", until="2024-03-31")
    lines = [
        "项目医院,无此人,某院,内容,2024-01-01,,,,",
        "项目医院,戊医生,某院,内容,2024-01-01,,,,",
        "输出医院,己医生,某院,内容,2024-01-01,,,,",
        "项目医院,丁护士,项目医院,内容,2024-05-01,2024-04-01,,,",
        "项目医院,丁护士,某院,内容,2024-03-31,2024-04-30,,,",
        "项目医院,丁护士,某院,内容,2025-01-01,,也许,2099-01-01,2024-01-01",
        "项目医院,4502,某院,内容,2025-01-01,2025-02-01,,,2025-03-01",
    ]

    found = told(training_file.STAYS, sending.receiver, STAYS, *lines)

    assert found == [
        (2, "进修人员", "unknown"),
        (3, "进修人员", "ambiguous"),
        (4, "医疗机构", "unknown"),
        (5, "进修机构", "same"),
        (5, "结束", "order"),
        (6, "开始", "overlap"),
        (7, "整建制外送", "unknown"),
        (8, "独立工作日期", "order"),
    ]


def test_certificates_once_for_each_number(sending, nurse):
    make.certificate(make.local(sending.source), kind="bls", number="旧 1")
    right = "项目医院,丁护士,bls,新 1,急救中心,2024-01-01,2026-01-01"
    lines = [
        "项目医院,丁护士,bls,旧 1,急救中心,2024-01-01,",
        right,
        right,
        "项目医院,丁护士,acls,新 2,急救中心,2099-01-01,2024-01-01",
    ]

    found = told(training_file.CERTIFICATES, sending.receiver, CERTIFICATES, *lines)
    count = brought(training_file.CERTIFICATES, sending.receiver, CERTIFICATES, right)

    assert [(row, rule) for row, _column, rule in found] == [
        (2, "known"),
        (4, "twice"),
        (5, "to_come"),
        (5, "order"),
    ]
    assert (count, Certificate.objects.get(number="新 1").holder) == (1, nurse)


def test_certificates_name_the_training_that_earned_them(sending, nurse):
    stay = make.stay(nurse, since="2024-01-01", until="2024-03-31")
    line = "项目医院,丁护士,completion,结 1,急救中心,2024-04-01,,"

    found = told(training_file.CERTIFICATES, sending.receiver, CERTIFICATES, f"{line}2024-01-02")
    brought(training_file.CERTIFICATES, sending.receiver, CERTIFICATES, f"{line}2024-01-01")

    assert found == [(2, "进修开始日期", "unknown")]
    assert Certificate.objects.get().stay == stay


def test_awards_of_people_and_of_the_hospital(sending, nurse):
    lines = [
        "项目医院,漓江学者,city,丁护士,2024-01-01",
        "项目医院,先进集体,city,,2024-01-01",
    ]

    count = brought(training_file.AWARDS, sending.receiver, AWARDS, *lines)
    again = told(training_file.AWARDS, sending.receiver, AWARDS, *lines)

    assert count == 2
    assert list(Award.objects.order_by("pk").values_list("title", "holder")) == [
        ("漓江学者", nurse.pk),
        ("先进集体", None),
    ]
    assert [rule for _row, _column, rule in again] == ["known", "known"]


def test_recruitments_count_doctors_among_their_people(sending):
    lines = [
        "项目医院,甲批,2024-01-01,5,2,有",
        "项目医院,乙批,2024-01-01,5,6,无",
        "项目医院,丙批,2024-01-01,0,,",
    ]

    found = told(training_file.RECRUITMENTS, sending.receiver, RECRUITMENTS, *lines)
    count = brought(training_file.RECRUITMENTS, sending.receiver, RECRUITMENTS, lines[0])

    row = Recruitment.objects.get()
    assert [(at, rule) for at, _column, rule in found] == [(3, "part"), (4, "too_few")]
    assert (count, row.people, row.doctors, row.has_housing) == (1, 5, 2, True)


def test_others_bring_in_nothing(sending, nurse):
    stranger = hospitals.member("hospital_admin", hospitals.hospital())

    found = told(training_file.AWARDS, stranger, AWARDS, "项目医院,称号,city,,2024-01-01")

    assert found == [(2, "医疗机构", "unknown")]
