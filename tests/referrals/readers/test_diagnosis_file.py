import pytest

from hospitals.readers import table
from referrals.readers.diagnosis_file import Row, read_diagnoses


def read(text, encoding="utf-8"):
    return read_diagnoses(table.read(text.encode(encoding)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize(
    "header",
    [
        "章,章代码范围,章的名称,诊断代码,诊断名称",
        "序号,附加编码,备注,主要编码,疾病名称",
        "a,b,c,疾病编码,疾病名称",
    ],
)
def test_columns_of_the_national_editions(header, encoding):
    rows, problems = read(f"{header}\n1,A,x,I21.900x001,急性 心肌梗死\n", encoding)

    assert (rows, problems) == ([Row("I21.900X001", "急性 心肌梗死")], [])


def test_file_without_the_columns_is_refused():
    rows, problems = read("编号,说明\n1,甲\n")

    assert (rows, [problem.rule for problem in problems]) == ([], ["missing_column"])


@pytest.mark.parametrize(
    "line, rule",
    [
        ("心梗,急性心肌梗死", "code"),
        (f"I21.{'9' * 20},甲", "code"),
        ("I21.9,", "name_length"),
        (f"I21.9,{'甲' * 201}", "name_length"),
        ("I10,甲\nI10,乙", "code_twice"),
    ],
)
def test_wrong_rows_are_named_and_nothing_is_read(line, rule):
    rows, problems = read(f"诊断代码,诊断名称\nA01.0,伤寒\n{line}\n")

    assert rows == []
    assert {problem.rule for problem in problems} == {rule}
    assert all(problem.row > 2 for problem in problems)


def test_same_row_twice_is_one_row():
    assert read("code,name\nI10,高血压\nI10,高血压\n,\n") == ([Row("I10", "高血压")], [])
