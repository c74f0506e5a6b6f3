"""Flow returns through the API: taken with 202, read by a job, committed, restored."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hospitals.actions import reading
from hospitals.models import FlowReturn, ImportBatch
from tests.factories import flows
from tests.factories.flows import cell
from tests.factories.hospitals import member

pytestmark = pytest.mark.django_db
URL = "/api/v1/flow-batches"


@pytest.fixture
def world(settings, tmp_path):
    settings.FACTS_DIR = tmp_path
    return flows.world()


@pytest.fixture
def sender(client, world):
    client.force_login(member("commission_viewer", world["A"]))


def send(client, region, *rows, key="flows-0001", header=flows.HEADER, **more):
    upload = SimpleUploadedFile("流向.csv", flows.file(*rows, header=header))
    told = {"region": str(region.pk), "source_system": "hqms", "code_system": flows.SYSTEM}
    return client.post(URL, told | {"file": upload} | more, headers={"Idempotency-Key": key})


def act(client, batch, verb, key=None, **body):
    return client.post(
        f"{URL}/{batch.pk}/{verb}",
        json.dumps(body),
        "application/json",
        headers={"Idempotency-Key": key or f"{verb}-{batch.pk}"},
    )


def test_file_is_taken_read_and_committed(client, world, sender):
    reply = send(client, world["A"], cell("A11", "B", 40), cell("A11", "A11", 900))

    batch = ImportBatch.objects.get()
    assert (reply.status_code, reply["Location"]) == (202, f"{URL}/{batch.pk}")
    assert (reply.json()["state"], reply["Retry-After"]) == ("waiting", "2")
    reading.read(batch_id=batch.pk)
    told = client.get(reply["Location"]).json()
    assert (told["state"], told["progress"], told["row_count"]) == ("ready", 100, 2)
    assert not FlowReturn.objects.in_force().exists()
    assert act(client, batch, "commit").json()["state"] == "current"
    assert FlowReturn.objects.in_force().count() == 2
    assert [row["id"] for row in client.get(URL).json()["results"]] == [str(batch.pk)]


def test_refused_file_tells_its_problems(client, world, sender):
    reply = send(client, world["A"], cell("A99", "B", 1))
    reading.read(batch_id=ImportBatch.objects.get().pk)

    assert client.get(reply["Location"]).json()["state"] == "refused"
    problems = client.get(f"{reply['Location']}/problems").json()
    assert [(problem["row"], problem["column"]) for problem in problems] == [(2, "origin_code")]


def test_columns_are_told_where_they_were_not_recognised(client, world, sender):
    header = flows.HEADER.replace("n_stays", "x")
    reply = send(client, world["A"], cell("A11", "B", 40), header=header)
    batch = ImportBatch.objects.get()
    assert reply.json()["state"] == "mapping"

    queued = act(client, batch, "columns", mapping=batch.mapping | {"n_stays": [5]})

    assert (queued.status_code, queued.json()["state"]) == (202, "waiting")
    assert reading.read(batch_id=batch.pk).state == "ready"


def test_older_batch_is_restored(client, world, sender):
    old = flows.send(world["A"], cell("A11", "B", 7)).batch
    flows.send(world["A"], cell("A11", "B", 9))

    assert act(client, old, "restore").json()["state"] == "current"
    assert FlowReturn.objects.in_force().get().stays == 7
    assert act(client, old, "restore", key="restore-twice").status_code == 409


def test_hostile_file_is_refused_at_once(client, world, sender):
    told = {"region": str(world["A"].pk), "source_system": "hqms", "code_system": flows.SYSTEM}
    upload = SimpleUploadedFile("x.xlsx", b"PK\x03\x04" + b"\0" * 100)

    reply = client.post(URL, told | {"file": upload}, headers={"Idempotency-Key": "flows-0002"})

    assert (reply.status_code, reply.json()["code"]) == (409, "unreadable")


def test_only_who_answers_for_the_region_may_send(client, world):
    client.force_login(member("commission_viewer", world["B"]))

    assert send(client, world["A"], cell("A11", "B", 40)).status_code == 422
    client.force_login(member("it_admin", world["A"]))
    assert send(client, world["A"], cell("A11", "B", 40), key="flows-0003").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_many(client, world, sender, count, django_assert_num_queries):
    for number in range(count):
        flows.send(world["A"], cell("A11", "B", number + 5))
    client.get(URL)

    with django_assert_num_queries(4):
        client.get(URL)
