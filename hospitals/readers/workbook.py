"""Print the first sheet of an XLSX as CSV: `python -m hospitals.readers.workbook FILE ROWS`.

A process of its own, so that a hostile workbook can only exhaust this process.
"""

import csv
import datetime as dt
import resource
import sys

import python_calamine

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 50


def as_text(value: object) -> str:
    """What a person sees in the cell; a month typed as a date becomes YYYY-MM again."""
    if isinstance(value, dt.date):
        return f"{value:%Y-%m}" if value.day == 1 else f"{value:%Y-%m-%d}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def print_first_sheet(path: str, max_rows: int) -> None:
    sheet = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    out = csv.writer(sys.stdout)
    for number, row in enumerate(sheet.iter_rows()):
        if number > max_rows + 1:
            break
        out.writerow([as_text(value) for value in row])


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    sys.stdout.reconfigure(encoding="utf-8")
    print_first_sheet(sys.argv[1], int(sys.argv[2]))
