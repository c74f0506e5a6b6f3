import pytest
from django.urls import reverse
from django.utils import timezone

from experts.models import Activity, OutreachStop
from tests.factories import experts as make
from tests.factories import hospitals

ACTIVITIES, CAMPAIGNS = (reverse(f"experts:{name}-list") for name in ("activity", "campaign"))


def page(name, row):
    return reverse(f"experts:{name}", args=[row.pk])


@pytest.fixture
def receiver(client, sending):
    client.force_login(sending.receiver)
    return client


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("url, queries", [(ACTIVITIES, 11), (CAMPAIGNS, 10)])
def test_lists_ask_the_same_for_one_row_and_three(
    receiver, sending, url, queries, rows, django_assert_num_queries
):
    for _number in range(rows):
        make.activity(sending.project, sending.expert(), sending.expert())
        make.campaign(sending.project, 3)
    receiver.get(url)

    with django_assert_num_queries(queries):
        assert len(receiver.get(url).context["object_list"]) == rows


@pytest.mark.parametrize(
    "query, count",
    [
        ({"q": "胃镜"}, 1),
        ({"q": "张某某"}, 1),
        ({"q": "zzz"}, 0),
        ({"kind": "lecture"}, 0),
        ({"mode": "onsite"}, 1),
        ({"first": "2024-01-01", "last": "2024-01-01"}, 1),
        ({"first": "2024-01-02"}, 0),
        ({"last": "2023-12-31"}, 0),
    ],
)
def test_activities_are_filtered(receiver, sending, query, count):
    make.activity(sending.project, sending.expert(name="张某某"), topic="胃镜演示")

    assert len(receiver.get(ACTIVITIES, query).context["object_list"]) == count


def test_counts_follow_the_filters(receiver, sending):
    person = sending.expert()
    make.activity(sending.project, person, sending.expert())
    make.activity(sending.project, person, kind="lecture", participants=40, patients=0)

    every, one = (
        receiver.get(ACTIVITIES, query).context
        for query in ({"expert": person.pk}, {"kind": "lecture"})
    )

    assert (every["total"], one["total"]) == ([2, 50, 4], [1, 40, 0])
    assert one["counts"] == [["讲课", 1, 40, 0]]


def test_next_entry_begins_with_the_last_one(receiver, sending):
    person = sending.posting().expert
    url = page("activity-log", sending.project)
    fresh = receiver.get(url).context["form"]
    told = {"kind": "remote_surgery", "mode": "onsite", "experts": [person.pk]}
    told |= {"department": "骨科", "day": "2024-05-01", "participants": 4, "patients": 1}
    nobody = receiver.post(url, told | {"experts": []})
    answer = receiver.post(url, told, follow=True)

    row = Activity.objects.get()
    assert (row.mode, row.department, list(row.experts.all())) == ("online", sending.unit, [person])
    shown = answer.context["form"]
    assert (nobody.status_code, fresh["day"].value()) == (422, timezone.localdate())
    assert [shown[name].value() for name in ("kind", "department", "experts", "day")] == [
        "remote_surgery",
        "骨科",
        [person.pk],
        timezone.localdate(),
    ]


def test_clinician_logs_and_only_at_the_own_hospital(client, sending):
    client.force_login(hospitals.member("referring_clinician", sending.project))

    answers = [
        client.get(page("activity-log", place)) for place in (sending.project, sending.source)
    ]
    assert [answer.status_code for answer in answers] == [200, 403]


def test_activity_is_shown_and_revised_at_the_version_seen(receiver, sending):
    person = sending.posting().expert
    row = make.activity(sending.project, person)
    told = {"kind": "round", "mode": "onsite", "experts": [person.pk], "topic": "疑难病例"}
    told |= {"day": "2024-05-01", "participants": 4, "patients": 1}

    stale = receiver.post(page("activity-revise", row), told | {"version": 7})
    future = receiver.post(page("activity-revise", row), told | {"version": 1, "day": "2999-01-01"})
    receiver.post(page("activity-revise", row), told | {"version": 1})

    assert (stale.status_code, future.status_code) == (412, 422)
    assert "疑难病例" in receiver.get(page("activity-detail", row)).content.decode()
    work = receiver.get(person.get_absolute_url()).context["work"]
    assert work == [("教学查房", "round", 1, 4, 1)]


def test_campaign_goes_from_county_to_county(receiver, sending):
    told = {"name": "秋季巡回", "since": "2024-05-01", "until": "2024-05-09"}
    made = receiver.post(page("campaign-open", sending.project), told)
    row = sending.project.campaigns.get()
    stop = {"region": sending.project.region.code, "day": "2024-05-02", "kind": "clinic"}
    receiver.post(page("stop-add", row), stop | {"served": 30})
    outside = receiver.post(page("stop-add", row), stop | {"served": 1, "day": "2024-04-01"})
    first = OutreachStop.objects.get()
    receiver.post(page("stop-revise", first), stop | {"served": 35, "version": 1})
    receiver.post(page("campaign-revise", row), told | {"name": "冬季巡回", "version": 1})

    shown = receiver.get(made.url).content.decode()
    assert (outside.status_code, "冬季巡回" in shown, "35" in shown) == (409, True, True)
    assert receiver.get(CAMPAIGNS).context["counties"].get()["people"] == 35
