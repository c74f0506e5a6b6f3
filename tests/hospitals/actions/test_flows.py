"""Flow returns from a sent file to rows in force: read by a process, held or ready, restored."""

import datetime as dt

import pytest

from hospitals.actions import flows
from hospitals.models import FlowReturn, ImportBatch, ImportProblem
from hospitals.readers.abstracts import aside
from portal.errors import Incomplete, NotAllowed, Refusal
from portal.models import AuditEvent, ImportMapping
from tests.factories import flows as make
from tests.factories.flows import cell, tried
from tests.factories.hospitals import handed_in, hospital, member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def facts_dir(settings, tmp_path):
    settings.FACTS_DIR = tmp_path


@pytest.fixture
def world():
    return make.world()


def in_force():
    rows = FlowReturn.objects.in_force().order_by("origin_code", "destination_code")
    return [(row.origin_code, row.destination_code, row.stays) for row in rows]


def checks(batch):
    return [one["rule"] for one in batch.findings["checks"]]


def test_nothing_is_in_force_before_the_commit(world, django_capture_on_commit_callbacks):
    batch = tried(world["A"], cell("A11", "B", 7), cell("A12", "A11", "<5"))
    assert (batch.state, batch.row_count, batch.progress, in_force()) == ("ready", 2, 100, [])

    with django_capture_on_commit_callbacks(execute=True):
        done = flows.commit(batch=batch, by=member("commission_viewer", world["A"]))

    assert (done.state, done.first_month) == ("current", dt.date(2024, 3, 1))
    assert in_force() == [("A11", "B", 7), ("A12", "A11", None)]
    paths = [aside.incoming(batch.pk), aside.rows_of(batch.pk)]
    assert [path.exists() for path in paths] == [False, False]
    assert AuditEvent.objects.filter(verb="batch.import", target_id=batch.pk).count() == 1


def test_progress_is_told_as_it_goes_on(world):
    told = []
    batch = make.received(world["A"], cell("A11", "B", 7))

    flows.read(batch_id=batch.pk, say=lambda stage, percent: told.append((stage, percent)))

    assert [stage for stage, _percent in told] == ["parse", "rules", "sums", "write"]
    assert [percent for _stage, percent in told] == sorted(percent for _stage, percent in told)


def test_errors_refuse_the_whole_file(world):
    batch = tried(world["A"], cell("A11", "B", 7), cell("A12", "B", "many"))

    assert (batch.state, batch.problem_count) == ("refused", 1)
    problem = ImportProblem.objects.get()
    assert (problem.row, problem.column, problem.value) == (3, "n_stays", "many")


def test_uneven_lines_are_named_by_their_number(world):
    batch = tried(world["A"], cell("A11", "B", 7), cell("A12", "B", 8) + ",9")

    assert (batch.state, batch.problems.get().row) == ("refused", 3)
    assert batch.problems.get().hint == "这一行的列数与表头不同，或引号没有闭合。"


def test_foreign_heads_are_matched_and_remembered(world):
    person = member("commission_viewer", world["A"])
    header = "统计年月,参保地代码,就医地代码,病种体系,病种,我院叫法"
    batch = make.flows.receive(
        upload=make.SimpleUploadedFile("a.csv", make.file(cell("A11", "B", 7), header=header)),
        sender=make.Sender(region=world["A"]),
        source_system="hqms",
        code_system=make.SYSTEM,
        by=person,
    )
    assert make.incoming.lacking(batch, batch.mapping) == ["n_stays"]

    mapping = batch.mapping | {"n_stays": [5]}
    make.incoming.queue(batch=batch, mapping=mapping, by=person)

    assert flows.read(batch_id=batch.pk).state == "ready"
    assert ImportMapping.objects.of(person, "flows")["我院叫法"] == "n_stays"
    again = make.received(world["A"], cell("A11", "B", 8), header=header, by=person)
    assert again.mapping["n_stays"] == [5]


def test_older_batch_is_restored_and_the_newer_steps_back(world):
    old = flows.commit(batch=tried(world["A"], cell("A11", "B", 7), cell("A12", "B", 8)))
    new = flows.commit(batch=tried(world["A"], cell("A11", "B", 9)))
    assert in_force() == [("A11", "B", 9), ("A12", "B", 8)]

    flows.restore(batch=old)

    assert in_force() == [("A11", "B", 7), ("A12", "B", 8)]
    new.refresh_from_db()
    assert (new.state, new.rows.get().replaced_by) == ("replaced", old)
    flows.restore(batch=new)
    assert in_force() == [("A11", "B", 9), ("A12", "B", 8)]
    assert AuditEvent.objects.filter(verb="batch.restore").count() == 2


def test_only_what_was_replaced_can_be_restored_by_who_may_send(world):
    batch = flows.commit(batch=tried(world["A"], cell("A11", "B", 7)))

    with pytest.raises(Refusal, match="不用恢复"):
        flows.restore(batch=batch)
    with pytest.raises(NotAllowed):
        flows.restore(batch=batch, by=member("commission_viewer", world["B"]))


def test_same_file_is_committed_once(world):
    first, second = (tried(world["A"], cell("A11", "B", 7)) for _time in range(2))
    flows.commit(batch=first)

    with pytest.raises(Refusal, match="已经导入过"):
        flows.commit(batch=second)


def test_result_that_is_gone_must_be_tried_again(world):
    batch = tried(world["A"], cell("A11", "B", 7))
    aside.rows_of(batch.pk).unlink()

    with pytest.raises(Refusal, match="重新试运行"):
        flows.commit(batch=batch)


def test_many_rows_are_written_by_a_job(world):
    batch = tried(world["A"], cell("A11", "B", 7), cell("A12", "B", 8))
    ImportBatch.objects.update(row_count=flows.AT_ONCE + 1)

    waiting = flows.commit(batch=batch, by=member("commission_viewer", world["A"]))
    assert (waiting.state, waiting.stage, in_force()) == ("waiting", "commit", [])

    done = flows.read(batch_id=batch.pk)
    assert (done.state, done.progress, done.next_try_at) == ("current", 100, None)
    assert in_force() == [("A11", "B", 7), ("A12", "B", 8)]


def test_odd_batch_needs_words(world):
    rows = [cell("A11", "A11", 900, f"2024-0{month}") for month in (1, 2, 3)]
    flows.commit(batch=tried(world["A"], *rows))

    batch = tried(world["A"], cell("A11", "A11", 9000, "2024-04"), cell("A12", "B", 70, "2024-04"))
    assert (batch.state, checks(batch)) == ("held", ["flow_jump"])
    assert batch.odd[0][0] == "地A11 2024-04 有 9000 人次，近 12 个月中位数为 900 人次。"
    with pytest.raises(Incomplete):
        flows.commit(batch=batch)

    assert flows.commit(batch=batch, note="新院区开诊").state == "current"


def test_more_than_the_hospital_discharged_is_held(world):
    place = hospital(region=world["B11"], org_code="H1")
    handed_in(place, "2024-03-01", {"discharges": 50})
    header = make.HEADER.replace("dest_code", "dest_org_code")

    batch = tried(world["A"], cell("A11", "H1", 60), header=header)

    assert checks(batch) == ["flow_capacity"]
    assert ImportBatch.objects.get().state == "held"
