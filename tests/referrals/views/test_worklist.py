import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.models import AuditEvent
from referrals.models import Referral
from referrals.views.worklist import CappedPaginator
from tests.factories import referrals as make

LIST = reverse("referrals:referral-list")
SEARCH = reverse("referrals:referral-search")


def rows(response):
    return [referral.number for referral in response.context["object_list"]]


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize(
    "who, tab, states",
    [
        ("clinician", "waiting", ["draft"]),
        ("reviewer", "waiting", ["pending_review"]),
        ("receiver", "waiting", ["submitted"]),
        ("coordinator", "sent", ["submitted", "pending_review", "draft"]),
        ("coordinator", "incoming", []),
        ("receiver", "incoming", ["submitted"]),
        ("receiver", "sent", []),
        ("coordinator", "all", ["submitted", "pending_review", "draft"]),
        ("receiver", "all", ["submitted"]),
    ],
)
def test_tabs_hold_what_they_say(world, client, who, tab, states):
    made = {state: make.at_state(world, state) for state in ("draft", "pending_review")}
    made["submitted"] = make.at_state(world, "submitted")
    client.force_login(getattr(world, who))

    answer = client.get(LIST, {"tab": tab})

    assert rows(answer) == [made[state].number for state in states]
    assert answer.context["paginator"].count == len(states)
    counts = {entry["tab"].code: entry["count"] for entry in answer.context["tabs"]}
    queued = len(states) if tab == "waiting" else counts["waiting"]
    assert (counts["waiting"], counts["late"], counts["all"]) == (queued, 0, None)


def test_late_is_said_in_words(world, client):
    referral = make.at_state(world, "submitted")
    Referral.objects.filter(pk=referral.pk).update(due_at=timezone.now() - dt.timedelta(days=3))
    client.force_login(world.receiver)

    answer = client.get(LIST, {"tab": "late"})

    assert rows(answer) == [referral.number]
    assert "超时 3 天" in text_of(answer)
    assert 'class="late"' in text_of(answer)


def test_waiting_puts_the_earliest_deadline_first(world, client):
    routine = make.at_state(world, "submitted")
    emergency = make.at_state(world, "submitted", priority="emergency")
    client.force_login(world.receiver)

    assert rows(client.get(LIST)) == [emergency.number, routine.number]


def test_names_are_masked(world, client):
    make.at_state(world, "submitted")
    client.force_login(world.receiver)

    assert "覃测试" not in text_of(client.get(LIST))
    assert "覃**" in text_of(client.get(LIST))


def test_stranger_sees_nothing(world, client, stranger):
    make.at_state(world, "submitted")
    client.force_login(stranger)

    for tab in ("waiting", "sent", "incoming", "late", "all"):
        answer = client.get(LIST, {"tab": tab})
        assert rows(answer) == []
        assert "模拟县医院" not in text_of(answer)


def test_commission_has_no_worklist(world, client, commission_of):
    make.at_state(world, "submitted")
    client.force_login(commission_of(world.county.region))

    assert client.get(LIST, {"tab": "all"}).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_list_takes_the_same_queries_for_any_number_of_rows(
    world, client, number, django_assert_num_queries
):
    for _row in range(number):
        make.at_state(world, "submitted")
    Referral.objects.update(is_synthetic=True)
    client.force_login(world.receiver)
    client.get(LIST)

    with django_assert_num_queries(QUERIES):
        client.get(LIST)


@pytest.mark.parametrize("number", [1, 3])
def test_poll_takes_the_same_queries_for_any_number_of_rows(
    world, client, number, django_assert_num_queries
):
    for _row in range(number):
        make.at_state(world, "submitted")
    client.force_login(world.receiver)
    client.get(LIST)

    with django_assert_num_queries(POLL_QUERIES):
        client.get(LIST, headers={"X-Polling": "1"})


# Session, person with versions; columns and views of the person; count of the other queue;
# count, rows and names of the page; inbox.
QUERIES = 9
# One more when something changed: count, and keys with versions of the rows, come before the page.
POLL_QUERIES = 10


def test_filters_narrow_the_tab(world, client):
    urgent = make.at_state(world, "submitted", priority="urgent")
    routine = make.at_state(world, "received")
    client.force_login(world.receiver)

    def found(**query):
        return rows(client.get(LIST, {"tab": "all"} | query))

    assert found(priority="urgent") == [urgent.number]
    assert found(state=["received", "submitted"]) == [routine.number, urgent.number]
    assert found(q=urgent.number[-4:]) == [urgent.number]
    assert found(direction="down") == []
    assert found(cross_level="city") == [routine.number, urgent.number]
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    assert found(submitted_after=tomorrow.isoformat()) == []


