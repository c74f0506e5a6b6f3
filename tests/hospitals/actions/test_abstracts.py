"""From a sent file to stays in force: received, matched, read, held or ready, committed."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from hospitals.actions import abstracts, facts, incoming
from hospitals.actions.incoming import Sender
from hospitals.models import AbstractFile, ImportBatch
from hospitals.readers.abstracts import aside
from portal.errors import Incomplete, NotAllowed, Refusal, Stale
from portal.models import ImportMapping
from tests.factories import hospitals
from tests.factories.abstracts import COUNTY, HEADER, ORG, line, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def facts_dir(settings, tmp_path):
    settings.FACTS_DIR = tmp_path
    return tmp_path


@pytest.fixture
def place():
    province = hospitals.region("甲省", code="450000")
    city = hospitals.region("乙市", level="city", parent=province, code="450300")
    county = hospitals.region("丙县", level="county", parent=city, code=COUNTY)
    return hospitals.hospital("丙县人民医院", region=county, org_code=ORG)


def receive(place, *lines, by=None, content=None, month=None):
    upload = SimpleUploadedFile("首页.csv", content or sent(*(lines or [line()])))
    return abstracts.receive(upload=upload, sender=Sender(hospital=place), month=month, by=by)


def tried(place, *lines, **named):
    batch = receive(place, *lines, **named)
    incoming.queue(batch=batch, mapping=batch.mapping)
    return abstracts.read(batch_id=batch.pk)


def test_file_comes_in_force_only_with_the_commit(place, django_capture_on_commit_callbacks):
    batch = tried(place, line(1), line(2))
    assert (batch.state, batch.row_count, AbstractFile.objects.count()) == ("ready", 2, 0)

    with django_capture_on_commit_callbacks(execute=True):
        done = abstracts.commit(batch=batch)

    row = AbstractFile.objects.get()
    assert (done.state, row.hospital, row.month, row.rows) == (
        "current",
        place,
        dt.date(2026, 1, 1),
        2,
    )
    assert not aside.incoming(batch.pk).exists()
    assert list(facts.verify()) == []


def test_same_file_again_is_the_batch_it_was(place):
    first = abstracts.commit(batch=tried(place))

    again = receive(place)

    assert again == first
    assert ImportBatch.objects.count() == 1


def test_file_with_errors_is_refused_whole(place, facts_dir):
    batch = tried(place, line(1), line(2, sex="7"))

    assert (batch.state, batch.problem_count) == ("refused", 1)
    assert [(row.row, row.column, row.value, row.rule) for row in batch.problems.all()] == [
        (3, "sex", "7", "sex")
    ]
    assert list((facts_dir / "abstracts").glob("*/*")) == []
    with pytest.raises(Refusal, match="状态已变"):
        abstracts.commit(batch=batch)


def test_odd_batch_is_held_until_somebody_says_why(place):
    hospitals.handed_in(place, "2026-01-01", {"discharges": 100})

    batch = tried(place, line(1), line(2))

    assert batch.state == "held"
    assert batch.odd[0] == ("丙县人民医院 2026-01 有 2 例，月报出院 100 人次，相差超过 2%。", True)
    with pytest.raises(Incomplete, match="请说明"):
        abstracts.commit(batch=batch)
    assert abstracts.commit(batch=batch, note="新院区开诊").note == "新院区开诊"


def test_unreadable_file_leaves_no_batch(place, facts_dir):
    with pytest.raises(Refusal, match="空的"):
        receive(place, content=b" \n")

    assert ImportBatch.objects.count() == 0
    assert list((facts_dir / "incoming").iterdir()) == []


def test_id_numbers_in_place_of_hashes_refuse_the_file(place):
    batch = tried(place, line(1, person_key="450304199001011234"))

    assert batch.state == "refused"
    assert "身份证号" in batch.problems.get().hint


def test_another_hospitals_stays_are_refused(place):
    other = hospitals.hospital("丁县人民医院", region=place.region, org_code="450300027")

    batch = receive(other, line(1))
    incoming.queue(batch=batch, mapping=batch.mapping)

    assert abstracts.read(batch_id=batch.pk).findings["counts"] == {"org_other": 1}


def test_columns_must_be_matched_and_are_remembered(place):
    person = hospitals.member("hospital_admin", place)
    header = ["诊断" if name == "dx_main" else name for name in HEADER]
    told = line() | {"诊断": "I21.900"}
    batch = receive(place, content=sent(told, header=header), by=person)
    with pytest.raises(Incomplete, match="主要诊断编码"):
        incoming.queue(batch=batch, mapping=batch.mapping, by=person)

    mapping = batch.mapping | {"dx_main": [header.index("诊断")]}
    incoming.queue(batch=batch, mapping=mapping, by=person)

    assert ImportMapping.objects.of(person, "abstracts")["诊断"] == "dx_main"
    again = receive(place, content=sent(told, told, header=header), by=person)
    assert again.mapping["dx_main"] == mapping["dx_main"]


def test_commit_after_another_batch_is_stale(place):
    first, second = tried(place, line(1)), tried(place, line(2))
    abstracts.commit(batch=first)

    with pytest.raises(Stale, match="重新试运行"):
        abstracts.commit(batch=second)


@transaction.atomic
def commit_and_die(batch):
    abstracts.commit(batch=batch)
    raise KeyboardInterrupt


def test_crash_between_files_and_ledger_leaves_nothing_in_force(place):
    batch = tried(place)

    with pytest.raises(KeyboardInterrupt):
        commit_and_die(batch)

    batch.refresh_from_db()
    assert (batch.state, AbstractFile.objects.count()) == ("ready", 0)
    assert aside.incoming(batch.pk).exists()
    assert facts.sweep(older_than=-1) == 0
    assert abstracts.commit(batch=batch).state == "current"


def due_again(batch, **fields):
    ImportBatch.objects.filter(pk=batch.pk).update(next_try_at=timezone.now(), **fields)
    return incoming.claim_due() == [str(batch.pk)]


def test_reader_that_was_killed_three_times_has_failed(place):
    batch = receive(place)
    incoming.queue(batch=batch, mapping=batch.mapping)

    assert [due_again(batch, state="reading", tries=lost) for lost in (1, 2, 3)] == [
        True,
        True,
        False,
    ]
    batch.refresh_from_db()
    assert batch.state == "failed"


def test_waiting_behind_others_is_no_try(place):
    batch = receive(place)
    incoming.queue(batch=batch, mapping=batch.mapping)

    assert [due_again(batch) for _message in range(4)] == [True] * 4
    assert abstracts.read(batch_id=batch.pk).tries == 1


def test_who_reads_is_heard_and_not_disturbed_for_a_minute(place):
    batch, told = receive(place), []
    incoming.queue(batch=batch, mapping=batch.mapping)

    def say(_stage, _percent):
        row = ImportBatch.objects.get()
        told.append(dt.timedelta(0) < row.next_try_at - timezone.now() <= dt.timedelta(minutes=1))
        assert incoming.claim_due() == []

    abstracts.read(batch_id=batch.pk, say=say)

    assert set(told) == {True}


def test_forgotten_file_goes(place, django_capture_on_commit_callbacks):
    batch = receive(place)

    with django_capture_on_commit_callbacks(execute=True):
        incoming.drop_forgotten(now=timezone.now() + dt.timedelta(days=4))

    batch.refresh_from_db()
    assert (batch.state, aside.incoming(batch.pk).exists()) == ("dropped", False)


def test_only_those_who_may_send_for_a_place(place, stranger):
    with pytest.raises(NotAllowed):
        receive(place, by=stranger)


def test_stays_of_one_person_on_the_same_days_are_told_of(place):
    twice = [line(number, person_key="a" * 64) for number in (1, 2)]

    abstracts.commit(batch=tried(place, *twice, line(3)))

    assert AbstractFile.objects.get().counts["doubles"] == 1


def test_region_sends_for_its_hospitals(place, commission_of):
    city = place.region.parent
    person = commission_of(city)
    upload = SimpleUploadedFile("首页.csv", sent(line()))
    batch = abstracts.receive(upload=upload, sender=Sender(region=city), by=person)
    incoming.queue(batch=batch, mapping=batch.mapping, by=person)

    abstracts.commit(batch=abstracts.read(batch_id=batch.pk), by=person)

    assert AbstractFile.objects.visible_to(person).get().hospital == place
