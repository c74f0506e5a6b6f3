import pytest
from django.urls import reverse

from portal.models import AuditEvent
from tests.factories import hospitals
from tests.factories import referrals as make

SEARCH = reverse("dashboards:search")


def found(answer):
    if "found" not in answer.context:
        return None
    search = answer.context["found"]
    return [row.number for row in search.referrals], [row.name for row in search.hospitals]


@pytest.mark.parametrize("text", ["覃测", "qcs", "qinces", "1111", "心肌", "jxxj", "I21"])
def test_one_box_finds_a_patient_in_every_way(world, client, text):
    referral = make.at_state(world, "submitted")
    make.at_state(world, "submitted", **OTHER)
    client.force_login(world.receiver)

    answer = client.post(SEARCH, {"q": text})

    assert found(answer) == ([referral.number], [])
    assert "覃测试" not in answer.content.decode().replace(f'value="{text}"', "")


OTHER = {
    "patient_name": "李某某",
    "phone": "13900009999",
    "contact_phone": "13900008888",
    "main_diagnosis": "弥漫大B细胞淋巴瘤",
    "main_diagnosis_code": "C83.3",
}


def test_hits_are_grouped_and_marked(world, client):
    referral = make.at_state(world, "submitted")
    client.force_login(world.receiver)

    by_number = client.post(SEARCH, {"q": referral.number[-6:]})
    by_place = client.post(SEARCH, {"q": "县医院"})

    assert found(by_number) == ([referral.number], [])
    assert f"<mark>{referral.number[-6:]}</mark>" in by_number.content.decode()
    assert found(by_place) == ([], ["模拟县医院"])
    assert "模拟<mark>县医院</mark>" in by_place.content.decode()


def test_address_finds_numbers_and_hospitals_but_no_person(world, client):
    referral = make.at_state(world, "submitted")
    client.force_login(world.receiver)

    assert found(client.get(SEARCH, {"q": referral.number})) == ([referral.number], [])
    assert found(client.get(SEARCH, {"q": "县医院"})) == ([], ["模拟县医院"])
    assert found(client.get(SEARCH, {"q": "覃测试"})) == ([], [])
    assert found(client.get(SEARCH, {"q": "1111"})) == ([], [])
    assert found(client.get(SEARCH)) is None


def test_long_numbers_are_refused_at_the_field(world, client):
    client.force_login(world.receiver)

    answer = client.post(SEARCH, {"q": make.ID_NUMBER})

    assert answer.status_code == 422
    assert "不能按证件号码或完整电话查找" in answer.content.decode()


def test_strangers_and_commissions_find_no_person(world, client, stranger, commission_of):
    make.at_state(world, "submitted")

    for person in (stranger, commission_of(world.county.region)):
        client.force_login(person)
        assert found(client.post(SEARCH, {"q": "覃测试"}))[0] == []


def test_search_leaves_a_trace_without_its_text(world, client):
    client.force_login(world.receiver)

    client.post(SEARCH, {"q": "覃测试"})

    event = AuditEvent.objects.get(verb="referral.search")
    assert (event.actor_id, event.detail) == (world.receiver.pk, {"kind": "words"})


def test_more_than_shown_are_left_to_the_worklist(world, client):
    for _number in range(21):
        make.at_state(world, "submitted")
    client.force_login(world.receiver)

    answer = client.post(SEARCH, {"q": "qcs"})

    assert len(answer.context["rows"]) == 20
    assert "在工作台查看全部" in answer.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_search_takes_the_same_queries_for_any_number_of_hits(
    world, client, number, django_assert_num_queries
):
    for at in range(number):
        make.at_state(world, "submitted")
        hospitals.network(world.centre, hospitals.hospital(f"县医院{at}"))
    client.force_login(world.receiver)
    client.post(SEARCH, {"q": "医院"})

    # Session, person with versions; hits; the names of places; trace; inbox.
    with django_assert_num_queries(QUERIES):
        client.post(SEARCH, {"q": "心肌"})


QUERIES = 11
