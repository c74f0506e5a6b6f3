import datetime as dt

import pytest

from experts.models import Activity, OutreachCampaign, OutreachStop
from tests.factories import experts as make
from tests.factories.sql import refused

DAY = dt.date(2024, 3, 1)


@pytest.mark.parametrize(
    "fields, constraint",
    [
        ({"participants": -1}, "experts_activity_participants_check"),
        ({"patients": -1}, "experts_activity_patients_check"),
        ({"kind": "remote_surgery"}, "activity_remote_is_online"),
    ],
)
def test_database_keeps_activities_sane(sending, fields, constraint):
    row = make.activity(sending.project, sending.expert())

    assert refused(row, **fields) == constraint


def test_database_keeps_campaigns_in_order_and_once(sending):
    row = make.campaign(sending.project, 5, 6)
    other = make.campaign(sending.project)
    first, second = row.stops.order_by("day")

    assert [
        refused(row, until=dt.date(2023, 12, 31)),
        refused(other, name=row.name),
        refused(second, day=first.day),
        refused(second, served=-1),
    ] == [
        "campaign_dates_in_order",
        "campaign_once",
        "stop_once_per_day_and_kind",
        "experts_outreachstop_served_check",
    ]


def test_totals_count_each_activity_once_however_many_experts(sending):
    people = [sending.expert() for _number in range(3)]
    make.activity(sending.project, *people)
    make.activity(sending.project, people[0], kind="lecture", day=DAY)
    rows = Activity.objects.filter(experts__in=people)

    assert rows.totals() == {"activities": 2, "participants": 20, "patients": 8}
    assert [row["activities"] for row in rows.by_kind().order_by("kind")] == [1, 1]
    assert Activity.objects.between(DAY, DAY).totals()["activities"] == 1


def test_counties_are_summed_over_stops(sending):
    make.campaign(sending.project, 5, 6)

    row = OutreachCampaign.objects.with_served().get()
    assert (row.stop_count, row.served) == (2, 11)
    (county,) = OutreachStop.objects.by_county()
    assert (county["stops"], county["people"]) == (2, 11)


def test_where_it_was_and_whose_expert_did_it_see_it(sending, stranger):
    row = make.activity(sending.project, sending.expert())
    people = (sending.sender, sending.receiver, stranger)

    assert [list(Activity.objects.visible_to(user)) for user in people] == [[row], [row], []]
    make.campaign(sending.project)
    assert [OutreachCampaign.objects.visible_to(user).count() for user in people] == [0, 1, 0]
