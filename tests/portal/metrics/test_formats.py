import pytest

from portal.metrics import catalogue, formats
from portal.metrics.definitions.base import Shown


@pytest.mark.parametrize(
    "code, shown, text",
    [
        ("F01", Shown(value=0.0725), "7.25%"),
        ("F05", Shown(value=12345), "12,345"),
        ("F06", Shown(value=-0.02), "-2.00"),
        ("F12", Shown(value=0.9), "0.900"),
        ("F21", Shown(value=104.26), "104.260"),
        ("H14", Shown(value=1.031), "103.10%"),
        ("R03M", Shown(value=45.25), "45.2"),
        ("F01", Shown(), "—"),
        ("F01", Shown(is_hidden=True), "人数过少，不显示"),
    ],
)
def test_value(code, shown, text):
    assert formats.value(catalogue.BY_CODE[code], shown) == text


@pytest.mark.parametrize(
    "code, part, whole, text",
    [
        ("H03", 10_865, 34_856, "31.17%"),
        ("H04", 3_194, 10_865, "29.40%"),
        ("H05", 1_104, 10_865, "10.16%"),
    ],
)
def test_worked_example_of_the_national_review(code, part, whole, text):
    """Operations of discharged patients; all of them are the base of their ways and grades."""
    indicator = catalogue.BY_CODE[code]

    assert formats.value(indicator, Shown.of(indicator, numerator=part, denominator=whole)) == text


def test_interval_is_in_the_words_of_the_value():
    share, count = catalogue.BY_CODE["F01"], catalogue.BY_CODE["F05"]

    assert formats.interval(share, Shown(low=0.05, high=0.1)) == "区间 5.00% 至 10.00%"
    assert formats.interval(count, Shown(low=1.5, high=4)) == "区间 1.500 至 4"
    assert formats.interval(share, Shown()) == ""
