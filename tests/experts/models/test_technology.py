import datetime as dt

import pytest

from experts.models import NewTechnology
from tests.factories import experts as make
from tests.factories.sql import refused

DAY = dt.date(2024, 3, 1)


@pytest.mark.parametrize(
    "fields, constraint",
    [
        ({"independent_local": 4}, "technology_alone_part_of_all"),
        ({"complications": 4}, "technology_harm_part_of_all"),
        ({"month": dt.date(2024, 1, 2)}, "technology_month_is_a_first"),
    ],
)
def test_database_keeps_parts_below_the_whole(sending, fields, constraint):
    row = make.month(make.technology(sending.project), patients=3)

    assert refused(row, **fields) == constraint


@pytest.mark.parametrize(
    "fields, constraint",
    [
        ({"local_independent_on": dt.date(2024, 2, 29)}, "technology_alone_after_first"),
        ({"status": "stopped"}, "technology_stopped_on_a_day"),
        ({"stopped_on": DAY}, "technology_stopped_on_a_day"),
    ],
)
def test_database_keeps_the_days_of_a_technology(sending, fields, constraint):
    row = make.technology(sending.project, first_done_on=DAY)

    assert refused(row, **fields) == constraint


def test_database_keeps_a_name_once_per_hospital_aliases_too(sending):
    make.technology(sending.project, "TEER")
    make.technology(sending.source, "TEER")
    other = make.technology(sending.project, "IVUS")

    assert refused(other.names.get(), normalised="teer") == "technology_name_once"


def test_database_keeps_names_with_letters_and_months_once(sending):
    technology = make.technology(sending.project)
    make.month(technology)
    second = make.month(technology, DAY)

    assert [
        refused(technology.names.get(), normalised=""),
        refused(second, month=make.SINCE),
    ] == ["technology_name_has_letters", "technology_month_once"]


def test_database_wants_the_expert_of_a_posting(sending):
    row = sending.posting()
    technology = make.technology(sending.project, brought_by=row.expert, posting=row)

    assert refused(technology, brought_by_id=None) == "technology_posting_has_expert"


def test_database_keeps_admissions_apart(sending):
    technology = make.technology(sending.project)
    first, second = make.admission(technology), make.admission(technology, DAY)

    assert [
        refused(second, approved_on=first.approved_on),
        refused(first, admission_class="restricted"),
        refused(first, review_on=first.approved_on),
    ] == ["admission_once_per_day", "admission_restricted_has_ethics", "admission_reviewed_later"]


@pytest.mark.parametrize("days, lapsed", [(183, 0), (184, 1)])
def test_half_a_year_without_a_case_lapses(sending, days, lapsed):
    technology = make.technology(sending.project, status="in_use")
    make.month(technology, DAY)
    make.month(technology, dt.date(2024, 4, 1), patients=0)

    assert NewTechnology.objects.lapsed(DAY + dt.timedelta(days=days)).count() == lapsed


def test_admission_renews_what_lapsed(sending):
    technology = make.technology(sending.project, status="in_use")
    make.month(technology, DAY)
    make.admission(technology, dt.date(2025, 1, 1))

    assert not NewTechnology.objects.lapsed(dt.date(2025, 3, 1)).exists()


def test_retention_is_of_the_two_years_before(sending):
    for first, used in ((2022, 2024), (2023, 2023), (2021, 2024), (2023, None)):
        row = make.technology(sending.project, first_done_on=dt.date(first, 5, 1))
        if used:
            make.month(row, dt.date(used, 6, 1))

    assert NewTechnology.objects.retention(2024) == (1, 3)


def test_source_and_place_see_it_and_others_do_not(sending, stranger):
    row = make.technology(sending.project, source_hospital=sending.source)
    seen = [
        list(NewTechnology.objects.visible_to(user))
        for user in (sending.sender, sending.receiver, stranger)
    ]

    assert seen == [[row], [row], []]
