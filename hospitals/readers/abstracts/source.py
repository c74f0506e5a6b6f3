"""A file of case abstracts as DuckDB can read it: its kind and encoding are found and said.

CSV in other encodings and XLSX become CSV in UTF-8 beside it; Parquet is read as it is. What is
too wide, unpacks too far or is no table is refused before any of it is read.
"""

import codecs
import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import python_calamine

from hospitals.readers import archive, workbook

MAX_COLUMNS = 1000
MAX_HEADER_BYTES = 1024 * 1024
MAX_UNPACKED = 1024 * 1024 * 1024
MAX_RATIO = 200
MANY_ROWS = 100_000
CHUNK = 8 * 1024 * 1024
ZIP, OLD_EXCEL, PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1"
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
LIST = "VARCHAR[]"
DECIMALS = ("DOUBLE", "FLOAT")
WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
SCALARS = ("VARCHAR", "DATE", "BOOLEAN", "DOUBLE", "FLOAT", "DECIMAL", "TIMESTAMP", "UUID", "ENUM")


def _(text: str) -> str:
    """Mark a Chinese text for the catalogue; it is translated where it is shown."""
    return text


class Unreadable(Exception):
    """The file as a whole is refused; words with numbers, for its sender."""

    def __init__(self, text: str, **numbers: object) -> None:
        super().__init__(text)
        self.text, self.numbers = text, numbers


@dataclass(frozen=True)
class Source:
    """header: as the file writes it; relation: what DuckDB reads, columns named c0, c1 …

    lists: the columns of a Parquet file that hold several texts; they are read as one, split by |.
    decimals: those of binary fractions, whose whole numbers are read as such.
    """

    header: list[str]
    encoding: str
    path: Path
    delimiter: str = ","
    lists: frozenset[int] = frozenset()
    decimals: frozenset[int] = frozenset()

    @property
    def relation(self) -> str:
        path = str(self.path).replace("'", "''")
        if self.encoding == "parquet":
            names = ", ".join(f"{self._text(at)} AS c{at}" for at in range(len(self.header)))
            return f"(SELECT {names} FROM read_parquet('{path}'))"
        columns = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(len(self.header)))
        return (
            f"read_csv('{path}', header = true, auto_detect = false, delim = '{self.delimiter}', "
            f"quote = '\"', escape = '\"', columns = {{{columns}}}, store_rejects = true, "
            "rejects_limit = 1000)"
        )

    def _text(self, at):
        name = quoted(self.header[at])
        if at in self.lists:
            return f"array_to_string({name}, '|')"
        if at in self.decimals:
            return f"regexp_replace({name}::VARCHAR, '\\.0$', '')"
        return f"{name}::VARCHAR"


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def opened(path: Path, work: Path, encoding: str = "") -> Source:
    """Tell the kind of file from its first bytes, never from its name.

    encoding: of text that was looked at before; what does not fit it ends the reading.
    """
    with path.open("rb") as stream:
        start = stream.read(8)
    if not start.strip():
        raise Unreadable(_("文件是空的。"))
    if start.startswith(OLD_EXCEL):
        raise Unreadable(_("这是旧版 Excel（.xls）文件。请另存为 .xlsx 或 CSV 后再上传。"))
    if start.startswith(PARQUET):
        return _parquet(path)
    if start.startswith(ZIP):
        return _csv(_from_workbook(path, work), "utf-8", "xlsx")
    encoding = encoding or _encoding(path, start)
    return _csv(_in_utf8(path, encoding, work), "utf-8", encoding)


def _csv(path, encoding, told):
    with path.open("rb") as stream:
        start = stream.read(MAX_HEADER_BYTES)
    text = start.decode(encoding, errors="ignore").removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;|", key=first.count)
    if first.count(delimiter) >= MAX_COLUMNS or (
        "\n" not in text and len(start) == MAX_HEADER_BYTES
    ):
        raise Unreadable(_("列数超过 %(limit)d。"), limit=MAX_COLUMNS)
    try:
        header = next(csv.reader(io.StringIO(text), delimiter=delimiter))
    except (csv.Error, StopIteration):
        raise Unreadable(_("文件不是有效的 CSV（可能含有空字节或未闭合的引号）。")) from None
    if b"\x00" in start:
        raise Unreadable(_("文件不是有效的 CSV（可能含有空字节或未闭合的引号）。"))
    return Source([head.strip() for head in header], told, path, delimiter)


