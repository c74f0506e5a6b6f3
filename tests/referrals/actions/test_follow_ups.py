import datetime as dt

import pytest
from django.utils import timezone

from portal.errors import Incomplete, NotAllowed, Refusal, Stale
from portal.models import AuditEvent, OutboxMessage
from referrals.actions import follow_ups, transfers
from referrals.models import CarePlan, FollowUpTask, Referral
from tests.factories import care
from tests.factories import referrals as make

DIED = {"discharge_mode": "5", "final_diagnosis": "心力衰竭"}
TODAY = {"due_on": dt.date(2030, 1, 1), "kind": "visit"}


def days_from_now(tasks):
    return [(task.due_on - timezone.localdate()).days for task in tasks]


def test_tasks_are_made_when_the_patient_is_taken_over_once(world):
    child = care.taken_over(world)

    first, again = care.tasks(world, child), care.tasks(world, child)

    assert days_from_now(first) == [7, 14, 30]
    assert [task.pk for task in first] == [task.pk for task in again]


def test_plan_decides_the_days(world):
    child = care.down(world, days=[14, 3])

    assert CarePlan.objects.get().days == [3, 14]
    assert days_from_now(care.tasks(world, care.taken_over(world, child))) == [3, 14]


@pytest.mark.parametrize("days", [[], [0], [401]])
def test_impossible_days_are_refused(world, days):
    child = care.down(world)

    with pytest.raises(Incomplete):
        follow_ups.plan(referral=child, days=days, warning_signs="", by=child.author)


def test_plan_belongs_to_the_author_until_it_is_sent(world):
    child = care.down(world)
    with pytest.raises(NotAllowed):
        follow_ups.plan(referral=child, days=[7], warning_signs="", by=world.clinician)

    sent = care.taken_over(world, child)

    with pytest.raises(Refusal):
        follow_ups.plan(referral=sent, days=[7], warning_signs="", by=child.author)


def test_going_up_makes_no_tasks(world):
    follow_ups.open_tasks(make.at_state(world, "admitted"), at=timezone.now())

    assert FollowUpTask.objects.count() == 0


def test_record_keeps_what_was_found_once(world):
    task = care.tasks(world)[0]

    done = care.looked_after(world, task, kind="visit", readmitted=True)

    assert (done.state, done.kind, done.readmitted, done.done_by) == (
        "done",
        "visit",
        True,
        world.clinician,
    )
    with pytest.raises(Refusal) as refusal:
        care.looked_after(world, task)
    assert refusal.value.code == "already_done"
    assert AuditEvent.objects.filter(verb="follow_up.write").count() == 1


@pytest.mark.parametrize("missing", ["findings", "readmitted"])
def test_record_needs_findings_and_whether_readmitted(world, missing):
    task = care.tasks(world)[0]

    with pytest.raises(Incomplete) as refusal:
        care.looked_after(world, task, **{missing: None})

    assert set(refusal.value.errors) == {missing}


def test_only_the_hospital_below_writes_and_at_the_version_it_read(world):
    task = care.tasks(world)[0]
    details = {"findings": "好", "readmitted": False}

    with pytest.raises(NotAllowed):
        follow_ups.record(task=task, details=details, by=world.head)
    with pytest.raises(Stale):
        follow_ups.record(task=task, details=details, by=world.clinician, version=7)
    future = timezone.now() + dt.timedelta(days=1)
    with pytest.raises(Refusal):
        follow_ups.record(task=task, details=details, by=world.clinician, at=future)


def test_move_cancel_and_add(world):
    child = care.taken_over(world)
    first, second, _third = care.tasks(world, child)

    moved = follow_ups.move(task=first, details=TODAY, by=world.clinician)
    with pytest.raises(Incomplete):
        follow_ups.cancel(task=second, details={}, by=world.clinician)
    gone = follow_ups.cancel(task=second, details={"findings": "已迁居"}, by=world.clinician)
    added = follow_ups.add(referral=child, details=TODAY, by=world.clinician)

    assert (moved.due_on, moved.kind, moved.state) == (*TODAY.values(), "open")
    assert (gone.state, added.seq) == ("cancelled", 4)
    with pytest.raises(NotAllowed):
        follow_ups.add(referral=child, details=TODAY, by=world.head)


