import datetime as dt

import pytest

from hospitals.actions import calendars
from hospitals.models import CalendarDay
from portal.errors import Incomplete, NotAllowed, Refusal
from portal.models import AuditEvent
from referrals import workdays
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
FILE = "day,is_workday,name\n2027-01-01,0,元旦\n2027-01-03,上班,调休\n".encode()


@pytest.fixture
def hospital():
    return hospitals.hospital()


@pytest.fixture
def admin(hospital):
    return hospitals.member("hospital_admin", hospital)


def free_days(year):
    """Weekdays off less weekends worked: what the law gives."""
    days = CalendarDay.objects.national().filter(day__year=year)
    off = [row for row in days if not row.is_workday and row.day.weekday() < 5]
    return len(off) - days.filter(is_workday=True).count()


def test_published_years_give_the_days_that_the_law_gives():
    calendars.load_national()

    assert {year: free_days(year) for year in (2024, 2025, 2026)} == {2024: 11, 2025: 13, 2026: 13}
    assert CalendarDay.objects.years() == {2024, 2025, 2026}
    worked = CalendarDay.objects.filter(is_workday=True)
    assert all(row.day.weekday() >= 5 for row in worked)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-02-13", 1, "2026-02-14"),  # the Saturday before Spring Festival is worked
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2025-10-01", 1, "2025-10-09"),
        ("2024-02-09", 1, "2024-02-18"),
    ],
)
def test_workdays_around_holidays(start, days, end):
    calendars.load_national()
    deviations = CalendarDay.objects.deviations(None, dt.date.fromisoformat(start))
    moment = dt.datetime.fromisoformat(f"{start}T09:00+08:00")

    assert workdays.after(moment, days, deviations).date() == dt.date.fromisoformat(end)


def test_loading_twice_keeps_what_somebody_changed():
    assert calendars.load_national() > 80
    CalendarDay.objects.filter(day="2026-10-01").update(name="国庆")

    assert calendars.load_national() == 0
    assert CalendarDay.objects.get(day="2026-10-01").name == "国庆"


def test_file_of_the_operator_replaces_what_was_there():
    calendars.load_national(content=FILE)
    changed = FILE.replace(b"2027-01-01,0", b"2027-01-01,1")

    assert calendars.load_national(content=changed) == 0
    assert CalendarDay.objects.get(day="2027-01-01").is_workday is True


def test_import_sets_the_days_of_one_hospital(hospital, admin):
    assert calendars.import_days(hospital=hospital, content=FILE, by=admin) == 2
    assert calendars.import_days(hospital=hospital, content=FILE, by=admin) == 2

    days = CalendarDay.objects.filter(hospital=hospital)
    assert [(row.day.day, row.is_workday) for row in days] == [(1, False), (3, True)]
    assert AuditEvent.objects.filter(verb="calendar.import").count() == 2


@pytest.mark.parametrize(
    "content",
    [
        b"date,free\n2027-01-01,1\n",
        b"day,is_workday,name\n2027-13-01,0,x\n",
        b"day,is_workday,name\n2027-01-01,maybe,x\n",
        b"day,is_workday,name\n2027-01-01,0,\n",
        b"day,is_workday,name\n2027-01-01,0,x\n2027-01-01,1,y\n",
        b"",
    ],
)
def test_file_that_cannot_be_meant_is_refused_whole(hospital, admin, content):
    with pytest.raises(Incomplete) as refused:
        calendars.import_days(hospital=hospital, content=content, by=admin)

    assert list(refused.value.errors) == ["file"]
    assert not CalendarDay.objects.exists()


def test_day_is_added_changed_and_deleted(hospital, admin):
    details = {"day": dt.date(2026, 10, 8), "is_workday": False, "name": "院庆"}
    row = calendars.add_day(hospital=hospital, details=details, by=admin)
    row = calendars.edit_day(calendar_day=row, details={"is_workday": True}, by=admin, version=1)
    assert (row.is_workday, row.version) == (True, 2)

    calendars.delete_day(calendar_day=row, by=admin, version=2)

    assert not CalendarDay.objects.exists()
    verbs = AuditEvent.objects.order_by("at").values_list("verb", flat=True)
    assert list(verbs) == ["calendar.set", "calendar.set", "calendar.delete"]


def test_same_day_twice_is_refused_in_words(hospital, admin):
    details = {"day": dt.date(2026, 10, 8), "is_workday": False, "name": "院庆"}
    calendars.add_day(hospital=hospital, details=details, by=admin)

    with pytest.raises(Refusal, match="这一天已设置过"):
        calendars.add_day(hospital=hospital, details=details, by=admin)


def test_nations_days_and_other_hospitals_are_not_ones_own(hospital, admin):
    nation = CalendarDay.objects.create(day="2026-10-01", name="国庆节")
    foreign = CalendarDay.objects.create(
        day="2026-10-08", name="校庆", hospital=hospitals.hospital()
    )

    with pytest.raises(Refusal, match="运维"):
        calendars.delete_day(calendar_day=nation, by=admin)
    with pytest.raises(NotAllowed):
        calendars.edit_day(calendar_day=foreign, details={"name": "x"}, by=admin)
