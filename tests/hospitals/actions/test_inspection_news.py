import datetime as dt

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from hospitals.actions import inspection_news
from hospitals.actions import inspections as actions
from hospitals.actions.inspections import Result
from portal.models import OutboxMessage
from tests.factories import hospitals
from tests.factories import inspections as make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
MAY, JUNE = dt.date(2025, 5, 31), dt.date(2025, 6, 1)


@pytest.fixture
def member():
    return hospitals.hospital("平乐县人民医院")


@pytest.fixture
def network(member):
    made = hospitals.network(hospitals.hospital("牵头医院"), member)
    make.item(made)
    return made


@pytest.fixture
def people(network, member):
    return {
        "lead": hospitals.member("network_admin", network.lead),
        "local": hospitals.member("hospital_admin", member),
    }


def told(people):
    """(kind, who) of every notice that is owed."""
    names = {str(user.pk): name for name, user in people.items()}
    return [
        (row.kind.partition(".")[2], {names[pk] for pk in row.recipient_ids})
        for row in OutboxMessage.objects.order_by("created_at", "pk")
    ]


def test_each_step_is_told_to_the_other_side(network, member, people):
    lead, local = people.values()
    asked = {"hospital": member, "edition": make.EDITION, "year": 2026, "half": 1, "due_on": TODAY}
    row = actions.plan(network=network, details=asked, by=lead)
    said = {"inspected_on": TODAY, "inspector": "组长", "conclusion": "反馈", "due_on": TODAY}
    results = {"1.1": Result(7, "记录不完整")}
    row = actions.score(inspection=row, results=results, details=said, by=lead)
    done = {"measure": "补记", "closed_on": TODAY}

    finding = actions.rectify(finding=row.findings.get(), details=done, by=local)
    finding = actions.reopen(finding=finding, details={"note": "仍缺"}, by=lead)
    finding = actions.rectify(finding=finding, details=done, by=local)
    actions.verify(finding=finding, details={"verified_on": TODAY}, by=lead)

    assert told(people) == [
        ("plan", {"local"}),
        ("score", {"local"}),
        ("rectify", {"lead"}),
        ("reopen", {"local"}),
        ("rectify", {"lead"}),
        ("verify", {"local"}),
    ]
    second = OutboxMessage.objects.get(kind="inspection.score")
    assert second.url == row.get_absolute_url()
    assert second.payload == {"place": "平乐县人民医院", "year": 2026, "half": 1, "found": 1}


def test_what_is_late_is_told_once_to_each_who_must_act(network, member, people):
    make.planned(network, member, half=2, due_on=MAY)
    make.scored(network, member, {"1.1": (7, 10)}, found=["1.1"], day=dt.date(2025, 3, 1))

    for day in (dt.date(2025, 4, 30), MAY, JUNE, JUNE):
        inspection_news.remind(day)

    expected = [("late", {"lead"}), ("unmended", {"lead"}), ("unmended", {"local"})]
    assert sorted(told(people), key=str) == sorted(expected, key=str)


def test_members_that_nobody_planned_to_visit_are_counted_in_the_last_month(network, people):
    hospitals.network(hospitals.hospital("没有检查表的牵头医院"), hospitals.hospital("其成员"))
    for day in (MAY, JUNE, JUNE):
        inspection_news.remind(day)

    assert told(people) == [("missing", {"lead"})]
    owed = OutboxMessage.objects.get()
    assert owed.payload == {"place": network.name, "year": 2025, "half": 1, "count": 1}


@pytest.mark.parametrize(
    "kind", ["plan", "score", "rectify", "verify", "reopen", "late", "unmended", "missing"]
)
def test_words_name_place_and_round(kind):
    payload = {"place": "平乐县人民医院", "year": 2026, "half": 1, "found": 3, "count": 2}

    words = render_to_string(f"notices/inspection.{kind}.txt", {"payload": payload})

    assert "平乐县人民医院" in words
    assert "2026 年第 1 轮" in words
