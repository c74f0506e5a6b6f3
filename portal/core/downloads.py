"""Tables as files for a spreadsheet: CSV with a byte order mark, XLSX with a sheet that explains.

No cell runs as a formula, and identifiers stay text: what is text is written as text.
"""

import csv
import hashlib

import xlsxwriter
from django.http import HttpResponse
from django.utils.http import content_disposition_header

SANDBOX = "default-src 'none'; sandbox"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def csv_of(name, columns, rows):
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow([guarded(cell) for cell in columns])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return response


def private_file(name, media_type, content):
    """Somebody's document: to be saved, never to be run or shown inside a page of ours."""
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Content-Security-Policy"] = SANDBOX
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def guarded(cell):
    """Text that a spreadsheet would take for a formula gets a quote before it."""
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell


def write_csv(path, columns, rows):
    """Write the table to a file; returns how many rows it holds."""
    count = 0
    with open(path, "w", encoding="utf-8", newline="") as stream:
        stream.write("\ufeff")
        writer = csv.writer(stream)
        writer.writerow([guarded(cell) for cell in columns])
        for row in rows:
            writer.writerow([guarded(cell) for cell in row])
            count += 1
    return count


def write_xlsx(path, columns, rows, *, sheets, notes):
    """Write the table as the second sheet of a workbook, in constant memory.

    sheets: the names of both; notes(count): the lines of the first, which tells what the second is.
    """
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        bold = book.add_format({"bold": True})
        about, table = (book.add_worksheet(name[:31]) for name in sheets)
        about.set_column(0, 0, 18)
        about.set_column(1, 1, 80)
        table.set_column(0, len(columns), 18)
        table.freeze_panes(1, 0)
        _write_row(table, 0, columns, bold)
        count = 0
        for count, row in enumerate(rows, 1):
            _write_row(table, count, row)
        for number, line in enumerate(notes(count)):
            _write_row(about, number, line)
    return count


def _write_row(sheet, number, cells, style=None):
    for place, cell in enumerate(cells):
        if cell is not None:
            sheet.write_string(number, place, str(guarded(cell)), style)


def digest_of(path):
    """What tells this file from any other."""
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
