import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.readers import lines
from referrals.readers.lines import Diagnosis, Result


@pytest.mark.parametrize(
    "line, row",
    [
        ("E11.9 2型糖尿病", Diagnosis("E11.9", "2型糖尿病")),
        ("2型糖尿病 e11.9", Diagnosis("E11.9", "2型糖尿病")),
        ("I21.900x001 心肌 梗死", Diagnosis("I21.900X001", "心肌 梗死")),
        ("Ｉ１０ 高血压", Diagnosis("I10", "高血压")),
        ("高血压", Diagnosis("", "高血压")),
        ("I10", Diagnosis("I10", "")),
    ],
)
def test_diagnosis(line, row):
    assert lines.diagnosis(line) == row


@pytest.mark.parametrize(
    "line, row",
    [
        (
            "2026-01-03 头颅CT：低密度影 互认",
            Result("头颅CT", "低密度影", dt.date(2026, 1, 3), True),
        ),
        ("2026年1月3日 血常规: 正常（互认）", Result("血常规", "正常", dt.date(2026, 1, 3), True)),
        ("心电图 窦性心律", Result("心电图", "窦性心律")),
        ("心电图", Result("心电图")),
        ("肌钙蛋白：2.1 ng/mL", Result("肌钙蛋白", "2.1 ng/mL")),
    ],
)
def test_result(line, row):
    assert lines.result(line) == row


def test_day_that_no_calendar_has_is_refused():
    with pytest.raises(ValueError, match="month"):
        lines.result("2026-13-03 血常规")


def test_empty_lines_say_nothing():
    assert lines.lines_of(" \n；\n 高血压；\n\n") == ["高血压"]


WORDS = st.text(st.sampled_from("脑梗死心电图甲乙丙"), min_size=1, max_size=12)


@given(WORDS, st.text(st.sampled_from("正常异常 0.5"), max_size=9), st.dates(), st.booleans())
def test_what_was_read_is_written_as_it_was(name, finding, day, recognised):
    row = Result(name, finding.strip(), day, recognised)

    assert lines.result(lines.result_text(row)) == row


@given(st.sampled_from(["", "I10", "C73.X00", "I21.900X001"]), WORDS)
def test_diagnosis_is_written_as_it_was(code, name):
    row = Diagnosis(code, name)

    assert lines.diagnosis(lines.diagnosis_text(row)) == row
