"""Bring a file of rows in: columns matched, a dry run, then all of it or nothing.

Whoever wants may bring in the rows that are right, and gets the others back as a workbook. How a
sender heads their columns is remembered for the next file of the same kind, and what became of each
file is kept where its sender finds it (ImportRun).
"""

import hashlib
import tempfile
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.readers import stash, table
from hospitals.readers.crossed import crossed
from hospitals.readers.flow_cells import total_word
from hospitals.readers.problem import Problem
from portal.core import audit, downloads
from portal.core.importing import Wrong, plain
from portal.core.locking import atomic
from portal.errors import Incomplete, Refusal
from portal.models import ImportMapping, ImportRun, ImportState

MOST_ROWS = 50_000
# Problems that a page or an answer tells; the error workbook tells all.
SHOWN = 200
# After how many rows a long reading says how far it has come.
TOLD_EVERY = 500
# Rows by which columns are looked at as such.
SAMPLE = 200
FEWEST = 2


@dataclass
class Reading:
    """What a file holds: the rows that may be written, and everything wrong with the others."""

    kind: object
    sheet: object
    table: table.Table
    mapping: dict
    rows: list = field(default_factory=list)
    problems: list = field(default_factory=list)

    @property
    def total(self):
        return sum(1 for line in self.table.rows if any(cell.strip() for cell in line))

    @property
    def wrong_rows(self):
        return len({problem.row for problem in self.problems})


def opened(content):
    """The file as a table, or Refusal when it is none, or too long a one."""
    try:
        return table.read(content, MOST_ROWS)
    except table.Unreadable as error:
        raise Refusal(str(error), code="unreadable") from None


def _refuse_more(found, limit):
    if len(found.rows) > limit:
        text = _("行数超过 %(limit)d，请分成几个文件。")
        raise Refusal(text % {"limit": limit}, code="too_many_rows")


def read(*, kind, content, by, given=None, say=None):
    """A dry run, which writes nothing. given: {column code: place in the file}, as typed.

    say(percent): how far the rows have been read.
    """
    found = opened(content)
    sheet = kind.sheet(by)
    _refuse_more(found, sheet.most_rows)
    if given is None:
        mapping = guessed(kind=kind, sheet=sheet, header=found.header, by=by)
    else:
        mapping = {code: at for code, at in given.items() if at < len(found.header)}
    reading = Reading(kind, sheet, found, mapping)
    missing = [
        column for column in sheet.columns if column.is_required and column.code not in mapping
    ]
    for column in missing:
        reading.problems.append(
            Problem(1, str(column.label), "", "no_column", _("文件中没有这一列，请指定。"))
        )
    if not missing:
        with sheet.trial():
            if pair := _swapped(reading):
                reading.problems.append(pair)
            else:
                _read_rows(reading, say or (lambda percent: None))
    return reading


def _swapped(reading):
    """Two headers that changed places, by what the first rows hold; then no row is read."""
    at = reading.mapping
    columns = {column.code: column for column in reading.sheet.columns if column.code in at}
    first = [line for _number, line in _lines(reading.table.rows[:SAMPLE], lambda percent: None)]
    cells = {
        code: [line[at[code]] for line in first if at[code] < len(line) and line[at[code]]]
        for code in columns
    }
    # One cell that is no such thing is a mistake of its row.
    cells = {code: found for code, found in cells.items() if len(found) >= FEWEST}
    pair = crossed(cells, {code: partial(_fits, column) for code, column in columns.items()})
    if pair is None:
        return None
    labels = [str(columns[code].label) for code in pair]
    hint = _("“%(first)s”与“%(second)s”两列的内容像是互换了，请核对表头后重新上传。")
    words = hint % {"first": labels[0], "second": labels[1]}
    return Problem(1, " ↔ ".join(labels), "", "swapped_headers", words)


def _fits(column, text):
    try:
        column.value(text)
    except Wrong:
        return False
    return True


def guessed(*, kind, sheet, header, by):
    """{column code: place}: as this sender matched them last time, else by their names."""
    remembered = ImportMapping.objects.of(by, kind.code)
    named = {}
    for column in sheet.columns:
        for name in (column.code, str(column.label), *column.names):
            named[_bare(name)] = column.code
    found = {}
    for at, head in enumerate(header):
        code = remembered.get(head) or named.get(_bare(head))
        if code and code not in found:
            found[code] = at
    return found


def _bare(name):
    return "".join(str(name).split()).strip("*＊").lower()


