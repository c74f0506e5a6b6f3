import datetime as dt

import pytest

from experts.actions import batches
from experts.models import Posting
from portal.errors import NotAllowed, Refusal
from portal.models import AuditEvent
from tests.factories import experts as make
from tests.factories import hospitals

DAY = dt.date(2026, 1, 1)
DETAILS = {"kind": "resident", "since": DAY}


@pytest.fixture
def batch(sending):
    details = {"source_hospital": sending.source, "project_hospital": sending.project}
    return batches.open_batch(details=details | {"number": 1, "starts_on": DAY}, by=sending.sender)


@pytest.fixture
def listed(sending, batch):
    return batches.enlist(batch=batch, expert=sending.expert(), details=DETAILS, by=sending.sender)


def refused(act, **named):
    with pytest.raises(Refusal) as refusal:
        act(**named)
    return refusal.value.code


def test_list_counts_from_approval_by_another_person(sending, batch, listed):
    planned = Posting.objects.counts(DAY)
    batches.submit(batch=batch, by=sending.sender)
    own = refused(batches.approve, batch=batch, note="", by=sending.sender)

    done = batches.approve(batch=batch, note="同意", by=sending.receiver)

    assert (planned["people"], own, done.stage) == (0, "own_batch", "approved")
    assert Posting.objects.counts(DAY) == {"people": 1, "postings": 1, "on_post": 1}
    verbs = AuditEvent.objects.touching([sending.project.pk]).values_list("verb", flat=True)
    assert {"batch.open", "posting.enlist", "batch.submit", "batch.approve"} <= set(verbs)


def test_batch_comes_back_and_may_then_be_decided_by_who_returned_it(sending, batch, listed):
    batches.submit(batch=batch, by=sending.sender)

    back = batches.send_back(batch=batch, note="缺一名麻醉科专家", by=sending.receiver)
    again = batches.submit(batch=back, by=sending.sender, version=back.version)

    assert (back.stage, again.decided_by, again.stage) == ("returned", None, "submitted")
    assert batches.approve(batch=again, note="", by=sending.receiver).stage == "approved"


def test_closed_list_does_not_change(sending, batch, listed):
    batches.submit(batch=batch, by=sending.sender)
    act = {"by": sending.sender}
    expert = sending.expert()

    assert [
        refused(batches.enlist, batch=batch, expert=expert, details=DETAILS, **act),
        refused(batches.strike, posting=listed, **act),
        refused(batches.revise, batch=batch, details={"number": 2}, **act),
        refused(batches.submit, batch=batch, **act),
    ] == ["closed"] * 4


def test_empty_list_and_an_expert_of_elsewhere_are_refused(sending, batch):
    other = make.expert(sending.project)
    act = {"by": sending.sender}

    assert refused(batches.submit, batch=batch, **act) == "empty"
    assert refused(batches.enlist, batch=batch, expert=other, details=DETAILS, **act) == (
        "other_home"
    )
    assert refused(batches.approve, batch=batch, note="", by=sending.receiver) == "not_submitted"


def test_struck_expert_may_be_listed_elsewhere(sending, batch, listed):
    batches.strike(posting=listed, by=sending.sender, version=1)

    batches.enlist(batch=batch, expert=listed.expert, details=DETAILS, by=sending.sender)

    assert sorted(batch.postings.values_list("state", flat=True)) == ["planned", "struck"]


def test_residence_that_overlaps_is_refused_in_words(sending, batch, listed):
    with pytest.raises(Refusal) as refusal:
        batches.enlist(batch=batch, expert=listed.expert, details=DETAILS, by=sending.sender)

    assert refusal.value.message == "该专家在这段时间内已有常驻任务。"


def test_strangers_decide_nothing(sending, batch, listed):
    batches.submit(batch=batch, by=sending.sender)
    stranger = hospitals.member("hospital_admin", hospitals.hospital())

    with pytest.raises(NotAllowed):
        batches.approve(batch=batch, note="", by=stranger)
