import datetime as dt

import pytest

from referrals import masking


def test_names_keep_the_surname():
    assert [masking.name(text) for text in ("张三丰", "李", "")] == ["张**", "李*", ""]


def test_phones_keep_three_and_four():
    assert [masking.phone(text) for text in ("13812345678", "110", "")] == [
        "138****5678",
        "****",
        "",
    ]


def test_numbers_keep_four_and_four():
    assert masking.id_number("450305199001010019") == "4503**********0019"
    assert masking.id_number("E12345678") == "****"
    assert masking.id_number("") == ""


@pytest.mark.parametrize(
    ("born", "age"),
    [
        (dt.date(2026, 11, 16), (6, "day")),
        (dt.date(2026, 10, 1), (1, "month")),
        (dt.date(2024, 11, 23), (23, "month")),
        (dt.date(2024, 11, 22), (2, "year")),
        (dt.date(1960, 11, 23), (65, "year")),
    ],
)
def test_age_in_the_unit_that_matters(born, age):
    assert masking.age_text(born, dt.date(2026, 11, 22)) == age
