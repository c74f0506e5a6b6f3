"""Case abstracts through the API: taken with 202, read by a job, committed once."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hospitals.actions import abstracts
from hospitals.models import AbstractFile, ImportBatch
from tests.factories import abstracts as make
from tests.factories import hospitals
from tests.factories.abstracts import line, sent

pytestmark = pytest.mark.django_db
URL = "/api/v1/abstract-batches"


@pytest.fixture(autouse=True)
def facts_dir(settings, tmp_path):
    settings.FACTS_DIR = tmp_path


@pytest.fixture
def place(client):
    place = hospitals.hospital("丙县人民医院", region=hospitals.county(), org_code=make.ORG)
    client.force_login(hospitals.member("it_admin", place))
    return place


def send(client, place, key, content=None):
    upload = SimpleUploadedFile("首页.csv", content or sent(line(1)))
    told = {"sender": str(place.pk), "file": upload}
    return client.post(URL, told, headers={"Idempotency-Key": key})


def act(client, batch, verb, **body):
    return client.post(
        f"{URL}/{batch.pk}/{verb}",
        json.dumps(body),
        "application/json",
        headers={"Idempotency-Key": f"{verb}-{batch.pk}"},
    )


def test_file_is_taken_read_and_committed_once(client, place):
    reply = send(client, place, "file-0001")
    batch = ImportBatch.objects.get()
    assert (reply.status_code, reply["Location"]) == (202, f"{URL}/{batch.pk}")
    assert reply.json()["state"] == "waiting"

    abstracts.read(batch_id=batch.pk)
    told = client.get(reply["Location"]).json()
    assert (told["state"], told["progress"], told["row_count"]) == ("held", 100, 1)
    assert act(client, batch, "commit").status_code == 422

    done = client.post(
        f"{URL}/{batch.pk}/commit",
        json.dumps({"note": "试点"}),
        "application/json",
        headers={"Idempotency-Key": "commit-0001"},
    )
    assert done.json()["state"] == "current"
    assert AbstractFile.objects.current().count() == 1


def test_columns_are_told_where_they_were_not_recognised(client, place):
    header = ["x" if name == "sex" else name for name in make.HEADER]
    reply = send(client, place, "file-0002", sent(line() | {"x": "1"}, header=header))
    batch = ImportBatch.objects.get()
    assert reply.json()["state"] == "mapping"

    mapping = batch.mapping | {"sex": [header.index("x")]}
    queued = act(client, batch, "columns", mapping=mapping)

    assert (queued.status_code, queued.json()["state"]) == (202, "waiting")
    assert ImportBatch.objects.get().mapping["sex"] == [header.index("x")]


def test_drop_and_restore(client, place):
    batch = make.waiting(place)
    ImportBatch.objects.update(state="ready")

    assert act(client, batch, "drop").json()["state"] == "dropped"
    assert act(client, batch, "restore").status_code == 409


def test_foreign_sender_is_refused(client, place):
    reply = send(client, hospitals.hospital(), "file-0003")

    assert reply.status_code == 422
    assert ImportBatch.objects.count() == 0
