import threading

import pytest
from django.db import connection

from portal.errors import Incomplete, NotAllowed, Refusal
from portal.models import AuditEvent
from referrals.actions import children, transfers
from referrals.models import Referral
from tests.factories import care, hospitals
from tests.factories import referrals as make


@pytest.fixture
def treated(world):
    referral = make.at_state(world, "treated")
    letter = {"down_referral": True, "down_reason": "生命体征平稳。", "medicines": "氯吡格雷。"}
    return make.move(world, referral, "reply", **letter)


@pytest.fixture
def author(world):
    return hospitals.member("referring_clinician", world.centre)


def test_draft_goes_back_in_the_same_chain_with_what_is_known(world, treated, author):
    child = children.down_refer(referral=treated, details={}, by=author)

    assert (child.parent, child.chain_id, child.state) == (treated, treated.chain_id, "draft")
    assert (child.origin, child.destination) == (world.centre, world.county)
    assert (child.direction, child.priority) == ("down", "routine")
    assert (child.main_diagnosis, child.main_diagnosis_code) == ("急性心肌梗死", "I21.9")
    assert child.patient.pk != treated.patient.pk
    assert child.patient.id_hash == treated.patient.id_hash
    assert child.patient.name == treated.patient.name
    assert (child.treatment_so_far, child.medicines) == ("植入支架。", "氯吡格雷。")
    assert (child.down_condition, child.care_plan.days) == ("生命体征平稳。", [7, 14, 30])
    assert AuditEvent.objects.filter(verb="referral.child", target_id=child.pk).count() == 1


def test_what_the_author_says_goes_before_the_suggestion(world, treated, author):
    other = hospitals.hospital("模拟社区医院")

    child = children.down_refer(
        referral=treated,
        details={"destination": other, "medicines": "停药。", "days": [3], "signs": "发热"},
        by=author,
    )

    assert (child.destination, child.medicines) == (other, "停药。")
    assert (child.care_plan.days, child.care_plan.warning_signs) == ([3], "发热")


def test_another_final_diagnosis_takes_no_code_along(world, author):
    referral = make.at_state(world, "admitted")
    referral = make.move(world, referral, "finish_treatment", final_diagnosis="主动脉夹层")

    child = children.down_refer(referral=referral, details={}, by=author)

    assert (child.main_diagnosis, child.main_diagnosis_code) == ("主动脉夹层", "")


def test_only_the_hospital_that_treats_sends_down(world, treated):
    with pytest.raises(NotAllowed):
        children.down_refer(referral=treated, details={}, by=world.clinician)


def test_nobody_goes_down_before_admission(world, author):
    with pytest.raises(Refusal) as refusal:
        children.down_refer(referral=make.at_state(world, "arrived"), details={}, by=author)

    assert refusal.value.code == "not_admitted"


def test_one_open_way_down_at_a_time(world, treated, author):
    assert children.may_go_down(treated, author)
    children.down_refer(referral=treated, details={}, by=author)

    with pytest.raises(Refusal) as refusal:
        children.down_refer(referral=treated, details={}, by=author)

    assert refusal.value.code == "already_down"
    assert not children.may_go_down(treated, author)


def test_follow_up_that_needs_it_sends_up_again_once(world):
    task = care.tasks(world)[0]
    with pytest.raises(Refusal):
        children.refer_up(task=task, by=world.clinician)
    care.looked_after(world, task, findings="胸痛复发。", needs_referral=True)

    up = children.refer_up(task=task, by=world.clinician)

    task.refresh_from_db()
    assert task.sent_up == up
    assert (up.origin, up.destination, up.direction) == (world.county, world.centre, "up")
    assert (up.parent, up.chain_id) == (task.referral, task.referral.chain_id)
    assert (up.summary, up.priority) == ("胸痛复发。", "urgent")
    with pytest.raises(Refusal) as refusal:
        children.refer_up(task=task, by=world.clinician)
    assert refusal.value.code == "already_sent_up"
    with pytest.raises(NotAllowed):
        children.refer_up(task=task, by=world.head)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_draft():
    world, outcomes = make.World(), []
    treated = make.at_state(world, "treated")
    author = hospitals.member("referring_clinician", world.centre)

    def click():
        try:
            outcomes.append(children.down_refer(referral=treated, details={}, by=author).state)
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _number in range(4)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()

    assert sorted(outcomes) == ["already_down"] * 3 + ["draft"]
    assert Referral.objects.filter(parent=treated).count() == 1


def test_closing_needs_a_word_while_nobody_took_the_patient_over(world, treated):
    with pytest.raises(Incomplete) as refusal:
        make.move(world, treated, "acknowledge", note="")
    assert set(refusal.value.errors) == {"note"}

    child = care.taken_over(world, care.down(world, treated))

    assert treated.went_down
    assert child.parent == treated
    assert make.move(world, treated, "acknowledge", note="").state == "completed"


def test_patient_who_was_sent_down_is_looked_after_before_it_ends(world):
    child = care.taken_over(world)
    task = child.follow_ups.first()
    finish = {"discharge_mode": "1", "final_diagnosis": "急性心肌梗死"}

    with pytest.raises(Refusal) as refusal:
        transfers.finish_treatment(referral=child, by=world.clinician, details=finish)
    assert refusal.value.code == "no_follow_up"
    care.looked_after(world, task)

    done = transfers.finish_treatment(referral=child, by=world.clinician, details=finish)
    assert done.state == "treated"