def test_nobody_adds_before_the_patient_is_taken_over(world):
    child = care.down(world)

    with pytest.raises(Refusal):
        follow_ups.add(referral=child, details=TODAY, by=world.clinician)


def test_finishing_needs_the_first_look_unless_the_patient_died(world):
    child = care.taken_over(world)
    task = care.tasks(world, child)[0]

    with pytest.raises(Refusal) as refusal:
        follow_ups.need_first(child, details={"discharge_mode": "1"})
    assert refusal.value.code == "no_follow_up"
    follow_ups.need_first(child, details={"discharge_mode": "5"})
    care.looked_after(world, task)
    follow_ups.need_first(child, details={"discharge_mode": "1"})


def test_due_and_late_are_of_ones_own_hospital(world, stranger):
    tasks = care.tasks(world)
    today = timezone.localdate()
    FollowUpTask.objects.filter(pk=tasks[0].pk).update(due_on=today)
    FollowUpTask.objects.filter(pk=tasks[1].pk).update(due_on=today - dt.timedelta(days=1))

    def counts(user):
        rows = FollowUpTask.objects.visible_to(user).of_hospitals(user)
        return rows.due().count(), rows.late().count()

    assert [counts(user) for user in (world.clinician, world.head, stranger)] == [
        (2, 1),
        (0, 0),
        (0, 0),
    ]


def late_notices():
    return OutboxMessage.objects.filter(kind="follow_up.late").order_by("created_at")


def test_overdue_look_is_told_once_for_each_day_it_was_planned_for(world):
    first, *_others = care.tasks(world)
    late = timezone.now() + dt.timedelta(days=8)

    swept = [follow_ups.sweep(now=late) for _time in range(2)]

    staff = {str(user.pk) for user in (world.clinician, world.coordinator)}
    assert (swept, late_notices().count()) == ([1, 0], 1)
    assert set(late_notices().get().recipient_ids) == staff
    follow_ups.move(
        task=first,
        details={"due_on": timezone.localdate(late), "kind": "visit"},
        by=world.clinician,
    )
    assert follow_ups.sweep(now=late) == 0
    assert follow_ups.sweep(now=late + dt.timedelta(days=1)) == 1
    assert late_notices().count() == 2


def test_nobody_is_told_of_what_is_done_or_of_the_dead(world):
    first, second, third = care.tasks(world)
    care.looked_after(world, first)
    follow_ups.cancel(task=second, details={"findings": "已迁居。"}, by=world.clinician)
    transfers.finish_treatment(referral=third.referral, by=world.clinician, details=DIED)

    assert follow_ups.sweep(now=timezone.now() + dt.timedelta(days=99)) == 0


def test_death_ends_what_is_planned_and_says_why(world):
    first, *_, third = care.tasks(world)
    care.looked_after(world, first)

    transfers.finish_treatment(referral=third.referral, by=world.clinician, details=DIED)

    ended = FollowUpTask.objects.order_by("seq").values_list("state", "findings")
    why = ("cancelled", "患者死亡")
    assert list(ended) == [("done", "恢复良好。"), why, why]
    assert AuditEvent.objects.filter(verb="follow_up.write").count() == 3


def test_death_on_a_later_way_up_ends_what_an_earlier_one_planned(world):
    child = care.taken_over(world)
    later = make.at_state(world, "submitted")
    care.tasks(world, child)
    Referral.objects.filter(pk=later.pk).update(person_hash=child.person_hash)

    make.move(world, later, "record_death")

    assert {task.state for task in child.follow_ups.all()} == {"cancelled"}
    assert not child.timers.filter(kind="follow_up", ended_at=None).exists()


def test_first_look_ends_its_clock_for_good(world):
    task = care.tasks(world)[0]
    running = task.referral.timers.filter(kind="follow_up", ended_at=None)
    before = running.count()

    care.looked_after(world, task)
    transfers.interim_reply(
        referral=task.referral, by=world.clinician, details={"findings": "稳定。", "plan": "继续。"}
    )

    assert (before, running.count()) == (1, 0)