def test_filters_are_drawn_when_asked_for(world, client):
    client.force_login(world.receiver)

    assert 'name="priority"' not in text_of(client.get(LIST))
    assert 'name="priority"' in text_of(client.get(LIST, {"filters": "open"}))


def test_each_filter_in_force_can_be_taken_away(world, client):
    client.force_login(world.receiver)

    answer = client.get(LIST, {"priority": "urgent", "direction": "up", "tab": "all"})

    assert [
        (chip["label"], chip["value"], chip["without"]) for chip in answer.context["chips"]
    ] == [
        ("紧急程度", "紧急", "direction=up&tab=all"),
        ("方向", "上转", "priority=urgent&tab=all"),
    ]
    assert "清除筛选" in text_of(answer)


def test_empty_list_says_what_to_do_next(world, client):
    client.force_login(world.coordinator)

    assert "没有等待您处理的转诊单" in text_of(client.get(LIST))
    assert "新建转诊单" in text_of(client.get(LIST, {"tab": "all"}))
    assert "清除条件" in text_of(client.get(LIST, {"tab": "all", "priority": "urgent"}))


def test_name_is_searched_by_post_and_never_in_an_address(world, client):
    referral = make.at_state(world, "submitted")
    make.at_state(world, "submitted", patient_name="李某某")
    client.force_login(world.receiver)

    answer = client.post(f"{reverse('referrals:referral-search')}?tab=all", {"q": "覃测试"})
    assert answer["Location"] == f"{LIST}?tab=all"
    found = client.get(answer["Location"])
    assert rows(found) == [referral.number]
    assert "查找 覃**" in text_of(found)

    client.post(reverse("referrals:referral-search"), {"q": "覃测试", "clear": "1"})
    assert len(rows(client.get(LIST, {"tab": "all"}))) == 2


def test_number_is_searched_in_the_address(world, client):
    client.force_login(world.receiver)
    answer = client.post(f"{reverse('referrals:referral-search')}?tab=all", {"q": "000012"})

    assert answer["Location"] == f"{LIST}?tab=all&q=000012"


def test_counting_stops_where_nobody_pages(world):
    for _row in range(3):
        make.draft(world)

    class OfTwo(CappedPaginator):
        counted = 2

    assert OfTwo(Referral.objects.all(), 50).count == 2
    assert CappedPaginator(Referral.objects.all(), 50).count == 3


@pytest.mark.parametrize("text", ["450305199001010014", "13800001111", "4503 0519 9001 0100 14"])
def test_identity_and_telephone_numbers_never_come_into_an_address(world, client, text):
    client.force_login(world.clinician)

    answer = client.post(reverse("referrals:referral-search"), {"q": text}, follow=True)

    assert answer.redirect_chain == [(f"{LIST}?", 302)]
    assert "不能按证件号码或完整电话查找" in text_of(answer)


def test_lead_cannot_spell_out_a_masked_name_by_searching(world, client):
    make.at_state(world, "submitted")
    client.force_login(world.lead)

    client.post(reverse("referrals:referral-search"), {"q": "覃"})

    assert rows(client.get(f"{LIST}?tab=all")) == []


def test_pinyin_phone_tail_and_diagnosis_find_too(world, client):
    referral = make.at_state(world, "submitted")
    make.at_state(
        world,
        "submitted",
        patient_name="李某某",
        phone="13900009999",
        main_diagnosis="弥漫大B细胞淋巴瘤",
    )
    client.force_login(world.receiver)

    def found(text):
        return rows(client.post(f"{SEARCH}?tab=incoming", {"q": text}, follow=True))

    assert [found(text) for text in ("qcs", "qince", "1111", "心肌")] == [[referral.number]] * 4
    assert len(found("lbl")) == len(found("9999")) == len(found("淋巴瘤")) == 1
    assert found("lbl") != [referral.number]
    assert found("zzz") == []


def test_searched_text_is_sealed_in_the_session_and_told_to_nobody(world, client):
    client.force_login(world.receiver)

    client.post(SEARCH, {"q": "覃测试"})

    assert client.session["searched"].startswith("2:k1:")
    event = AuditEvent.objects.get(verb="referral.search")
    assert (event.actor_id, event.detail) == (world.receiver.pk, {"kind": "words"})
    assert event.hospital_ids == [str(world.centre.pk)]


def test_four_digits_may_be_a_telephone_and_stay_out_of_the_address(world, client):
    client.force_login(world.receiver)

    assert client.post(SEARCH, {"q": "1111"})["Location"] == f"{LIST}?"


def test_open_list_answers_304_until_a_row_changes(world, client):
    referral = make.at_state(world, "submitted")
    client.force_login(world.receiver)
    polling = {"X-Polling": "1"}
    first = client.get(LIST, headers=polling)
    asked = polling | {"If-None-Match": first["ETag"]}

    assert client.get(LIST, headers=asked).status_code == 304
    assert "ETag" not in client.get(LIST)
    make.move(world, referral, "receive")
    assert client.get(LIST, headers=asked).status_code == 200


