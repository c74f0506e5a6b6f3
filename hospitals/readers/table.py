"""A file of rows: CSV in the encodings of practice, the first sheet of an XLSX, or Parquet.

The encoding is found and stated back. What cannot be read is refused with the reason.
"""

import csv
import io
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from hospitals.readers import archive
from hospitals.readers.abstracts import launch, source
from hospitals.readers.workbook import UNCALCULATED

MAX_ROWS = 1_000_000
MAX_COLUMNS = 64
MAX_UNPACKED = 50 * 1024 * 1024
MAX_RATIO = 100
WORKBOOK_SECONDS = 60
ZIP_MAGIC = b"PK\x03\x04"
OLD_EXCEL_MAGIC = b"\xd0\xcf\x11\xe0"
PARQUET_MAGIC = b"PAR1"
BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


class Unreadable(Exception):
    """The file as a whole cannot be read; the message is for its sender."""


@dataclass(frozen=True)
class Table:
    """The header, and the rows below it; the first of them is row 2 of the file."""

    header: list[str]
    rows: list[list[str]]
    encoding: str


def read(content: bytes, most_rows: int = MAX_ROWS) -> Table:
    """Tell the kind of file from its first bytes, never from its name."""
    if not content.strip():
        raise Unreadable(_("文件是空的。"))
    if content.startswith(OLD_EXCEL_MAGIC):
        raise Unreadable(_("这是旧版 Excel（.xls）文件。请另存为 .xlsx 或 CSV 后再上传。"))
    if content.startswith(ZIP_MAGIC):
        return _table(_workbook_lines(content), "xlsx", most_rows)
    if content.startswith(PARQUET_MAGIC):
        return _parquet(content, most_rows)
    text, encoding = decode(content)
    return _table(_csv_lines(text), encoding, most_rows)


def _csv_lines(text):
    """A line of a million cells is refused before a cell of it is made."""
    delimiter = _delimiter(text)
    if len(text.split("\n", 1)[0].split(delimiter, MAX_COLUMNS)) > MAX_COLUMNS:
        raise _too_wide()
    return csv.reader(io.StringIO(text), delimiter=delimiter)


def _too_wide():
    return Unreadable(_("列数超过 %(limit)d。") % {"limit": MAX_COLUMNS})


def decode(content: bytes) -> tuple[str, str]:
    """The text and the encoding it was in: a byte order mark decides, then UTF-8, then GB18030."""
    for mark, name in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decoded(content, name), name
    for name in ("utf-8", "gb18030"):
        try:
            return content.decode(name), name
        except UnicodeDecodeError:
            continue
    raise Unreadable(_("无法识别文件编码。请用 UTF-8 或 GB18030 保存后再上传。"))


def _decoded(content, name):
    try:
        return content.decode(name)
    except UnicodeDecodeError:
        raise Unreadable(_("文件内容与其编码标记不符，可能已损坏。")) from None


def _delimiter(text):
    first_line = text.split("\n", 1)[0]
    return max(",\t;", key=first_line.count)


def _table(lines, encoding, most_rows):
    rows = []
    try:
        for line in lines:
            if len(line) > MAX_COLUMNS:
                raise _too_wide()
            rows.append(line)
            if len(rows) > most_rows + 1:
                words = _("行数超过 %(limit)d，请分成几个文件。")
                raise Unreadable(words % {"limit": most_rows})
    except csv.Error:
        raise Unreadable(_("文件不是有效的 CSV（可能含有空字节或未闭合的引号）。")) from None
    if not rows:
        raise Unreadable(_("文件是空的。"))
    return Table([cell.strip() for cell in rows[0]], rows[1:], encoding)


def _workbook_lines(content):
    """The first sheet as CSV lines, read by a process of its own with little memory and time."""
    _guard_archive(content)
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(content)
        file.flush()
        command = [sys.executable, "-m", "hospitals.readers.workbook", file.name, str(MAX_ROWS)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=WORKBOOK_SECONDS)
        except subprocess.TimeoutExpired:
            raise Unreadable(_("读取 Excel 文件用时过长。请另存为 CSV 后再上传。")) from None
    if done.returncode == UNCALCULATED:
        raise _uncalculated(done.stdout.decode().strip())
    if done.returncode:
        raise Unreadable(_("无法读取 Excel 文件，可能已损坏或已加密。"))
    return csv.reader(io.StringIO(done.stdout.decode()))


def _parquet(content, most_rows):
    """Its cells as text, by the limited process that reads files of facts."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        path = work / "sent"
        path.write_bytes(content)
        order = {"act": "plain", "path": str(path), "work": folder}
        try:
            told = launch.run(order | {"rows": most_rows, "columns": MAX_COLUMNS})
        except source.Unreadable as error:
            raise Unreadable(_(error.text) % error.numbers) from None
        with (work / "plain.csv").open(encoding="utf-8", newline="") as lines:
            rows = list(csv.reader(lines))
    return Table([head.strip() for head in told["header"]], rows, told["encoding"])


def _uncalculated(cell):
    """cell: such as C7."""
    column, row = re.fullmatch(r"([A-Z]*)([0-9]*)", cell).groups()
    words = _(
        "第 %(row)s 行 %(column)s 列是公式，文件里没有保存计算结果。"
        "请用 Excel 或 WPS 打开，保存后再上传，或另存为 CSV。"
    )
    return Unreadable(words % {"row": row, "column": column})


def _guard_archive(content):
    """Refuse an archive that unpacks to far more than it is."""
    text = archive.fault(io.BytesIO(content), unpacked=MAX_UNPACKED, ratio=MAX_RATIO)
    if text:
        raise Unreadable(_(text))
