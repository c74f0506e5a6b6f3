import datetime as dt

import pytest
from django.template.loader import render_to_string

from hospitals.actions import report_news, reports
from portal.models import OutboxMessage
from tests.factories import hospitals
from tests.factories import reports as make

pytestmark = pytest.mark.django_db
NOTE = {"note": "数据有误"}
DUE, LATE = dt.date(2026, 10, 5), dt.date(2026, 10, 10)


@pytest.fixture
def hospital():
    return hospitals.hospital("平乐县人民医院")


@pytest.fixture
def people(hospital):
    """Who fills in, who approves here, and who approves and locks above; by their words."""
    lead = hospitals.hospital()
    hospitals.network(lead, hospital)
    return {
        "clerk": hospitals.member("it_admin", hospital),
        "admin": hospitals.member("hospital_admin", hospital),
        "lead": hospitals.member("network_admin", lead),
    }


def told(people):
    """(kind, who) of every notice that is owed."""
    names = {str(user.pk): name for name, user in people.items()}
    return [
        (row.kind, {names[pk] for pk in row.recipient_ids})
        for row in OutboxMessage.objects.order_by("created_at", "pk")
    ]


def test_each_step_is_told_to_whom_it_concerns(hospital, people):
    clerk, admin, lead = people.values()
    row = reports.submit(report=make.full(hospital), by=clerk)
    row = reports.send_back(report=row, details=NOTE, by=lead)
    row = reports.submit(report=row, by=clerk)
    row = reports.approve(report=row, details={"note": ""}, by=admin)
    row = reports.lock(report=row, by=lead)
    reports.reopen(report=row, details=NOTE, by=lead)

    assert told(people) == [
        ("report.submit", {"admin", "lead"}),
        ("report.send_back", {"clerk", "admin"}),
        ("report.submit", {"admin", "lead"}),
        ("report.approve", {"clerk"}),
        ("report.reopen", {"clerk", "admin"}),
    ]
    last = OutboxMessage.objects.latest("created_at")
    assert last.payload == {"place": "平乐县人民医院", "month": "2026-09"}
    assert (last.url, "数据有误" in str(last.payload)) == (row.get_absolute_url(), False)


def test_missing_reports_are_reminded_of_once_and_once_more_when_late(hospital, people):
    hospitals.hospital("不在医联体的医院")
    for day in (dt.date(2026, 10, 4), DUE, DUE, LATE, LATE):
        report_news.remind(day)

    assert told(people) == [
        ("report.due", {"clerk", "admin"}),
        ("report.late", {"clerk", "admin", "lead"}),
        # Of the lead's own report, which nobody there fills in.
        ("report.late", {"lead"}),
    ]


@pytest.mark.parametrize("state, many", [("draft", 1), ("submitted", 0), ("approved", 0)])
def test_a_draft_is_no_report(hospital, people, state, many):
    if state == "draft":
        make.full(hospital)
    else:
        hospitals.handed_in(hospital, "2026-09-01", make.FIGURES, state=state)

    report_news.remind(DUE)

    assert len(told(people)) == many


@pytest.mark.parametrize("kind", ["due", "late", "submit", "send_back", "approve", "reopen"])
def test_words_name_the_place_and_the_month(kind):
    payload = {"place": "平乐县人民医院", "month": "2026-09"}

    text = render_to_string(f"notices/report.{kind}.txt", {"payload": payload})

    assert text.startswith("平乐县人民医院 2026-09 月报")