def test_open_list_hears_of_what_no_row_says(world, client, time_machine):
    """Time that passes, and a person who holds another place than before."""
    referral = make.at_state(world, "submitted", priority="emergency")
    client.force_login(world.receiver)

    def polled(tab, tag=""):
        headers = {"X-Polling": "1"} | ({"If-None-Match": tag} if tag else {})
        return client.get(LIST, {"tab": tab}, headers=headers)

    late, seen = polled("late")["ETag"], polled("incoming")["ETag"]
    assert [polled("late", late).status_code, polled("incoming", seen).status_code] == [304, 304]

    time_machine.move_to(referral.due_at + dt.timedelta(minutes=1))
    assert polled("late", late).status_code == 200
    world.receiver.memberships.update(hospital=world.county)
    assert polled("incoming", seen).status_code == 200


def test_way_back_from_a_referral_leads_to_where_one_was(world, client):
    referral = make.at_state(world, "received")
    client.force_login(world.receiver)
    detail = reverse("referrals:referral-detail", args=[referral.pk])

    client.get(LIST, {"tab": "all", "state": "received", "page": "1"})
    assert 'href="/referrals/?tab=all&amp;state=received&amp;page=1"' in text_of(client.get(detail))
    client.get(reverse("referrals:referral-board"), {"priority": "urgent"})
    assert 'href="/referrals/board/?priority=urgent"' in text_of(client.get(detail))


@pytest.mark.parametrize("left", ["//evil.example/", "/audit/", "/referrals//evil.example", "x"])
def test_way_back_is_a_list_of_ours(world, client, left):
    referral = make.at_state(world, "received")
    client.force_login(world.receiver)
    client.cookies["way_back"] = left

    text = text_of(client.get(reverse("referrals:referral-detail", args=[referral.pk])))

    assert f'href="{left}"' not in text
    assert f'href="{LIST}"' in text


def test_view_is_where_a_first_visit_begins(world, client):
    client.force_login(world.receiver)

    assert client.get(LIST).status_code == 200
    assert "不认识的条件已忽略：colour" in text_of(client.get(LIST, {"colour": "red"}))


def test_list_is_sorted_by_its_heads(world, client):
    routine = make.at_state(world, "received")
    urgent = make.at_state(world, "received", priority="urgent")
    client.force_login(world.receiver)

    def found(**query):
        return rows(client.get(LIST, {"tab": "all"} | query))

    assert found(ordering="number") == [routine.number, urgent.number]
    assert found(ordering="-number") == [urgent.number, routine.number]
    assert found(ordering="priority") == [urgent.number, routine.number]
    assert 'aria-sort="ascending"' in text_of(client.get(LIST, {"ordering": "number"}))


def test_more_filters_narrow_the_list(world, client):
    here = make.at_state(world, "received")
    client.force_login(world.receiver)
    make.at_state(world, "submitted")
    Referral.objects.filter(pk=here.pk).update(
        state_since=timezone.now() - dt.timedelta(hours=30),
        due_at=timezone.now() - dt.timedelta(hours=1),
        green_channel="stroke",
    )

    def found(**query):
        return rows(client.get(LIST, {"tab": "all"} | query))

    assert found(waited_hours="24") == [here.number]
    assert found(late="true") == [here.number]
    assert found(green_channel="stroke") == [here.number]
    assert found(origin=str(world.county.pk), late="true") == [here.number]
    assert found(destination=str(world.county.pk)) == []
    assert found(department=str(world.unit.pk), late="true") == [here.number]
    assert found(reach="province", late="true") == [here.number]
    assert found(reach=["city", "away", "outside"]) == []
    assert found(submitted_before=timezone.localdate().isoformat(), late="true") == [here.number]


def test_unchanged_list_is_not_rendered(world, client, django_assert_num_queries):
    make.at_state(world, "submitted")
    client.force_login(world.receiver)
    asked = {
        "X-Polling": "1",
        "If-None-Match": client.get(LIST, headers={"X-Polling": "1"})["ETag"],
    }
    client.get(LIST, headers=asked)

    with django_assert_num_queries(4):
        assert client.get(LIST, headers=asked).status_code == 304


@pytest.mark.parametrize("page", ["99999", "0", "x", ""])
def test_a_page_that_is_not_there_is_the_nearest(world, client, page):
    referral = make.at_state(world, "submitted")
    client.force_login(world.receiver)

    response = client.get(LIST, {"page": page})

    assert [row.number for row in response.context["rows"]] == [referral.number]
