import datetime as dt

import pytest

from experts.enums import TitleLevel
from experts.tenure import QUALIFIED, UNKNOWN, Stay, days_inside, first_of_year, long_term

FIRST, LAST = dt.date(2024, 1, 1), dt.date(2024, 12, 31)


@pytest.mark.parametrize(
    "since, until, days",
    [
        ("2024-01-01", "2024-01-01", 1),
        ("2023-12-01", "2024-01-02", 2),
        ("2024-12-30", None, 2),
        ("2023-01-01", None, 366),
        ("2025-01-01", None, 0),
        ("2022-01-01", "2023-12-31", 0),
    ],
)
def test_days_are_those_inside_the_window(since, until, days):
    end = dt.date.fromisoformat(until) if until else None

    assert days_inside(dt.date.fromisoformat(since), end, FIRST, LAST) == days


@pytest.mark.parametrize(
    "last, first",
    [
        ("2024-12-31", "2024-01-01"),
        ("2024-10-10", "2023-10-11"),
        ("2024-02-28", "2023-02-28"),
        ("2024-02-29", "2023-03-01"),
    ],
)
def test_the_year_ends_on_the_day(last, first):
    assert first_of_year(dt.date.fromisoformat(last)).isoformat() == first


def stay(person, level, days, last=LAST):
    return Stay(person, level, last - dt.timedelta(days=days - 1), last)


def test_half_a_year_counts_for_intermediate_titles_and_above():
    stays = [
        stay("a", "senior", 183),
        stay("b", "senior", 182),
        stay("c", "unknown", 200),
        stay("d", "junior", 200),
    ]

    found = long_term(stays, LAST)

    assert [set(part) for part in found] == [{"a"}, {"c"}, {"d"}]


def test_two_stays_of_one_person_are_added():
    half = dt.date(2024, 6, 30)

    found = long_term([stay("a", "senior", 100, half), stay("a", "senior", 83)], LAST)

    assert found.counted == {"a"}


def test_levels_are_those_of_the_profile():
    assert QUALIFIED | {UNKNOWN, "none", "junior"} == set(TitleLevel.values)
