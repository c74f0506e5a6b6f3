import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from hospitals.models import DutyShift
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")
# A Friday.
FRIDAY = dt.date(2026, 11, 20)


@pytest.fixture
def hospital():
    return hospitals.hospital()


def shift(hospital, person, begins="08:00", ends="18:00", **fields):
    kept = {"since": dt.date(2026, 1, 1), "phone": "0773-2821234"} | fields
    return DutyShift.objects.create(
        hospital=hospital, person=person, begins=begins, ends=ends, **kept
    )


def on_duty(hospital, hour, day=FRIDAY, **asked):
    moment = dt.datetime.combine(day, dt.time.fromisoformat(hour), CHINA)
    return [row.person for row in DutyShift.objects.on_duty(hospital, moment, **asked)]


@pytest.mark.parametrize(
    ("hour", "found"), [("07:59", []), ("08:00", ["日"]), ("17:59", ["日"]), ("18:00", [])]
)
def test_shift_holds_its_hours(hospital, hour, found):
    shift(hospital, "日")

    assert on_duty(hospital, hour) == found


@pytest.mark.parametrize(
    ("day", "hour", "found"),
    [
        (20, "17:59", []),
        (20, "18:00", ["夜"]),
        (20, "23:59", ["夜"]),
        (21, "00:00", ["夜"]),
        (21, "07:59", ["夜"]),
        (21, "08:00", []),
        (20, "03:00", []),
        (21, "20:00", []),
    ],
)
def test_night_belongs_to_the_day_on_which_it_began(hospital, day, hour, found):
    shift(hospital, "夜", "18:00", "08:00", weekday=FRIDAY.weekday())

    assert on_duty(hospital, hour, FRIDAY.replace(day=day)) == found


def test_last_night_of_a_span_ends_in_the_morning_after(hospital):
    shift(hospital, "夜", "18:00", "08:00", since=FRIDAY, until=FRIDAY)

    assert on_duty(hospital, "07:00", FRIDAY) == []
    assert on_duty(hospital, "07:00", FRIDAY + dt.timedelta(days=1)) == ["夜"]
    assert on_duty(hospital, "19:00", FRIDAY + dt.timedelta(days=1)) == []


def test_shift_with_the_same_hours_lasts_all_day(hospital):
    shift(hospital, "全天", "08:00", "08:00")

    assert [on_duty(hospital, hour) for hour in ("00:00", "07:59", "08:00")] == [["全天"]] * 3


def test_deputies_and_first_line_are_told_apart(hospital):
    shift(hospital, "一线")
    shift(hospital, "二线", is_deputy=True)

    assert on_duty(hospital, "09:00") == ["一线"]
    assert on_duty(hospital, "09:00", deputy=True) == ["二线"]


def test_department_asked_for_goes_first_and_others_do_not_answer(hospital):
    mine, other = hospitals.department(hospital), hospitals.department(hospital, "外科")
    shift(hospital, "总值班")
    shift(hospital, "外科", department=other)
    shift(hospital, "内科", department=mine)

    assert on_duty(hospital, "09:00", department=mine) == ["内科", "总值班"]


def test_other_hospitals_are_not_called(hospital):
    shift(hospitals.hospital(), "别处")

    assert on_duty(hospital, "09:00") == []


def test_stranger_sees_no_roster(hospital, stranger):
    shift(hospital, "日")

    assert list(DutyShift.objects.visible_to(stranger)) == []
