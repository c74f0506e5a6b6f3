import datetime as dt

import pytest

from referrals import identity

TODAY = dt.date(2026, 11, 22)


def number(first17):
    return first17 + identity.check_digit(first17)


def test_worked_example_of_the_standard():
    # GB 11643, appendix: 11010519491231002X.
    resident = identity.read("11010519491231002x", today=TODAY)

    assert resident == identity.Resident("11010519491231002X", dt.date(1949, 12, 31), "2")


def test_county_that_is_no_more_is_accepted():
    assert identity.read(number("45032219700101001"), today=TODAY).sex == "1"


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",
        number("11010519490231002"),
        number("11010520270101002"),
        number("11010518000101002"),
        "11010519491231002",
        "１１０１０５１９４９１２３１００２Ｘ",
        "",
    ],
)
def test_what_cannot_be_a_number(text):
    assert identity.read(text, today=TODAY) is None


def test_spaces_are_ignored():
    assert identity.read("110105 19491231 002X", today=TODAY) is not None
