import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction

from experts.models import Certificate, TrainingStay
from tests.factories import experts as make
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 1)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-03-01T04:00:00Z", tick=False):
        yield


def stay(sending, person=None, **fields):
    return make.stay(person or make.local(sending.project), sending.source, **fields)


@pytest.mark.parametrize(
    "fields, phase",
    [
        ({"since": TODAY + DAY}, "coming"),
        ({"since": TODAY - DAY}, "current"),
        ({"since": TODAY - DAY, "until": TODAY}, "current"),
        ({"since": TODAY - 9 * DAY, "until": TODAY - DAY}, "overdue"),
        ({"returned_on": TODAY}, "returned"),
        ({"returned_on": TODAY, "independent_on": TODAY + DAY}, "returned"),
        ({"returned_on": TODAY - DAY, "independent_on": TODAY}, "independent"),
    ],
)
def test_phase_of_a_row_is_that_of_the_filter(sending, fields, phase):
    row = stay(sending, **fields)
    rows = TrainingStay.objects.all()

    found = {name for name in ("coming", "current", "overdue") if getattr(rows, name)()}
    assert (row.phase, found) == (phase, {phase} & {"coming", "current", "overdue"})
    assert rows.returned().exists() is (phase in ("returned", "independent"))
    assert rows.independent().exists() is (phase == "independent")


def test_totals_count_people_once_and_stays_each(sending):
    person, other = make.local(sending.project), make.local(sending.project)
    back = {"until": dt.date(2024, 6, 30), "returned_on": dt.date(2024, 7, 1)}
    stay(sending, person, **back, independent_on=dt.date(2024, 9, 1), is_free=True)
    stay(sending, person, since=dt.date(2025, 1, 1), is_whole_team=True)
    stay(sending, other, **back)

    assert TrainingStay.objects.totals() == {
        "people": 2,
        "stays": 3,
        "whole_team": 1,
        "free": 1,
        "returned": 2,
        "independent": 1,
    }


def test_both_hospitals_see_a_stay_and_one_keeps_it(sending, stranger):
    row = stay(sending)
    people = (sending.sender, sending.receiver, stranger)

    seen = [TrainingStay.objects.visible_to(user).count() for user in people]
    assert seen == [1, 1, 0]
    assert row.places("training.edit") == {sending.project.pk}


def test_certificates_are_owed_until_renewed(sending):
    person, other = make.local(sending.project), make.local(sending.project)
    over = make.certificate(person, expires_on=TODAY - DAY)
    near = make.certificate(other, expires_on=TODAY + 90 * DAY)
    good = make.certificate(other, kind="acls", expires_on=TODAY + 91 * DAY)
    lasting = make.certificate(other, kind="nrp")
    rows = Certificate.objects.order_by("pk")

    states = [(row.is_over, row.is_expiring) for row in (over, near, good, lasting)]
    assert states == [(True, False), (False, True), (False, False), (False, False)]
    assert set(rows.owed()) == {over, near}
    assert set(rows.valid()) == {near, good, lasting}
    make.certificate(person, issued_on=TODAY, expires_on=TODAY + 700 * DAY)
    assert set(rows.owed()) == {near}


def test_search_finds_people_places_and_numbers(sending):
    person = make.local(sending.project, name="张三", pinyin="zhangsan zs")
    stay(sending, person, since=dt.date(2025, 1, 1))
    make.stay(person, at_place="省人民医院", until=dt.date(2024, 3, 1))
    make.certificate(person, number="B-77")

    counts = [TrainingStay.objects.about(text).count() for text in ("zs", "省人民", "scyy", "无")]
    assert counts == [2, 1, 1, 0]
    assert [Certificate.objects.about(text).count() for text in ("张", "b-77", "x")] == [1, 1, 0]


def refused(name, act):
    with pytest.raises(IntegrityError) as broken, transaction.atomic():
        act()
    assert broken.value.__cause__.diag.constraint_name == name


@pytest.mark.parametrize(
    "rule, fields",
    [
        ("stay_dates_in_order", {"until": dt.date(2023, 1, 1)}),
        ("stay_names_one_place", {"at_place": "另一家"}),
        ("stay_back_after_it_began", {"returned_on": dt.date(2023, 12, 31)}),
        ("stay_alone_after_return", {"independent_on": TODAY}),
    ],
)
def test_database_refuses_stays_that_cannot_be(sending, rule, fields):
    refused(rule, lambda: stay(sending, **fields))


def test_database_refuses_two_stays_at_once_and_one_at_home(sending):
    person = make.local(sending.project)
    stay(sending, person)

    refused("stay_one_at_a_time", lambda: stay(sending, person, since=dt.date(2025, 1, 1)))
    refused("stay_leaves_its_hospital", lambda: make.stay(person, sending.project))


@pytest.mark.parametrize(
    "rule, fields",
    [
        ("certificate_once", {"number": "1"}),
        ("certificate_dates_in_order", {"expires_on": dt.date(2023, 1, 1)}),
        ("certificate_has_a_number", {"number": ""}),
    ],
)
def test_database_refuses_certificates_that_cannot_be(rule, fields):
    person = make.local(hospitals.hospital("项目医院"))
    make.certificate(person, number="1")

    refused(rule, lambda: make.certificate(person, **fields))
