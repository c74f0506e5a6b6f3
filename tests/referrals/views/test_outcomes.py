import pytest
from django.urls import reverse
from django.utils import timezone

from referrals.actions import readmissions
from referrals.models import CatchUpTask, Readmission, ResultRecognition
from referrals.readers.lines import Result
from tests.factories import care
from tests.factories import referrals as make

CHECK_IN = "/referrals/check-in/"
CATCH_UP = "/referrals/catch-up/"
BACK = "/referrals/readmissions/"


def page_of(name, row):
    return reverse(f"referrals:{name}", args=[row.pk])


@pytest.fixture
def booked(world):
    return make.at_state(world, "scheduled")


def test_code_leads_to_the_arrival_of_its_patient(world, client, booked):
    code = booked.arrival_codes.get().code
    client.force_login(world.desk)

    found = client.post(CHECK_IN, {"code": code})
    page = client.get(found["Location"])
    shown = page.content.decode()
    sent = {"identity_checked": "on", "ticket": page.context["form"]["ticket"].value()}
    client.post(found["Location"], sent | {"version": page.context["version"]})

    assert found["Location"] == page_of("referral-arrive", booked)
    assert ("覃**" in shown, booked.patient.id_number in shown) == (True, False)
    booked.refresh_from_db()
    assert booked.state == "arrived"


def test_wrong_codes_stay_counted_and_lock(world, client):
    client.force_login(world.desk)

    answers = [client.post(CHECK_IN, {"code": "AAAAAA"}).status_code for _try in range(6)]

    assert answers == [422] * 5 + [409]
    assert client.get(CHECK_IN).status_code == 200


def test_origin_reads_the_code_and_the_desk_does_not(world, client, booked):
    code = booked.arrival_codes.get().code

    def shown(user):
        client.force_login(user)
        return code in client.get(page_of("referral-detail", booked)).content.decode()

    assert [shown(user) for user in (world.clinician, world.desk)] == [True, False]


def test_recognition_by_page_is_counted_on_the_referral(world, client):
    referral = make.at_state(world, "admitted")
    client.force_login(world.head)
    page = page_of("recognition-record", referral)

    client.post(page, {"item": "血常规", "verdict": "recognised"})
    wrong = client.post(page, {"item": "头颅CT", "verdict": "repeated"})
    client.post(page, {"item": "头颅CT", "verdict": "repeated", "reason_code": "quality"})

    shown = client.get(page_of("referral-detail", referral)).content.decode()
    assert (wrong.status_code, ResultRecognition.objects.count()) == (422, 2)
    assert "互认 1 项，共登记 2 项" in shown
    client.force_login(world.clinician)
    assert client.get(page).status_code == 403


@pytest.fixture
def back(world):
    earlier = make.at_state(world, "treated")
    again = make.at_state(world, "admitted", id_number=earlier.patient.id_number)
    return readmissions.check(again, at=timezone.now())


def test_readmission_is_listed_until_it_is_judged(world, client, back):
    client.force_login(world.head)

    waiting = client.get(BACK)
    shown = client.get(page_of("readmission-judge", back)).content.decode()
    client.post(page_of("readmission-judge", back), {"verdict": "planned", "version": 1})

    assert list(waiting.context["object_list"]) == [back]
    assert back.earlier.number in shown
    assert list(client.get(BACK).context["object_list"]) == []
    assert list(client.get(f"{BACK}?tab=all").context["object_list"]) == [back]


def test_readmissions_take_the_same_queries_for_one_row_and_three(
    world, client, back, django_assert_num_queries
):
    client.force_login(world.head)
    client.get(BACK)
    with django_assert_num_queries(6):
        client.get(BACK)
    for _time in range(2):
        earlier = make.at_state(world, "treated")
        again = make.at_state(world, "admitted", id_number=earlier.patient.id_number)
        readmissions.check(again, at=timezone.now())

    with django_assert_num_queries(6):
        assert len(client.get(BACK).context["object_list"]) == 3
    assert Readmission.objects.count() == 3


def test_review_afterwards_by_page(world, client):
    task = care.owed(make.at_state(world, "submitted"))
    client.force_login(world.reviewer)
    page = page_of("catch-up-do", task)

    client.get(page)
    wrong = client.post(page, {"outcome": "objected", "version": 1})
    client.post(page, {"outcome": "objected", "note": "指征不足。", "version": 1})

    task.refresh_from_db()
    assert wrong.status_code == 422
    assert (task.looked_at is not None, task.outcome) == (True, "objected")
    assert client.get(f"{CATCH_UP}?tab=done").context["object_list"].get() == task
    assert client.get(page).context["possible"] is False


def test_identity_is_completed_by_page(world, client):
    unknown = make.draft(world, id_type="unknown", id_number="")
    task = care.owed(unknown, kind="identity")
    client.force_login(world.clinician)
    found = {"patient_name": "韦测试", "id_type": "resident", "version": 1}

    wrong = client.post(page_of("catch-up-do", task), found | {"id_number": "1234"})
    client.post(page_of("catch-up-do", task), found | {"id_number": make.ID_NUMBER})

    unknown.patient.refresh_from_db()
    assert (wrong.status_code, unknown.patient.id_number) == (422, make.ID_NUMBER)


def test_catch_ups_take_the_same_queries_for_one_row_and_three(
    world, client, django_assert_num_queries
):
    client.force_login(world.reviewer)
    care.owed(make.draft(world))
    client.get(CATCH_UP)
    with django_assert_num_queries(6):
        client.get(CATCH_UP)
    for _time in range(2):
        care.owed(make.draft(world))

    with django_assert_num_queries(6):
        assert len(client.get(CATCH_UP).context["object_list"]) == 3
    assert CatchUpTask.objects.count() == 3


def test_each_result_of_the_referral_is_recognised_by_one_press(world, client):
    results = [Result("头颅CT", "未见出血"), Result("血常规")]
    referral = make.at_state(world, "admitted", key_results=results)
    client.force_login(world.head)
    page = page_of("recognition-record", referral)

    one = client.post(page, {"result": "1", "verdict": "recognised"})
    asked = client.get(f"{page}?result=2&verdict=repeated").context["form"]
    wrong = client.post(page, {"result": "2", "verdict": "repeated"})

    assert (one.status_code, wrong.status_code) == (302, 422)
    assert (asked["result"].value(), asked["verdict"].value()) == ("2", "repeated")
    shown = client.get(page_of("referral-detail", referral)).content.decode()
    assert "互认 1 项，共登记 1 项" in shown
    assert "转诊单上还有 1 项未登记" in shown
