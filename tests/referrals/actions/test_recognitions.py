import datetime as dt

import pytest

from portal.errors import Incomplete, NotAllowed, Refusal
from portal.models import AuditEvent
from referrals.actions import recognitions
from referrals.models import ResultRecognition
from referrals.readers.lines import Result
from tests.factories import referrals as make

USED = {"item": " 头颅CT ", "verdict": "recognised"}
REPEATED = {"item": "头颅CT", "verdict": "repeated", "reason_code": "changes_fast"}


def test_second_word_on_an_item_replaces_the_first(world):
    referral = make.at_state(world, "arrived")

    for details in (USED, REPEATED):
        recognitions.record(referral=referral, details=details, by=world.head)

    noted = ResultRecognition.objects.get()
    assert (noted.item, noted.verdict, noted.reason_code) == ("头颅CT", "repeated", "changes_fast")
    trail = AuditEvent.objects.filter(verb="recognition.record").order_by("at")
    assert [event.detail["verdict"] for event in trail] == ["recognised", "repeated"]


def test_recognised_result_has_no_reason(world):
    referral = make.at_state(world, "arrived")

    noted = recognitions.record(
        referral=referral, details=USED | {"reason_code": "other"} | {"comment": "x"}, by=world.head
    )

    assert noted.reason_code == ""


@pytest.mark.parametrize(
    ("details", "missing"),
    [
        ({"verdict": "recognised", "item": " "}, {"item"}),
        ({"item": "血常规"}, {"verdict"}),
        ({"item": "血常规", "verdict": "repeated"}, {"reason_code"}),
        (REPEATED | {"reason_code": "weather"}, {"reason_code"}),
        (REPEATED | {"reason_code": "other"}, {"comment"}),
    ],
)
def test_what_is_missing_is_named(world, details, missing):
    referral = make.at_state(world, "arrived")

    with pytest.raises(Incomplete) as refusal:
        recognitions.record(referral=referral, details=details, by=world.head)

    assert set(refusal.value.errors) == missing


def test_only_the_hospital_that_has_the_patient_notes_it(world):
    waiting, here = make.at_state(world, "accepted"), make.at_state(world, "arrived")

    with pytest.raises(Refusal) as refusal:
        recognitions.record(referral=waiting, details=USED, by=world.head)
    assert refusal.value.code == "not_arrived"
    with pytest.raises(NotAllowed):
        recognitions.record(referral=here, details=USED, by=world.clinician)
    assert recognitions.may_record(here, world.head)
    assert not recognitions.may_record(here, world.clinician)


@pytest.fixture
def with_results(world):
    """Came with two results, of which the first is on the list of recognised ones."""
    results = [Result("头颅CT", "未见出血", dt.date(2026, 1, 3), True), Result("血常规")]
    return make.at_state(world, "arrived", key_results=results)


def test_each_result_of_the_referral_is_judged_once(world, with_results):
    for verdict in ("recognised", "repeated"):
        details = {"result": 1, "verdict": verdict, "reason_code": "quality"}
        recognitions.record(referral=with_results, details=details, by=world.head)

    first, second = recognitions.results_of(with_results)
    assert (first.recognition.item, first.recognition.verdict) == ("2026-01-03 头颅CT", "repeated")
    assert first.recognition.reason_code == "quality"
    assert not hasattr(second, "recognition")
    assert ResultRecognition.objects.count() == 1


def test_result_that_the_referral_does_not_have_is_refused(world, with_results):
    with pytest.raises(Incomplete) as refusal:
        recognitions.record(
            referral=with_results, details={"result": 3, "verdict": "recognised"}, by=world.head
        )

    assert set(refusal.value.errors) == {"result"}


def test_what_was_judged_outlives_the_result_it_was_about(world, with_results):
    recognitions.record(
        referral=with_results, details={"result": 1, "verdict": "recognised"}, by=world.head
    )

    with_results.key_results.all().delete()

    noted = ResultRecognition.objects.get()
    assert (noted.result, noted.item) == (None, "2026-01-03 头颅CT")
