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


def test_interval_is_in_the_words_of_the_value():
    share, count = catalogue.BY_CODE["F01"], catalogue.BY_CODE["F05"]

    assert formats.interval(share, Shown(low=0.05, high=0.1)) == "区间 5.00% 至 10.00%"
    assert formats.interval(count, Shown(low=1.5, high=4)) == "区间 1.500 至 4"
    assert formats.interval(share, Shown()) == ""
