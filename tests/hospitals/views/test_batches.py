import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hospitals.models import FlowReturn, ImportBatch
from tests.factories import flows
from tests.factories.flows import cell, send
from tests.factories.hospitals import hospital, member

pytestmark = pytest.mark.django_db
NEW = "/hospitals/batches/new/"


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return flows.world()


@pytest.fixture
def sender(client, world):
    user = member("commission_viewer", world["A"])
    client.force_login(user)
    return user


def form(world, *rows, **more):
    return {
        "file": SimpleUploadedFile("流向.csv", flows.file(*rows)),
        "region": str(world["A"].pk),
        "source_system": "hqms",
        "code_system": flows.SYSTEM,
    } | more


def test_dry_run_reports_and_writes_nothing(client, sender, world):
    response = client.post(NEW, form(world, cell("A11", "B", 7), cell("x", "B", 7), check="1"))

    reading = response.context["reading"]
    assert (reading.total_rows, len(reading.rows), reading.error_count) == (2, 1, 1)
    assert "确认导入" not in response.content.decode()
    assert ImportBatch.objects.count() == 0


def test_dry_run_is_confirmed_without_sending_the_file_again(client, sender, world):
    dry = client.post(NEW, form(world, cell("A11", "B", 7), check="1")).context
    kept = {"kept": dry["kept"], "kept_name": dry["kept_name"], "form_key": dry["form_key"]}

    response = client.post(NEW, {**form(world), "file": "", **kept})

    batch = ImportBatch.objects.get()
    assert response["Location"] == f"/hospitals/batches/{batch.pk}/"
    assert (batch.file_name, batch.created_by, FlowReturn.objects.count()) == (
        "流向.csv",
        sender,
        1,
    )


def test_kept_file_is_only_for_its_sender(client, sender, world):
    kept = client.post(NEW, form(world, cell("A11", "B", 7), check="1")).context["kept"]
    client.force_login(member("commission_viewer", world["A"]))

    response = client.post(NEW, {**form(world), "file": "", "kept": kept})

    assert response.status_code == 422
    assert ImportBatch.objects.count() == 0


@pytest.mark.parametrize(
    "change", [{"file": ""}, {"region": "x"}, {"kept": "../../etc", "file": ""}]
)
def test_incomplete_form_is_shown_again(client, sender, world, change):
    assert client.post(NEW, form(world, **change)).status_code == 422


def test_unreadable_file_is_refused_on_the_form(client, sender, world):
    for more in ({}, {"check": "1"}):
        upload = SimpleUploadedFile("old.xls", b"\xd0\xcf\x11\xe0")
        response = client.post(NEW, form(world, file=upload, **more))

        assert "旧版 Excel" in response.content.decode()


def test_too_large_file_is_refused(client, sender, world, settings):
    settings.IMPORT_MAX_BYTES = 10

    assert client.post(NEW, form(world, cell("A11", "B", 7))).status_code == 422


def test_refused_batch_offers_its_problems_as_a_file(client, sender, world):
    client.post(NEW, form(world, cell("A11", "B", "=1+1")))
    batch = ImportBatch.objects.get()

    page = client.get(f"/hospitals/batches/{batch.pk}/").content.decode()
    file = client.get(f"/hospitals/batches/{batch.pk}/problems.csv").content.decode("utf-8-sig")

    assert f"/hospitals/batches/{batch.pk}/problems.csv" in page
    assert file.splitlines()[1].startswith("2,n_stays,'=1+1,count,")


def test_same_file_again_leads_to_its_batch(client, sender, world):
    for _ in range(2):
        response = client.post(NEW, form(world, cell("A11", "B", 7)), follow=True)

    assert "已经导入过" in response.content.decode()
    assert ImportBatch.objects.count() == 1


def test_others_see_and_send_nothing(client, world):
    batch = send(world["A"], cell("A11", "B", "x")).batch
    client.force_login(member("commission_viewer", world["B"]))

    assert client.get("/hospitals/batches/").context["object_list"].count() == 0
    assert client.get(f"/hospitals/batches/{batch.pk}/").status_code == 404
    assert client.get(f"/hospitals/batches/{batch.pk}/problems.csv").status_code == 404
    client.force_login(member("hospital_admin", hospital(region=world["A11"])))
    assert client.get(NEW).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_many(client, sender, world, count, django_assert_num_queries):
    for number in range(count):
        send(world["A"], cell("A11", "B", number + 5))
    client.get("/hospitals/batches/")

    with django_assert_num_queries(5):
        client.get("/hospitals/batches/")
