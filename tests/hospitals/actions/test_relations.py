import datetime as dt

import pytest

from hospitals.actions import relations
from hospitals.models import CooperationProject, HospitalRelation
from portal.errors import NotAllowed, Refusal
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 1, 1)


def open_(source, project, host=None, since=DAY, by=None):
    by = by or hospitals.member("network_admin", source)
    return relations.open_relation(source=source, project=project, host=host, since=since, by=by)


def test_open_starts_a_project():
    source, project, host = (hospitals.hospital() for _number in range(3))

    relation = open_(source, project, host)

    plan = CooperationProject.objects.get()
    assert (plan.relation, plan.name, plan.stage) == (relation, project.name, "applying")


def test_open_refuses_a_ring():
    first, second, third = (hospitals.hospital(name) for name in ("甲院", "乙院", "丙院"))
    open_(first, second)
    open_(second, third)

    with pytest.raises(Refusal) as refusal:
        open_(third, first)

    assert refusal.value.code == "relation_ring"
    assert refusal.value.message == "甲院直接或间接是丙院的输出医院，不能反向建立关系。"


def test_open_after_an_end_is_no_ring():
    first, second = hospitals.hospital(), hospitals.hospital()
    relation = open_(first, second)
    by = hospitals.member("network_admin", first)
    relations.end_relation(relation=relation, until=dt.date(2024, 6, 1), by=by, version=1)

    open_(second, first, since=dt.date(2024, 7, 1))

    assert HospitalRelation.objects.not_over().count() == 1


@pytest.mark.parametrize(
    "case, code",
    [
        ("same", "relation_source_not_project"),
        ("host", "relation_host_is_a_third"),
        ("second", "relation_one_source_per_project"),
    ],
)
def test_open_explains_what_the_database_refuses(case, code):
    source, project = hospitals.hospital(), hospitals.hospital()
    other = {"same": source, "host": project, "second": project}[case]
    if case == "second":
        open_(hospitals.hospital(), project)

    with pytest.raises(Refusal) as refusal:
        open_(source, other, host=project if case == "host" else None)

    assert refusal.value.code == code


def test_end_once_and_not_before_the_beginning():
    source = hospitals.hospital()
    relation = open_(source, hospitals.hospital())
    by = hospitals.member("network_admin", source)

    with pytest.raises(Refusal) as early:
        relations.end_relation(relation=relation, until=dt.date(2001, 1, 1), by=by)
    relations.end_relation(relation=relation, until=DAY, by=by)
    with pytest.raises(Refusal) as again:
        relations.end_relation(relation=relation, until=DAY, by=by)

    assert (early.value.code, again.value.code) == ("relation_dates_in_order", "ended")


def test_open_needs_a_network_administrator_of_the_source():
    source, project = hospitals.hospital(), hospitals.hospital()
    by = hospitals.member("network_admin", project)

    with pytest.raises(NotAllowed):
        open_(source, project, by=by)


def test_correct_ends_nothing_and_makes_no_ring():
    first, second, host = (hospitals.hospital() for _number in range(3))
    by = hospitals.member("network_admin", first)
    relation = open_(first, second, by=by)
    told = {"host": host, "since": DAY, "since_text": "2024年初", "until": None}

    row = relations.correct_relation(relation=relation, details=told, by=by, version=1)

    over = told | {"until": dt.date(2024, 6, 1)}
    with pytest.raises(Refusal) as running:
        relations.correct_relation(relation=relation, details=over, by=by)
    relations.end_relation(relation=relation, until=over["until"], by=by)
    open_(second, first, since=dt.date(2024, 7, 1))
    with pytest.raises(Refusal) as ring:
        relations.correct_relation(relation=relation, details=told, by=by)
    assert (row.host, row.since_text) == (host, "2024年初")
    assert (running.value.code, ring.value.code) == ("not_ended", "relation_no_ring")
