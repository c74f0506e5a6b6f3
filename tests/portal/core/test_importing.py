import datetime as dt

import pytest

from portal.core import importing
from portal.core.importing import ImportColumn, Wrong

SEXES = [("1", "男"), ("2", "女")]


@pytest.mark.parametrize(
    "text, first",
    [("2026-09", 9), ("2026/9", 9), ("2026年9月", 9), ("2026-09-01", 9), ("2026.12", 12)],
)
def test_months_are_read_as_people_write_them(text, first):
    assert importing.month(text) == dt.date(2026, first, 1)


@pytest.mark.parametrize(
    "text", ["2026-01-31", "2026/1/31", "2026年1月31日", "2026-01-31 00:00:00"]
)
def test_days_are_read_as_people_write_them(text):
    assert importing.day(text) == dt.date(2026, 1, 31)


@pytest.mark.parametrize("text, number", [("0", 0), ("12,000", 12_000), ("12.0", 12)])
def test_counts_are_whole(text, number):
    assert importing.count(text) == number


@pytest.mark.parametrize(
    "read, text, rule",
    [
        (importing.month, "2026-13", "month"),
        (importing.month, "九月", "month"),
        (importing.day, "2026-02-30", "date"),
        (importing.day, "昨天", "date"),
        (importing.count, "-1", "negative"),
        (importing.count, "1.5", "number"),
        (importing.count, "29063万", "number"),
        (importing.text_of(2), "三个字", "too_long"),
        (importing.text_of(9), "a\x00", "malformed"),
        (importing.one_of(SEXES), "雄", "unknown"),
        (importing.named_in({"甲院": 1}, "没有这家机构。"), "乙院", "unknown"),
    ],
)
def test_what_breaks_a_rule_is_named(read, text, rule):
    with pytest.raises(Wrong) as wrong:
        read(text)

    assert wrong.value.rule == rule
    assert wrong.value.hint


def test_closed_lists_take_code_and_label():
    read = importing.one_of(SEXES)

    assert [read("男"), read("2")] == ["1", "2"]
    assert importing.named_in({"甲院": 7}, "")("甲院") == 7


def test_an_empty_cell_is_nothing_unless_it_is_needed():
    assert ImportColumn("sex", "性别", str).value("") is None
    with pytest.raises(Wrong) as wrong:
        ImportColumn("sex", "性别", str, is_required=True).value("")

    assert wrong.value.rule == "required"


@pytest.mark.parametrize("cell, text", [(" a ", "a"), ("'=1", "=1"), ("'a", "'a"), ("'-3", "-3")])
def test_the_quote_of_a_safe_export_is_taken_off(cell, text):
    assert importing.plain(cell) == text