def _lines(rows, say):
    """Each row that is not empty, with its number in the file."""
    for number, line in enumerate(rows, start=2):
        if number % TOLD_EVERY == 0:
            say(100 * number // len(rows))
        cells = [plain(cell) for cell in line]
        if any(cells):
            yield number, cells


def _read_rows(reading, say):
    columns = [
        (column, reading.mapping[column.code])
        for column in reading.sheet.columns
        if column.code in reading.mapping
    ]
    labels = {column.code: str(column.label) for column in reading.sheet.columns}
    needed = [at for column, at in columns if column.is_required]
    for number, cells in _lines(reading.table.rows, say):
        values, before = {}, len(reading.problems)
        if total := total_word([cells[at] for at in needed if at < len(cells)]):
            hint = _("请删去合计行和空值行，只留明细。")
            reading.problems.append(Problem(number, "", total, "total_row", hint))
            continue
        for column, at in columns:
            text = cells[at] if at < len(cells) else ""
            try:
                values[column.code] = column.value(text)
            except Wrong as wrong:
                problem = Problem(number, labels[column.code], text, wrong.rule, wrong.hint)
                reading.problems.append(problem)
        if len(reading.problems) == before:
            for code, rule, hint in reading.sheet.whole(values, number):
                at = reading.mapping.get(code)
                text = cells[at] if at is not None and at < len(cells) else ""
                reading.problems.append(Problem(number, labels.get(code, ""), text, rule, hint))
        if len(reading.problems) == before:
            reading.rows.append(values)


@dataclass(frozen=True)
class Sent:
    """A file as its sender gave it: the bytes, its name, and which column means what."""

    content: bytes
    name: str = ""
    given: dict | None = None

    @property
    def sha256(self):
        return hashlib.sha256(self.content).hexdigest()


def try_out(*, kind, sent, by, say=None):
    """A dry run that its sender finds again; returns what the file holds, and the run."""
    reading = read(kind=kind, content=sent.content, by=by, given=sent.given, say=say)
    return reading, _note(reading, sent, by)


def run(*, kind, sent, by, only_right=False, say=None):
    """Write every row, or none: the file is read again, as it and the rows are now.

    only_right: write the rows without a problem, and keep a workbook of the others for a day.
    Returns, as try_out, what the file held and the run.
    """
    reading = read(kind=kind, content=sent.content, by=by, given=sent.given, say=say)
    return reading, bring_in(reading=reading, sent=sent, by=by, only_right=only_right)


@atomic
def bring_in(*, reading, sent, by, only_right=False, run=None):
    """Write what was read. run: the row that waits for it; it is written once, whoever comes."""
    if run is not None and not (run := _still(run)):
        return None
    if reading.problems and not only_right:
        text = _("文件有 %(count)d 处错误，没有导入任何数据。")
        words = text % {"count": len(reading.problems)}
        raise Incomplete(words, errors={"file": words}, code="wrong_rows")
    if not reading.rows:
        raise Refusal(_("文件中没有可以导入的数据行。"), code="no_rows")
    count = reading.sheet.write(reading.rows)
    header = reading.table.header
    told = {header[at]: code for code, at in reading.mapping.items() if header[at]}
    ImportMapping.objects.remember(by, reading.kind.code, told)
    audit.record(
        "list.import",
        by,
        by=by,
        hospitals=sorted({circle.place for circle in by.circles()}),
        to=reading.kind.code,
        rows=count,
        left_out=reading.wrong_rows,
        sha256=sent.sha256,
    )
    return _note(reading, sent, by, written=count, run=run)


@atomic
def note_trial(*, reading, sent, by, run):
    """Keep what the dry run of a long file found, unless it was cancelled meanwhile."""
    leftover = _kept_leftover(reading, by)
    if not (row := _still(run)):
        return None
    row.state, row.progress, row.leftover = ImportState.TRIED, 100, leftover
    return _note(reading, sent, by, run=row)


def _still(run):
    """The row, locked, if it still waits for what it waited for when it was read."""
    return ImportRun.objects.select_for_update().filter(pk=run.pk, state=run.state).first()


@atomic
def _note(reading, sent, by, written=None, run=None):
    """Keep what became of the file; dry runs of the same file are one row until it is brought in.

    What is wrong is kept without the values, which may be about people. Only its sender sees the
    row, and list.import tells what was written, so that nobody audits a dry run.
    """
    row = run or tried(kind=reading.kind, sent=sent, by=by)
    row.total, row.wrong_rows = reading.total, reading.wrong_rows
    row.right_rows = len(reading.rows)
    row.mapping, row.header = reading.mapping, reading.table.header
    row.encoding = reading.table.encoding
    row.problem_count = len(reading.problems)
    row.problems = [[one.row, one.column, one.rule, one.hint] for one in reading.problems[:SHOWN]]
    if written is not None:
        row.state = ImportState.PART if reading.problems else ImportState.DONE
        row.written, row.finished_at, row.progress = written, timezone.now(), 100
        row.leftover = _kept_leftover(reading, by, wrong_only=True)
    row.save()
    return row


def tried(*, kind, sent, by):
    """The row of the last dry run of this file, locked, or a new one."""
    known = {"owner": by, "kind": kind.code, "sha256": sent.sha256}
    rows = ImportRun.objects.filter(**known, state=ImportState.TRIED)
    row = rows.select_for_update().first() or ImportRun(**known, created_by=by)
    row.file_name, row.is_synthetic = sent.name[:200], by.is_synthetic
    return row


def _kept_leftover(reading, by, *, wrong_only=False):
    """The name under which the error workbook lies for a day; empty when nothing is wrong."""
    if not reading.problems:
        return ""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as stream:
        write_errors(reading, stream.name, wrong_only=wrong_only)
        return stash.keep(Path(stream.name).read_bytes(), by.pk)


def write_errors(reading, path, *, wrong_only=False):
    """The file again with its problems beside each row, to be mended and sent again.

    wrong_only: without the rows that are right, because those have been brought in.
    """
    said = {}
    for problem in reading.problems:
        text = _("%(column)s：%(hint)s") if problem.column else "%(hint)s"
        told = text % {"column": problem.column, "hint": problem.hint}
        said.setdefault(problem.row, []).append(told)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        marked = _marked(reading.table.rows, said)
        lines = (line for number, line in marked if number in said or not wrong_only)
        rows = ([*reading.table.header, _("问题")], *lines)
        _fill(book.add_worksheet(_("修改后重新上传")), rows)
        heads = (_("行"), _("列"), _("值"), _("规则"), _("提示"))
        found = (problem[:5] for problem in reading.problems)
        _fill(book.add_worksheet(_("问题清单")), (heads, *found))


def _marked(rows, said):
    for number, line in enumerate(rows, start=2):
        yield number, [*line, " ".join(said.get(number, ()))]


def _fill(sheet, rows):
    for number, cells in enumerate(rows):
        for place, cell in enumerate(cells):
            sheet.write_string(number, place, str(downloads.guarded(cell)))
