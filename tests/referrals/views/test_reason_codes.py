import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from referrals.models import ReasonCode
from tests.factories import hospitals

LIST = reverse("sla:reason-list")
SET = reverse("sla:reason-set")
DAY = dt.timedelta(days=1)


def end_of(code):
    return reverse("sla:reason-end", args=[ReasonCode.objects.get(code=code).pk])


def sent(**changes):
    return {
        "code": "flood",
        "label": "汛期道路中断",
        "sides": ["origin"],
        "counts_as": "system",
        "since": timezone.localdate().isoformat(),
    } | changes


def test_everyone_reads_the_list_and_its_keepers_change_it(world, client):
    seen = {}
    for person in (world.receiver, world.lead, hospitals.member("it_admin", world.county)):
        client.force_login(person)
        text = client.get(LIST).content.decode()
        seen[person] = ("无空床" in text, SET in text, end_of("no_bed") in text)
        assert (end_of("died") in text) is False
        assert client.get(SET).status_code == (200 if seen[person][1] else 403)
        assert client.get(end_of("no_bed")).status_code == (200 if seen[person][1] else 403)

    assert list(seen.values()) == [(True, False, False), (True, True, True), (True, True, True)]


def test_reason_is_added_changed_and_ended_on_pages(world, client):
    client.force_login(world.lead)

    added = client.post(SET, sent())
    form = client.get(f"{SET}?code=flood").context["form"]
    again = client.post(SET, sent(label="洪水"))
    ended = client.post(end_of("flood"), {"until": timezone.localdate().isoformat(), "version": 1})

    assert (added["Location"], again.status_code, ended["Location"]) == (LIST, 422, LIST)
    assert (form["label"].value(), form["sides"].value()) == ("汛期道路中断", ["origin"])
    row = ReasonCode.objects.get(code="flood")
    assert (row.label, row.until) == ("汛期道路中断", timezone.localdate())


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "Flood!"}, "code"),
        ({"sides": ["system"]}, "sides"),
        ({"sides": []}, "sides"),
        ({"since": "2020-01-01"}, "since"),
    ],
)
def test_mistakes_are_shown_at_their_fields(world, client, change, field):
    client.force_login(world.lead)

    answer = client.post(SET, sent(**change))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_list_narrows_by_side_doing_and_day(world, client):
    today = timezone.localdate()
    ReasonCode.objects.filter(code="no_bed").update(until=today - DAY)
    client.force_login(world.lead)

    def codes(**query):
        return {row.code for row in client.get(LIST, query).context["object_list"]}

    assert "no_bed" in codes()
    assert "no_bed" not in codes(valid_on=today.isoformat())
    assert codes(side="system") == {"died"}
    assert codes(side="origin", counts_as="system") == {"duplicate", "raised_in_error", "other"}


@pytest.mark.parametrize(
    ("query", "number"), [({"side": "system"}, 1), ({"counts_as": "system"}, 3)]
)
def test_list_takes_the_same_queries_for_any_number_of_rows(
    world, client, query, number, django_assert_num_queries
):
    client.force_login(world.lead)
    client.get(LIST)

    with django_assert_num_queries(QUERIES):
        rows = client.get(LIST, query).context["object_list"]

    assert len(rows) == number


# Session, person with versions; the rows and their count; unread.
QUERIES = 5
