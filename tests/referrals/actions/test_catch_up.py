import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from portal.errors import Incomplete, NotAllowed, Refusal, Stale
from portal.models import AuditEvent, OutboxMessage
from referrals.actions import catch_up
from referrals.models import CatchUpTask, SearchEntry
from tests.factories import care, hospitals
from tests.factories import referrals as make

CONFIRMED = {"outcome": "confirmed"}
FOUND = {"patient_name": "韦测试", "id_type": "resident", "id_number": make.ID_NUMBER, "sex": "2"}


def test_review_is_owed_once_within_a_day_and_told(world):
    referral, at = make.draft(world), timezone.now()

    for _time in range(2):
        catch_up.owe_review(referral, at=at)

    task = CatchUpTask.objects.get()
    assert task.due_at == at + dt.timedelta(hours=24)
    told = OutboxMessage.objects.get(kind="catch_up.review")
    assert told.recipient_ids == [str(world.reviewer.pk)]


def test_hospital_without_review_owes_none(world):
    world.county.review_required = False
    world.county.save()

    catch_up.owe_review(make.draft(world), at=timezone.now())

    assert CatchUpTask.objects.count() == 0


def test_identity_is_owed_for_the_unknown_only(world):
    catch_up.owe_identity(make.draft(world), at=timezone.now())
    unknown = make.draft(world, id_type="unknown", id_number="")
    catch_up.owe_identity(unknown, at=timezone.now())

    assert CatchUpTask.objects.get().referral == unknown


def test_reviewer_confirms_once(world):
    task = care.owed(make.at_state(world, "submitted"))

    done = catch_up.review(task=task, details=CONFIRMED, by=world.reviewer)

    assert (done.outcome, done.done_by) == ("confirmed", world.reviewer)
    told = OutboxMessage.objects.get(kind="catch_up.confirmed")
    assert told.recipient_ids == [str(world.clinician.pk)]
    with pytest.raises(Refusal) as refusal:
        catch_up.review(task=task, details=CONFIRMED, by=world.reviewer)
    assert refusal.value.code == "already_done"


def test_author_reviews_nothing_of_their_own(world):
    author = hospitals.member("hospital_admin", world.county)
    referral = make.draft(world)
    referral.author = author
    referral.save()
    task = care.owed(referral)

    with pytest.raises(NotAllowed):
        catch_up.review(task=task, details=CONFIRMED, by=author)
    with pytest.raises(NotAllowed):
        catch_up.review(task=task, details=CONFIRMED, by=world.coordinator)


@pytest.mark.parametrize(
    ("details", "missing"), [({}, "outcome"), ({"outcome": "objected"}, "note")]
)
def test_objection_needs_words(world, details, missing):
    task = care.owed(make.draft(world))

    with pytest.raises(Incomplete) as refusal:
        catch_up.review(task=task, details=details, by=world.reviewer)

    assert set(refusal.value.errors) == {missing}


def test_version_and_kind_must_fit(world):
    task = care.owed(make.draft(world))

    with pytest.raises(Stale):
        catch_up.review(task=task, details=CONFIRMED, by=world.reviewer, version=5)
    with pytest.raises(Refusal) as refusal:
        catch_up.correct_identity(task=task, details=FOUND, by=world.clinician)

    assert refusal.value.code == "other_kind"


def test_looking_is_noted_once_and_for_reviewers_only(world):
    task = care.owed(make.draft(world))

    for person in (world.coordinator, world.reviewer, world.reviewer):
        catch_up.look(task=task, by=person)

    task.refresh_from_db()
    assert task.looked_at is not None
    assert AuditEvent.objects.filter(verb="catch_up.look").count() == 1


def test_identity_is_completed_and_found_again(world):
    referral = make.draft(world, id_type="unknown", id_number="", patient_name="无名氏")
    task = care.owed(referral, kind="identity")
    before = SearchEntry.objects.get(referral=referral).tokens

    catch_up.correct_identity(task=task, details=FOUND, by=world.clinician)

    referral.patient.refresh_from_db()
    assert (referral.patient.name, referral.patient.sex) == ("韦测试", "2")
    assert referral.patient.id_hash
    assert SearchEntry.objects.get(referral=referral).tokens != before
    detail = AuditEvent.objects.get(verb="catch_up.identity").detail
    assert make.ID_NUMBER not in str(detail)


def test_identity_needs_a_number(world):
    task = care.owed(make.draft(world, id_type="unknown", id_number=""), kind="identity")

    with pytest.raises(Incomplete):
        catch_up.correct_identity(task=task, details={"id_type": "resident"}, by=world.clinician)


def test_late_and_whose_it_is(world, stranger):
    hour = dt.timedelta(hours=1)
    care.owed(make.draft(world), due_at=timezone.now() - hour)
    care.owed(make.draft(world), kind="identity")

    def seen(user):
        rows = CatchUpTask.objects.visible_to(user)
        return rows.count(), rows.late().count()

    people = (world.reviewer, world.clinician, world.receiver, stranger)
    assert [seen(user) for user in people] == [(1, 1), (1, 0), (0, 0), (0, 0)]


@pytest.mark.parametrize("kind", ["review", "identity"])
def test_overdue_task_is_told_once_to_those_whose_it_is(world, kind):
    task = care.owed(make.draft(world), kind=kind)
    late = task.due_at + dt.timedelta(minutes=1)

    swept = [catch_up.sweep(now=moment) for moment in (task.due_at, late, late)]

    told = OutboxMessage.objects.get(kind="catch_up.late")
    whose = {"review": [world.reviewer], "identity": [world.clinician, world.coordinator]}[kind]
    assert swept == [0, 1, 0]
    assert told.recipient_ids == sorted(str(user.pk) for user in whose)


def test_nobody_is_told_of_what_is_made_good(world):
    task = care.owed(make.draft(world))
    catch_up.review(task=task, details=CONFIRMED, by=world.reviewer)

    assert catch_up.sweep(now=task.due_at + dt.timedelta(days=1)) == 0


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_tell_once():
    task = care.owed(make.draft(make.World()))
    late, barrier, told = task.due_at + dt.timedelta(hours=1), threading.Barrier(2), []

    def sweep():
        barrier.wait()
        try:
            told.append(catch_up.sweep(now=late))
        finally:
            connection.close()

    racers = [threading.Thread(target=sweep) for _number in range(2)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    assert sorted(told) == [0, 1]
    assert OutboxMessage.objects.filter(kind="catch_up.late").count() == 1
