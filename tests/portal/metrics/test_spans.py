import datetime as dt

import pytest

from portal.metrics import spans

DAY = dt.date(2024, 8, 15)


@pytest.mark.parametrize(
    "grain, first, last",
    [
        ("month", dt.date(2024, 8, 1), dt.date(2024, 8, 31)),
        ("quarter", dt.date(2024, 7, 1), dt.date(2024, 9, 30)),
        ("year", dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
    ],
)
def test_span_of_a_day(grain, first, last):
    assert spans.first_day(grain, DAY) == first
    assert spans.last_day(grain, first) == last


def test_spans_from_day_to_day():
    found = list(spans.spans("quarter", dt.date(2023, 12, 31), dt.date(2024, 7, 1)))

    assert found == [dt.date(2023, 10, 1), *(dt.date(2024, month, 1) for month in (1, 4, 7))]


@pytest.mark.parametrize("today, is_closed", [(10, False), (11, True)])
def test_month_closes_after_the_due_day(today, is_closed):
    assert spans.is_closed(dt.date(2024, 8, 1), dt.date(2024, 9, today)) == is_closed


def test_months_back():
    assert spans.months_back(dt.date(2024, 1, 31), 2) == dt.date(2023, 11, 1)
