import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.factories import experts, hospitals

pytestmark = pytest.mark.django_db


def exported(client, kind, query=""):
    url = reverse("lists:export", args=[kind])
    answer = client.post(f"{url}{query}", {"file_type": "xlsx"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    about, (heads, *rows) = (book.get_sheet_by_index(at).to_python() for at in (0, 1))
    return about, [dict(zip(heads, row, strict=True)) for row in rows]


@pytest.fixture
def hospital(client):
    hospital = hospitals.hospital("模拟市医院")
    client.force_login(hospitals.member("hospital_admin", hospital))
    return hospital


def test_experts_come_with_their_posts_and_without_their_telephone(client, hospital):
    county = hospitals.hospital("模拟县医院")
    person = experts.expert(hospital, name="张三", phone="13800001111", licence_number="778899")
    experts.posting(person, county)
    experts.expert(hospital, name="李四")

    about, rows = exported(client, "experts", "?on_post=true")

    assert [(row["姓名"], row["今日派驻医院"]) for row in rows] == [("张三", "模拟县医院")]
    assert "13800001111" not in str(rows)
    assert "778899" not in str(rows)
    assert ["口径：姓名", "不含联系电话和执业证书编号"] in about


def test_technologies_come_with_their_cases(client, hospital):
    row = experts.technology(hospital, name="模拟技术")
    experts.technology(hospitals.hospital(), name="别处技术")

    about, rows = exported(client, "technologies")

    assert [(one["名称"], one["例数"]) for one in rows] == [(row.name, "0")]
    assert ["口径：例数", "各月登记例数合计，自首例起"] in about
