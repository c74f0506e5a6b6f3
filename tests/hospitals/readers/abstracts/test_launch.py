"""Hostile files end in seconds, in a process of their own, with a reason for their sender."""

import io
import time
import zipfile

import duckdb
import pytest
import xlsxwriter

from hospitals.readers.abstracts import launch
from hospitals.readers.abstracts.source import Unreadable
from tests.factories.abstracts import HEADER, line, sent

SECONDS = 10


@pytest.fixture
def look(tmp_path):
    def act(content):
        path = tmp_path / "sent"
        path.write_bytes(content)
        return launch.run({"act": "look", "path": str(path), "work": str(tmp_path)})

    return act


def bomb():
    """An archive that unpacks to a thousand times what it is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\x00" * (64 << 20))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 99, "旧版 Excel"),
        (b",".join([b"c"] * 1_000_000) + b"\n", "列数超过"),
        (b"x" * (3 << 20), "列数超过"),
        (b"a,b\n\x00\x00\x00,1\n", "有效的 CSV"),
        (b"a,b\n\xff\xff\xff,1\n", "编码"),
        (b"PK\x03\x04" + b"x" * 99, "Excel"),
        (b"PAR1" + b"x" * 99, "Parquet"),
    ],
)
def test_file_that_is_no_table_is_refused(look, content, words):
    with pytest.raises(Unreadable, match=words):
        look(content)


def test_bomb_is_refused_within_seconds(look):
    content, began = bomb(), time.monotonic()

    with pytest.raises(Unreadable, match="解压后过大"):
        look(content)

    assert time.monotonic() - began < SECONDS


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT 1 AS a FROM range(5000000)", "行数与大小不符"),
        ("SELECT {'x': 1} AS a", "类型"),
        ("SELECT [[1]] AS a", "类型"),
    ],
)
def test_parquet_of_another_shape_is_refused(look, tmp_path, query, words):
    path = tmp_path / "made"
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")

    with pytest.raises(Unreadable, match=words):
        look(path.read_bytes())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encoding_is_found_and_said(look, encoding):
    content = sent(line(), header=[*HEADER[:-1], "备注"], encoding=encoding)

    assert look(content) == {"header": [*HEADER[:-1], "备注"], "encoding": encoding}


def test_workbook_and_parquet_have_the_same_header(look, tmp_path):
    book = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(book) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, [line().get(name, "") for name in HEADER])
    columns = tmp_path / "columns.parquet"
    with duckdb.connect() as connection:
        names = ", ".join(f"'x' AS {name}" for name in HEADER)
        connection.execute(f"COPY (SELECT {names}) TO '{columns}' (FORMAT parquet)")

    assert look(book.read_bytes()) == {"header": HEADER, "encoding": "xlsx"}
    assert look(columns.read_bytes()) == {"header": HEADER, "encoding": "parquet"}
