import threading
import time

import pytest
from django.db import connection, transaction

from hospitals.actions import batches
from hospitals.models import FlowReturn, ImportBatch, ImportProblem
from portal.errors import NotAllowed, Refusal
from portal.models import AuditEvent
from tests.factories import flows
from tests.factories.flows import cell, send
from tests.factories.hospitals import hospital, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return flows.world()


def in_force():
    rows = FlowReturn.objects.in_force().order_by("origin_code", "destination_code")
    return [(row.origin_code, row.destination_code, row.stays) for row in rows]


def test_import_stores_rows_and_says_who_did_it(world):
    user = member("commission_viewer", world["A"])

    outcome = send(world["A"], cell("A11", "B", 7), cell("A12", "A11", "<5"), by=user)

    batch = outcome.batch
    assert in_force() == [("A11", "B", 7), ("A12", "A11", None)]
    assert (batch.state, batch.row_count, batch.encoding) == ("current", 2, "utf-8")
    assert (batch.first_month, batch.last_month) == (batch.first_month, batch.first_month)
    event = AuditEvent.objects.get(verb="batch.import")
    assert (event.actor_id, event.target_id) == (user.pk, str(batch.pk))


def test_file_with_one_error_stores_no_row_but_its_problems(world):
    outcome = send(world["A"], cell("A11", "B", 7), cell("A12", "B", "many"))

    assert in_force() == []
    assert (outcome.batch.state, outcome.batch.problem_count) == ("refused", 1)
    problem = ImportProblem.objects.get()
    assert (problem.row, problem.column, problem.value) == (3, "n_stays", "many")
    assert AuditEvent.objects.filter(verb="batch.refuse").count() == 1


def test_refused_file_may_be_sent_again_after_the_codes_are_mended(world):
    send(world["A"], cell("A13", "B", 7))
    flows.region("A13", "county", world["A1"])

    assert send(world["A"], cell("A13", "B", 7)).batch.state == "current"


def test_same_file_again_does_nothing(world):
    first = send(world["A"], cell("A11", "B", 7))

    again = send(world["A"], cell("A11", "B", 7))

    assert (again.is_repeat, again.batch) == (True, first.batch)
    assert ImportBatch.objects.count() == 1
    assert again.repeat_text == "这个文件已经导入过，没有重复导入。"


def test_newer_batch_replaces_the_same_cells_and_keeps_the_old(world):
    old = send(world["A"], cell("A11", "B", 7), cell("A12", "B", 8)).batch

    new = send(world["A"], cell("A11", "B", 9)).batch

    assert in_force() == [("A11", "B", 9), ("A12", "B", 8)]
    assert FlowReturn.objects.get(stays=7).replaced_by == new
    old.refresh_from_db()
    assert old.state == "current"


def test_batch_without_a_row_in_force_is_replaced(world):
    old = send(world["A"], cell("A11", "B", 7)).batch
    send(world["A"], cell("A11", "B", 9))

    old.refresh_from_db()
    again = send(world["A"], cell("A11", "B", 7))

    assert old.state == "replaced"
    assert again.repeat_text == "这个文件以前导入过，后来已被更新的批次替换。"


def test_other_source_month_or_disease_is_another_cell(world):
    send(world["A"], cell("A11", "B", 7))

    send(world["A"], cell("A11", "B", 1), source="province_platform")
    send(world["A"], cell("A11", "B", 2, period="2024-04"), cell("A11", "B", 3, period="2025-03"))
    send(world["A"], cell("A11", "B", 4, disease="MDC,F"))

    assert FlowReturn.objects.in_force().count() == 5


def test_retired_code_replaces_the_cell_of_the_present_one(world):
    flows.region("A99", "county", world["A1"], valid_to="2020-01-01", successor=world["A11"])
    send(world["A"], cell("A11", "B", 7))

    send(world["A"], cell("A99", "B", 9))

    assert in_force() == [("A99", "B", 9)]
    assert FlowReturn.objects.in_force().get().origin == world["A11"]


def test_hospital_is_a_destination_where_it_lies(world):
    place = hospital(region=world["B11"], org_code="H1")
    header = flows.HEADER.replace("dest_code", "dest_org_code")

    batches.import_flows(
        content=flows.file("2024,A11,H1,ALL,ALL,5", header=header),
        file_name="by hospital",
        region=world["A"],
        source_system="hqms",
        code_system=flows.SYSTEM,
    )

    row = FlowReturn.objects.get()
    assert (row.destination, row.destination_hospital, row.grain) == (world["B11"], place, "year")


@pytest.mark.parametrize("role, place", [("commission_viewer", "B"), ("hospital_admin", None)])
def test_only_those_who_answer_for_the_region_may_send(world, role, place):
    user = member(role, world[place] if place else hospital(region=world["A11"]))

    with pytest.raises(NotAllowed):
        send(world["A"], cell("A11", "B", 7), by=user)


def test_origin_outside_the_region_is_refused(world):
    outcome = send(world["A1"], cell("A21", "B", 7))

    assert outcome.batch.problems.get().rule == "foreign_origin"


def test_dry_run_writes_nothing(world):
    reading = batches.check(
        content=flows.file(cell("A11", "B", "x")),
        region=world["A"],
        source_system="hqms",
        code_system=flows.SYSTEM,
    )

    assert reading.error_count == 1
    assert (ImportBatch.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_unreadable_file_is_a_refusal(world):
    with pytest.raises(Refusal) as caught:
        batches.check(content=b"", region=world["A"])

    assert caught.value.code == "unreadable"


@pytest.mark.django_db(transaction=True)
def test_province_and_county_send_the_same_cell_at_once(world):
    """One waits for the other, and its row is the one in force afterwards."""
    stored, outcomes = threading.Event(), []

    def province():
        with transaction.atomic():
            send(world["A"], cell("A11", "B", 7))
            stored.set()
            time.sleep(0.5)
        connection.close()

    thread = threading.Thread(target=province)
    thread.start()
    stored.wait()
    outcomes.append(send(world["A11"], cell("A11", "B", 9)).batch.state)
    thread.join()

    assert outcomes == ["current"]
    assert in_force() == [("A11", "B", 9)]
