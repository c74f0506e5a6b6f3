import datetime as dt

import pytest

from experts.actions import batches
from experts.listing.batch_file import BATCHES
from experts.models import DispatchBatch, Posting
from portal.lists.actions import imports
from tests.factories import experts, hospitals

pytestmark = pytest.mark.django_db
HEADS = "派出医院,派驻医院,批次,姓名,执业证号,科室,派驻方式,开始日期,结束日期"


def line(
    name="张三", *, batch=1, licence="", unit="骨科", kind="常驻", days="2025-01-01,2025-06-30"
):
    return f"输出医院,项目医院,{batch},{name},{licence},{unit},{kind},{days}"


def content(*lines):
    return "\n".join([HEADS, *lines]).encode()


def brought(kind, content, by):
    """How many rows came in."""
    _reading, run = imports.run(kind=kind, sent=imports.Sent(content), by=by)
    return run.written


def told(sending, *lines):
    reading = imports.read(kind=BATCHES, content=content(*lines), by=sending.sender)
    return [(one.row, one.rule) for one in reading.problems]


def test_a_list_opens_its_batches_which_wait_for_approval(sending):
    sending.expert(name="张三")
    sending.expert(name="李四")
    lines = [line("张三", days="2025-02-01,"), line("李四"), line("李四", batch=2, kind="短期")]

    count = brought(BATCHES, content(*lines), sending.sender)

    first, second = DispatchBatch.objects.order_by("number")
    assert (count, first.starts_on, first.stage) == (3, dt.date(2025, 1, 1), "draft")
    assert [row.expert.name for row in first.postings.order_by("since")] == ["李四", "张三"]
    assert {row.state for row in Posting.objects.all()} == {"planned"}
    assert second.postings.get().to_department == sending.unit


def test_an_open_batch_goes_on_and_a_submitted_one_does_not(sending):
    row = experts.batch(sending.source, sending.project, number=1)
    sending.expert(name="张三")
    brought(BATCHES, content(line()), sending.sender)
    batches.submit(batch=row, by=sending.sender)
    sending.expert(name="李四")

    assert row.postings.count() == 1
    assert told(sending, line("李四")) == [(2, "closed")]


def test_wrong_rows_are_told(sending):
    sending.posting(sending.expert(name="张三"), dt.date(2025, 3, 1))
    sending.expert(name="王五", licence_number="1")
    sending.expert(name="王五", licence_number="2")
    sending.expert(name="李四")
    lines = [
        line("张三"),
        line("无名"),
        line("王五"),
        line("王五", licence="2"),
        line("李四", unit="眼科"),
        line("李四", days="2025-06-30,2025-01-01"),
        line("李四", kind="常驻", days="2025-06-30,2025-07-30"),
    ]

    assert told(sending, *lines) == [
        (2, "residence"),
        (3, "unknown"),
        (4, "several"),
        (6, "unknown"),
        (7, "order"),
        (8, "residence"),
    ]


def test_hospitals_of_others_send_nobody(sending):
    outsider = hospitals.member("hospital_admin", hospitals.hospital())
    reading = imports.read(kind=BATCHES, content=content(line()), by=outsider)

    assert {one.rule for one in reading.problems} == {"unknown"}


def test_a_batch_is_of_two_hospitals_of_which_one_is_the_senders(sending):
    third = hospitals.hospital("第三医院")
    hospitals.network(sending.source, third)
    own, foreign = (
        line().replace("输出医院", name).replace("项目医院", other)
        for name, other in (("输出医院", "输出医院"), ("项目医院", "第三医院"))
    )

    found = told(sending, own, foreign)

    assert {(2, "same"), (3, "foreign")} <= set(found)
