import datetime as dt

import pytest

from hospitals.models import CalendarDay
from tests.factories import hospitals

pytestmark = pytest.mark.django_db


def test_everybody_sees_the_nations_days_and_nobody_those_of_strangers(stranger):
    mine = hospitals.hospital()
    nation = CalendarDay.objects.create(day="2026-10-01", name="国庆节")
    CalendarDay.objects.create(day="2026-10-08", name="校庆", hospital=mine)

    assert list(CalendarDay.objects.visible_to(stranger)) == [nation]


def test_years_are_those_that_the_nation_has_arranged():
    CalendarDay.objects.create(day="2026-10-01", name="国庆节")
    CalendarDay.objects.create(day="2027-10-01", name="校庆", hospital=hospitals.hospital())

    assert CalendarDay.objects.years() == {2026}


def test_days_before_the_one_asked_for_do_not_count():
    CalendarDay.objects.create(day="2026-10-01", name="国庆节")

    assert CalendarDay.objects.deviations(None, dt.date(2026, 10, 2)) == {}
