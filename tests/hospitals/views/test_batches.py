"""Pages of flow returns: sent, matched, tried, committed, restored."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hospitals.actions import flows as actions
from hospitals.models import FlowReturn, ImportBatch
from tests.factories import flows
from tests.factories.flows import cell, send
from tests.factories.hospitals import hospital, member

pytestmark = pytest.mark.django_db
NEW = "/hospitals/batches/new/"


@pytest.fixture
def world(settings, tmp_path):
    settings.FACTS_DIR = tmp_path
    return flows.world()


@pytest.fixture
def sender(client, world):
    user = member("commission_viewer", world["A"])
    client.force_login(user)
    return user


def form(world, *rows, header=flows.HEADER, **more):
    return {
        "file": SimpleUploadedFile("流向.csv", flows.file(*rows, header=header)),
        "region": str(world["A"].pk),
        "source_system": "hqms",
        "code_system": flows.SYSTEM,
    } | more


def page(batch, name=""):
    return f"/hospitals/batches/{batch.pk}/{name}"


def test_upload_to_commit(client, sender, world):
    header = flows.HEADER.replace("n_stays", "我院例数")
    reply = client.post(NEW, form(world, cell("A11", "B", 7), header=header))
    batch = ImportBatch.objects.get()
    assert (reply["Location"], batch.created_by) == (page(batch, "columns/"), sender)

    told = {code: places[0] for code, places in batch.mapping.items()}
    assert client.post(page(batch, "columns/"), told).status_code == 422
    reply = client.post(page(batch, "columns/"), told | {"n_stays": "5"})
    assert reply["Location"] == page(batch)
    waiting = client.get(page(batch))
    assert (waiting["Refresh"], b"<progress" in waiting.content) == ("2", True)

    actions.read(batch_id=batch.pk)
    assert "Refresh" not in client.get(page(batch))
    assert not FlowReturn.objects.exists()
    client.post(page(batch, "commit/"), {"note": ""})
    assert FlowReturn.objects.in_force().get().stays == 7


@pytest.mark.parametrize("change", [{"file": ""}, {"region": "x"}])
def test_incomplete_form_is_shown_again(client, sender, world, change):
    assert client.post(NEW, form(world, **change)).status_code == 422


def test_unreadable_file_is_refused_on_the_form(client, sender, world):
    upload = SimpleUploadedFile("old.xls", b"\xd0\xcf\x11\xe0")

    assert "旧版 Excel" in client.post(NEW, form(world, file=upload)).content.decode()


def test_too_large_file_is_refused(client, sender, world, settings):
    settings.IMPORT_MAX_BYTES = 10

    assert client.post(NEW, form(world, cell("A11", "B", 7))).status_code == 422


def test_refused_batch_offers_its_problems_as_a_file(client, sender, world):
    batch = flows.tried(world["A"], cell("A11", "B", "=1+1"))

    shown = client.get(page(batch)).content.decode()
    file = client.get(page(batch, "problems.csv")).content.decode("utf-8-sig")

    assert page(batch, "problems.csv") in shown
    assert file.splitlines()[1].startswith("2,住院人次,'=1+1,count,")


def test_same_file_again_leads_to_its_batch(client, sender, world):
    batch = actions.commit(batch=flows.tried(world["A"], cell("A11", "B", 7)))

    assert client.post(NEW, form(world, cell("A11", "B", 7)))["Location"] == page(batch)
    assert ImportBatch.objects.count() == 1


def test_replaced_batch_is_restored_and_open_one_dropped(client, sender, world):
    old = send(world["A"], cell("A11", "B", 7), cell("A12", "B", 8)).batch
    send(world["A"], cell("A11", "B", 9))
    assert "<dt>已被替换的行</dt><dd>1</dd>" in client.get(page(old)).content.decode()

    client.post(page(old, "restore/"))
    open_one = flows.tried(world["A"], cell("A11", "B", 11))
    client.post(page(open_one, "drop/"))

    stays = FlowReturn.objects.in_force().order_by("stays").values_list("stays", flat=True)
    assert list(stays) == [7, 8]
    open_one.refresh_from_db()
    assert open_one.state == "dropped"


def test_others_see_and_send_nothing(client, world):
    batch = send(world["A"], cell("A11", "B", "x")).batch
    client.force_login(member("commission_viewer", world["B"]))

    assert client.get("/hospitals/batches/").context["object_list"].count() == 0
    for name in ("", "columns/", "commit/", "drop/", "restore/", "problems.csv"):
        assert client.get(page(batch, name)).status_code == 404
    client.force_login(member("hospital_admin", hospital(region=world["A11"])))
    assert client.get(NEW).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_many(client, sender, world, count, django_assert_num_queries):
    for number in range(count):
        send(world["A"], cell("A11", "B", number + 5))
    client.get("/hospitals/batches/")

    with django_assert_num_queries(5):
        client.get("/hospitals/batches/")
