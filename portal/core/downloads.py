"""Tables as CSV files for a spreadsheet: a byte order mark, and no cell that runs as a formula."""

import csv

from django.http import HttpResponse

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def csv_of(name, columns, rows):
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow([guarded(cell) for cell in columns])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return response


def guarded(cell):
    """Text that a spreadsheet would take for a formula gets a quote before it."""
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell
