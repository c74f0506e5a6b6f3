import datetime as dt

import pytest

from experts import windows
from portal.periods import Month

SINCE, TODAY = dt.date(2024, 3, 15), dt.date(2025, 6, 20)


def window(first, last):
    return windows.Window(Month.parse(first), Month.parse(last))


BEFORE, AFTER = window("2023-12", "2024-02"), window("2024-04", "2024-06")


@pytest.mark.parametrize(
    "before, after, code",
    [
        (BEFORE, window("2024-04", "2024-07"), "unequal"),
        (window("2024-02", "2024-01"), AFTER, "backwards"),
        (window("2024-01", "2024-03"), AFTER, "before_is_not_before"),
        (BEFORE, window("2024-03", "2024-05"), "after_is_not_after"),
        (BEFORE, window("2025-04", "2025-06"), "not_over"),
        (window("2020-01", "2022-01"), window("2024-04", "2026-04"), "too_long"),
    ],
)
def test_windows_that_cannot_be_compared_are_refused(before, after, code):
    with pytest.raises(windows.Unequal) as refusal:
        windows.check(before, after, SINCE, TODAY)
    assert refusal.value.code == code


def test_equal_windows_on_both_sides_pass():
    assert windows.check(BEFORE, AFTER, SINCE, TODAY) is None
    assert (BEFORE.months, BEFORE.begins, BEFORE.ends) == (
        3,
        dt.date(2023, 12, 1),
        dt.date(2024, 2, 29),
    )


@pytest.mark.parametrize(
    "since, until, before, after",
    [
        (SINCE, None, ("2023-09", "2024-02"), ("2024-04", "2024-09")),
        (SINCE, dt.date(2024, 6, 30), ("2023-12", "2024-02"), ("2024-04", "2024-06")),
        (SINCE, dt.date(2024, 6, 29), ("2024-01", "2024-02"), ("2024-04", "2024-05")),
        (dt.date(2025, 5, 1), None, ("2025-04", "2025-04"), ("2025-05", "2025-05")),
        (dt.date(2025, 6, 1), None, ("2025-05", "2025-05"), ("2025-06", "2025-06")),
    ],
)
def test_proposal_takes_what_is_over_and_equal(since, until, before, after):
    assert windows.proposed(since, until, TODAY) == (window(*before), window(*after))


def test_calendar_shows_gaps_by_department():
    told = [
        windows.OnPost(1, "骨科", "甲", dt.date(2024, 1, 10), dt.date(2024, 2, 10)),
        windows.OnPost(1, "骨科", "乙", dt.date(2024, 2, 11), None),
        windows.OnPost(2, "儿科", "丙", dt.date(2023, 1, 1), dt.date(2023, 12, 31)),
    ]
    months = [Month(2024, 1), Month(2024, 2), Month(2024, 3)]

    first, second = windows.calendar(told, months)

    assert [(cell.state, cell.days, cell.people) for cell in first.cells] == [
        ("partial", 22, ("甲",)),
        ("full", 29, ("乙", "甲")),
        ("full", 31, ("乙",)),
    ]
    assert (first.gaps, second.gaps, second.name) == (1, 3, "儿科")


def test_year_begins_where_asked_or_half_a_year_ago():
    assert str(windows.year(SINCE, TODAY)[0]) == "2024-03"
    assert [str(month) for month in windows.year(None, TODAY)][::11] == ["2024-12", "2025-11"]