def _encoding(path, start):
    """A byte order mark decides, then UTF-8, then GB18030; all of the file must be in it."""
    for mark, name in MARKS:
        if start.startswith(mark):
            return name
    for name in ("utf-8", "gb18030"):
        decoder = codecs.getincrementaldecoder(name)()
        try:
            for chunk in _chunks(path):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return name
    raise Unreadable(_("无法识别文件编码。请用 UTF-8 或 GB18030 保存后再上传。"))


def _chunks(path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def _in_utf8(path, encoding, work):
    if encoding in ("utf-8", "utf-8-sig"):
        return path
    decoder = codecs.getincrementaldecoder(encoding)()
    target = work / "utf8.csv"
    try:
        with target.open("wb") as out:
            for chunk in _chunks(path):
                out.write(decoder.decode(chunk).encode())
            out.write(decoder.decode(b"", final=True).encode())
    except UnicodeError:
        raise Unreadable(_("文件内容与其编码标记不符，可能已损坏。")) from None
    return target


def _from_workbook(path, work):
    """The first sheet as CSV; days stay days."""
    _guard_archive(path)
    if cell := workbook.uncalculated(str(path)):
        text = _("单元格 %(cell)s 是公式，文件里没有保存计算结果。请保存后再上传，或另存为 CSV。")
        raise Unreadable(text, cell=cell)
    try:
        sheet = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    except (python_calamine.CalamineError, OSError):
        raise Unreadable(_("无法读取 Excel 文件，可能已损坏或已加密。")) from None
    if sheet.width > MAX_COLUMNS:
        raise Unreadable(_("列数超过 %(limit)d。"), limit=MAX_COLUMNS)
    target = work / "sheet.csv"
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([_as_text(cell) for cell in row] for row in sheet.iter_rows())
    return target


def _as_text(value):
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _guard_archive(path):
    """Refuse an archive that unpacks to far more than it is."""
    text = archive.fault(path, unpacked=MAX_UNPACKED, ratio=MAX_RATIO)
    if text:
        raise Unreadable(text)


def _parquet(path):
    describe = "DESCRIBE SELECT * FROM read_parquet(?)"
    count = "SELECT coalesce(sum(num_rows), 0) FROM parquet_file_metadata(?)"
    try:
        with duckdb.connect() as connection:
            columns = connection.execute(describe, [str(path)]).fetchall()
            (rows,) = connection.execute(count, [str(path)]).fetchone()
    except duckdb.Error:
        raise Unreadable(_("无法读取 Parquet 文件，可能已损坏。")) from None
    if len(columns) > MAX_COLUMNS:
        raise Unreadable(_("列数超过 %(limit)d。"), limit=MAX_COLUMNS)
    # A stay needs more than a byte, however well it is packed.
    if rows > max(MANY_ROWS, path.stat().st_size):
        raise Unreadable(_("文件声称的行数与大小不符。"))
    for name, kind, *_rest in columns:
        if kind != LIST and not _is_scalar(kind):
            raise Unreadable(_("“%(column)s”列的类型 %(kind)s 不能读取。"), column=name, kind=kind)
    lists, decimals = (
        frozenset(at for at, (_name, kind, *_rest) in enumerate(columns) if kind in kinds)
        for kinds in ((LIST,), DECIMALS)
    )
    heads = [name for name, *_rest in columns]
    return Source(heads, "parquet", path, lists=lists, decimals=decimals)


def _is_scalar(kind):
    return kind.split("(")[0] in SCALARS or kind.removeprefix("U") in WHOLE
