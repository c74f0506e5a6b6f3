import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from hospitals.listing.hospital_list import HOSPITALS
from portal.models import AuditEvent
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
EXPORT = reverse("lists:export", args=["hospitals"])


def test_file_holds_the_filtered_list_and_explains_it(client, commission_of):
    province = hospitals.region("甲省")
    place = hospitals.county("乙县", province=province)
    one = hospitals.hospital("=市医院", region=place, level="3A", org_code="00123")
    hospitals.bed_pool(hospitals.department(one), 12, 7)
    hospitals.hospital("县医院", region=place, level="2A")
    client.force_login(commission_of(province))

    answer = client.post(f"{EXPORT}?level=3A", {"file_type": "xlsx"})

    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    about, (heads, *rows) = (book.get_sheet_by_index(at).to_python() for at in (0, 1))
    said = dict(zip(heads, rows[0], strict=True))
    assert (len(rows), said["名称"], said["统一社会信用代码"]) == (1, "'=市医院", "00123")
    assert (said["等级"], said["开放床位"], said["占用床位"]) == ("三级甲等", "12", "7")
    told = {line[0]: line[1] for line in about}
    assert told["等级"] == "三级甲等"
    assert told["口径：开放床位"].startswith("各科室最近一次登记")
    assert AuditEvent.objects.get(verb="list.export").detail["rows"] == 1


def test_a_file_of_an_earlier_day_has_the_names_of_that_day(client, commission_of):
    province = hospitals.region("甲省")
    place = hospitals.county("乙县", province=province)
    one = hospitals.hospital("县医院", region=place, opened_on=hospitals.LONG_AGO)
    hospitals.former_name(one, "县人民医院", until="2024-06-30")
    client.force_login(commission_of(province))

    answer = client.post(f"{EXPORT}?as_of=2024-01-31", {"file_type": "csv"})

    heads, row = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    said = dict(zip(heads.split(","), row.split(","), strict=True))
    assert (said["名称"], said["现名称"]) == ("县人民医院", "县医院")


def test_list_says_who_supports_whom_today(client):
    source, project = hospitals.hospital("输出医院"), hospitals.hospital("项目医院")
    hospitals.network(source, project)
    hospitals.relation(source, project)
    client.force_login(hospitals.member("hospital_admin", source))

    rows = client.get(reverse("hospitals:hospital-list")).context["object_list"]

    [column] = [one for one in HOSPITALS.columns if one.code == "roles"]
    assert {row.name: column.lines(row) for row in rows} == {
        "输出医院": ["输出医院"],
        "项目医院": ["项目医院"],
    }
