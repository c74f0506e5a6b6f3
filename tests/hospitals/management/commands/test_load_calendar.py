import pytest
from django.core.management import CommandError, call_command

from hospitals.models import CalendarDay

pytestmark = pytest.mark.django_db


def test_years_of_the_release_and_then_one_from_a_file(tmp_path):
    call_command("load_calendar")
    later = tmp_path / "2027.csv"
    later.write_text("day,is_workday,name\n2027-01-01,0,元旦\n", encoding="utf-8")

    call_command("load_calendar", str(later))

    assert CalendarDay.objects.years() == {2024, 2025, 2026, 2027}


def test_file_that_cannot_be_read_is_refused(tmp_path):
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("nonsense\n", encoding="utf-8")

    with pytest.raises(CommandError):
        call_command("load_calendar", str(wrong))
