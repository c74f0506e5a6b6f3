"""Pages of case abstracts: upload, columns, progress, what was found, and the last word."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hospitals.actions import abstracts
from hospitals.models import ImportBatch
from hospitals.readers.abstracts.columns import COLUMNS
from tests.factories import abstracts as make
from tests.factories import hospitals
from tests.factories.abstracts import line, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def facts_dir(settings, tmp_path):
    settings.FACTS_DIR = tmp_path


@pytest.fixture
def place():
    county = hospitals.county()
    return hospitals.hospital("丙县人民医院", region=county, org_code=make.ORG)


@pytest.fixture
def admin(client, place):
    person = hospitals.member("hospital_admin", place)
    client.force_login(person)
    return person


def address(name, batch):
    return reverse(f"abstracts:{name}", args=[batch.pk])


def test_upload_to_commit(client, admin, place):
    upload = SimpleUploadedFile("首页.csv", sent(line(1), line(2, residence_code="999999")))

    reply = client.post(reverse("abstracts:batch-import"), {"sender": place.pk, "file": upload})
    batch = ImportBatch.objects.get()
    assert reply["Location"] == address("batch-columns", batch)

    told = {code: at for code, at in batch.mapping.items() if code != "residence_text"}
    told = {code: places if code == "dx_other" else places[0] for code, places in told.items()}
    assert client.post(address("batch-columns", batch), told)["Location"] == address(
        "batch-detail", batch
    )
    waiting = client.get(address("batch-detail", batch))
    assert (waiting["Refresh"], b"<progress" in waiting.content) == ("2", True)

    abstracts.read(batch_id=batch.pk)
    shown = client.get(address("batch-detail", batch))
    assert "Refresh" not in shown
    assert "现住址不详占 100.0%，超过 3%" in shown.content.decode()

    client.post(address("batch-commit", batch), {"note": ""})
    assert ImportBatch.objects.get().state == "held"
    client.post(address("batch-commit", batch), {"note": "新系统没有地址"})
    assert ImportBatch.objects.get().state == "current"


def test_problems_are_shown_and_taken_away(client, admin, place):
    batch = make.waiting(place, line(1), line(2, sex="=7"))
    abstracts.read(batch_id=batch.pk)

    page = client.get(address("batch-detail", batch)).content.decode()
    file = client.get(address("batch-problems", batch)).content.decode()

    assert "性别应为 1 男、2 女、0 未知或 9 未说明。" in page
    assert "<td>性别</td>" in page
    assert "3,性别,'=7,sex,性别应为 1 男、2 女、0 未知或 9 未说明。,0" in file


def test_missing_column_is_asked_for(client, admin, place):
    batch = make.waiting(place)
    ImportBatch.objects.update(state="mapping")

    reply = client.post(address("batch-columns", batch), {"record_no": "1"})

    assert reply.status_code == 422
    needed = {column.code for column in COLUMNS if column.is_required}
    assert set(reply.context["form"].errors) == needed - {"org_code", "record_no"}
    assert 'href="#id_sex"' in reply.content.decode()


def test_replaced_batch_is_restored_and_open_one_dropped(client, admin, place):
    for number in (1, 2):
        batch = make.waiting(place, line(number))
        abstracts.read(batch_id=batch.pk)
        batch.refresh_from_db()
        abstracts.commit(batch=batch, note="试")
    old, _new = ImportBatch.objects.order_by("created_at")

    client.post(address("batch-restore", old))
    open_one = make.waiting(place)
    ImportBatch.objects.filter(pk=open_one.pk).update(state="ready")
    client.post(address("batch-drop", open_one))

    found = ImportBatch.objects.order_by("created_at").values_list("state", flat=True)
    assert list(found) == ["current", "replaced", "dropped"]


def test_other_hospitals_batch_does_not_exist(client, place):
    client.force_login(hospitals.member("hospital_admin", hospitals.hospital()))
    batch = make.waiting(place)

    for name in ("batch-detail", "batch-columns", "batch-commit", "batch-drop", "batch-problems"):
        assert client.get(address(name, batch)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_as_many_queries_for_three(
    client, admin, place, count, django_assert_num_queries
):
    for _number in range(count):
        make.waiting(place)
    client.get(reverse("abstracts:batch-list"))

    with django_assert_num_queries(5):
        client.get(reverse("abstracts:batch-list"))
