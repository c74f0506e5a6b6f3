"""Flow returns through the API: kept whole, tried without writing, or refused with its problems."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hospitals.models import FlowReturn, ImportBatch
from tests.factories import flows
from tests.factories.flows import cell
from tests.factories.hospitals import member

pytestmark = pytest.mark.django_db
URL = "/api/v1/flow-batches"


@pytest.fixture
def world():
    return flows.world()


@pytest.fixture
def sender(client, world):
    client.force_login(member("commission_viewer", world["A"]))


def send(client, region, *rows, key="flows-0001", **more):
    upload = SimpleUploadedFile("流向.csv", flows.file(*rows))
    told = {"region": str(region.pk), "source_system": "hqms", "code_system": flows.SYSTEM}
    return client.post(URL, told | {"file": upload} | more, headers={"Idempotency-Key": key})


def test_file_is_kept_and_told(client, world, sender):
    reply = send(client, world["A"], cell("A11", "B", 40), cell("A11", "A11", 900))

    batch = ImportBatch.objects.get()
    assert (reply.status_code, reply["Location"]) == (202, f"{URL}/{batch.pk}")
    told = client.get(reply["Location"]).json()
    assert (told["state"], told["row_count"], told["encoding"]) == ("current", 2, "utf-8")
    assert [row["id"] for row in client.get(URL).json()["results"]] == [str(batch.pk)]


def test_dry_run_writes_nothing(client, world, sender):
    reply = send(client, world["A"], cell("A11", "B", 40), cell("A99", "B", 1), dry_run="true")

    assert reply.status_code == 200
    told = reply.json()
    assert (told["rows"], told["right_rows"], told["problem_count"]) == (2, 1, 1)
    assert (told["problems"][0]["row"], told["problems"][0]["column"]) == (3, "origin_code")
    assert not ImportBatch.objects.exists()


def test_refused_file_tells_its_problems(client, world, sender):
    reply = send(client, world["A"], cell("A99", "B", 1))

    assert (reply.status_code, reply.json()["state"]) == (202, "refused")
    problems = client.get(f"{reply['Location']}/problems").json()
    assert [problem["column"] for problem in problems] == ["origin_code"]
    assert not FlowReturn.objects.exists()


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
