import datetime as dt

import pytest

from hospitals.listing.hospital_file import HOSPITALS
from hospitals.models import Hospital, NetworkMembership
from portal.errors import Incomplete
from portal.lists.actions import imports
from portal.models import AuditEvent
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
HEADS = "医疗机构,机构代码,所在地,等级,医联体,加入日期"


def content(*lines, heads=HEADS):
    return "\n".join([heads, *lines]).encode("utf-8-sig")


WRONG = [
    "旧院,,平乐县,,{},",
    "新院,49860012-5,平乐县,,{},",
    "二院,,鼓楼区,,{},",
    "三院,,无此县,,{},",
    "四院,,平乐县,特级,{},",
    "五院,,平乐县,,别的医联体,",
    "六院,,平乐县,,{},1999-01-01",
    "七院,,平乐县,,{},",
    "七院,,平乐县,,{},",
    "八院,124503004986001251,平乐县,,{},",
    "九院,77,平乐县,,{},",
]


@pytest.fixture
def network():
    lead = hospitals.hospital("牵头医院", region=hospitals.county("平乐县"))
    return hospitals.network(lead)


@pytest.fixture
def keeper(network):
    return hospitals.member("network_admin", network.lead)


def brought(kind, content, by):
    """How many rows came in."""
    _reading, run = imports.run(kind=kind, sent=imports.Sent(content), by=by)
    return run.written


def told(by, *lines, **options):
    reading = imports.read(kind=HOSPITALS, content=content(*lines, **options), by=by)
    return [(one.row, one.rule) for one in reading.problems]


def test_hospitals_join_the_network_of_their_row(network, keeper):
    lines = [
        f"乡镇卫生院,12450300498600125０,平乐县,一级,{network.name},2024-05-01",
        f"社区中心,,平乐县,,{network.name},",
    ]

    count = brought(HOSPITALS, content(*lines), keeper)

    first, second = Hospital.objects.filter(name__in=["乡镇卫生院", "社区中心"]).order_by("-name")
    joined = NetworkMembership.objects.get(network=network, hospital__name="乡镇卫生院")
    assert (count, first.level, second.level) == (2, "0", "1")
    assert (joined.since, second.org_code) == (dt.date(2024, 5, 1), "124503004986001250")
    assert Hospital.objects.named_like("xzwsy").get() == second
    assert AuditEvent.objects.filter(verb="hospital.create").count() == 2


def test_wrong_rows_are_told_and_nothing_is_written(network, keeper):
    hospitals.county("鼓楼区")
    hospitals.county("鼓楼区")
    hospitals.hospital("旧院", org_code="498600125")
    lines = [line.format(network.name) for line in WRONG]

    found = told(keeper, *lines)

    assert found == [
        (2, "known"),
        (3, "taken"),
        (4, "several"),
        (5, "unknown"),
        (6, "unknown"),
        (7, "unknown"),
        (8, "before_network"),
        (10, "twice"),
        (11, "org_code_check"),
        (12, "org_code_length"),
    ]
    with pytest.raises(Incomplete):
        brought(HOSPITALS, content(*lines), keeper)
    assert not Hospital.objects.filter(name="七院").exists()


def test_a_network_of_others_takes_nothing(network):
    somebody = hospitals.member("network_admin", hospitals.hospital())

    assert told(somebody, f"新院,,平乐县,,{network.name},") == [(2, "unknown")]
