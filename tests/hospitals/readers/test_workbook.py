import io
import zipfile

import pytest
import xlsxwriter

from hospitals.readers import table, workbook

CALCULATE = (b'fullCalcOnLoad="1"', b"")


def made(*changes, formula="=A2+B2"):
    """A workbook with a formula in C2, as xlsxwriter leaves it but for the changes."""
    out, changed = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a", "b", "c"])
        sheet.write_row(1, 0, [1, 2])
        if formula:
            sheet.write_formula(1, 2, formula, None, 3)
    with zipfile.ZipFile(out) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            for old, new in changes:
                content = content.replace(old, new)
            target.writestr(name, content)
    return changed.getvalue()


@pytest.mark.parametrize(
    ("changes", "options", "cell"),
    [
        ([CALCULATE], {}, ""),
        ([], {"formula": ""}, ""),
        ([CALCULATE, (b"<v>3</v>", b"")], {}, "C2"),
        ([CALCULATE, (b"<v>3</v>", b"<v/>")], {}, "C2"),
        ([], {}, "C2"),
    ],
    ids=["calculated", "no formula", "no value", "empty value", "never calculated"],
)
def test_first_cell_without_a_result(tmp_path, changes, options, cell):
    path = tmp_path / "book.xlsx"
    path.write_bytes(made(*changes, **options))

    assert workbook.uncalculated(str(path)) == cell


def test_formula_without_result_is_refused_with_row_and_column():
    with pytest.raises(table.Unreadable) as refused:
        table.read(made(CALCULATE, (b"<v>3</v>", b"")))

    assert str(refused.value).startswith("第 2 行 C 列是公式，文件里没有保存计算结果。")


def test_calculated_formula_is_read():
    assert table.read(made(CALCULATE)).rows == [["1", "2", "3"]]
