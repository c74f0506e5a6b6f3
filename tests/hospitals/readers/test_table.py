import io
import zipfile

import duckdb
import pytest
import xlsxwriter

from hospitals.readers import table

LINES = "期间,来源地代码\n2024-03,450312\n"


def workbook(*rows):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


@pytest.mark.parametrize(
    "content, encoding",
    [
        (LINES.encode(), "utf-8"),
        (LINES.encode("utf-8-sig"), "utf-8-sig"),
        (LINES.encode("gb18030"), "gb18030"),
        (LINES.encode("utf-16"), "utf-16"),
        (LINES.replace(",", "\t").encode(), "utf-8"),
        (LINES.replace(",", ";").encode(), "utf-8"),
        (LINES.replace("\n", "\r\n").encode(), "utf-8"),
    ],
)
def test_csv_is_read_in_the_encodings_of_practice(content, encoding):
    assert table.read(content) == table.Table(
        ["期间", "来源地代码"], [["2024-03", "450312"]], encoding
    )


def test_workbook_is_read_as_people_see_it():
    content = workbook(["period", "origin_code", "n_stays"], ["2024-03", 450312, 7.5])

    assert table.read(content) == table.Table(
        ["period", "origin_code", "n_stays"], [["2024-03", "450312", "7.5"]], "xlsx"
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \n",
        b"\xd0\xcf\x11\xe0old",
        b"PK\x03\x04no archive",
        b"\xef\xbb\xbf\xff\xff",
        b"\x81\x00\x00",
        b"a,b\n" + b'"' + b"x" * 200_000,
        ("," * 70 + "\n").encode(),
    ],
)
def test_what_cannot_be_read_is_refused(content):
    with pytest.raises(table.Unreadable):
        table.read(content)


def archive(entries, size, kind=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as zipped:
        for number in range(entries):
            zipped.writestr(f"{number}.xml", b"0" * size)
    return out.getvalue()


@pytest.mark.parametrize("entries, size", [(1, 5_000_000), (201, 1)])
def test_archive_bomb_is_refused_before_it_unpacks(entries, size):
    with pytest.raises(table.Unreadable):
        table.read(archive(entries, size))


def test_archive_without_a_workbook_is_refused():
    with pytest.raises(table.Unreadable):
        table.read(archive(1, 10, zipfile.ZIP_STORED))


@pytest.fixture
def parquet(tmp_path):
    def made(query):
        path = tmp_path / "made.parquet"
        with duckdb.connect() as connection:
            connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
        return path.read_bytes()

    return made


def test_parquet_is_read_as_text(parquet):
    content = parquet(
        "SELECT '450312' AS code, 12.0::DOUBLE AS n, 1.5::DOUBLE AS rw, DATE '2024-03-01' AS month "
        "UNION ALL SELECT NULL, 7, NULL, NULL"
    )

    assert table.read(content) == table.Table(
        ["code", "n", "rw", "month"],
        [["450312", "12", "1.5", "2024-03-01"], ["", "7", "", ""]],
        "parquet",
    )


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT {'a': 1} AS inner_table", "“inner_table”列的类型 STRUCT"),
        ("SELECT " + ", ".join(f"1 AS c{at}" for at in range(65)), "列数超过 64"),
        ("SELECT 1 AS n FROM range(11)", "行数超过 10"),
    ],
)
def test_parquet_that_is_no_table_of_texts_is_refused(parquet, query, words):
    with pytest.raises(table.Unreadable, match=words):
        table.read(parquet(query), most_rows=10)


def test_parquet_by_its_first_bytes_alone_is_refused():
    with pytest.raises(table.Unreadable, match="Parquet"):
        table.read(b"PAR1" + b"x" * 100)
