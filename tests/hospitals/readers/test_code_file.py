"""Tables of procedures and DRGs as operators have them."""

from hospitals.readers import code_file, table
from hospitals.readers.code_file import CodeRow


def read(text):
    return code_file.read_codes(table.read(text.encode()))


def test_procedures_with_kind_and_level():
    rows, problems = read(
        "编码,名称,类别,级别,微创\n36.0601,支架置入,介入,四级,是\n88.7200,超声,3,,\n"
    )

    assert problems == []
    assert rows == [CodeRow("36.0601", "支架置入", 2, 4, True), CodeRow("88.7200", "超声", 3)]


def test_wrong_rows_are_named():
    _rows, problems = read("code,name,level\nA,甲,5\nA,,1\n,丙,\n")

    assert [(problem.row, problem.rule) for problem in problems] == [
        (2, "unknown"),
        (3, "code_twice"),
        (3, "name_length"),
        (4, "code_length"),
    ]


def test_missing_column():
    assert read("code\nA\n")[1][0].rule == "missing_column"
