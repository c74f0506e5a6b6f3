"""Print the first sheet of an XLSX as CSV: `python -m hospitals.readers.workbook FILE ROWS`.

A process of its own, so that a hostile workbook can only exhaust this process. A formula whose
result was never stored would read as nothing, or as nought: then the first such cell is printed
instead, and the exit status is UNCALCULATED.
"""

import csv
import datetime as dt
import re
import resource
import sys
import zipfile
from xml.etree import ElementTree

import python_calamine

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 50
UNCALCULATED = 3
BOOK, LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")


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


def uncalculated(path: str) -> str:
    """The first cell with a formula and no result, such as C7; empty when there is none."""
    with zipfile.ZipFile(path) as archive:
        name = _first_sheet(archive)
        # Most sheets have no formula at all, and need no second reading.
        if not name or not FORMULA.search(archive.read(name)):
            return ""
        with archive.open(name) as sheet:
            is_stale = _is_stale(archive)
            for _event, node in ElementTree.iterparse(sheet):
                if _tag(node) == "c" and _lacks_result(node, is_stale=is_stale):
                    return node.get("r", "")
                if _tag(node) == "row":
                    node.clear()
    return ""


def _first_sheet(archive: zipfile.ZipFile) -> str:
    if not {BOOK, LINKS} <= set(archive.namelist()):
        return ""
    sheets = [node for node in ElementTree.fromstring(archive.read(BOOK)).iter() if _is_sheet(node)]
    wanted = next(value for name, value in sheets[0].items() if name.endswith("}id"))
    links = ElementTree.fromstring(archive.read(LINKS))
    target = next(link.get("Target", "") for link in links if link.get("Id") == wanted)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _is_sheet(node: ElementTree.Element) -> bool:
    return _tag(node) == "sheet"


def _tag(node: ElementTree.Element) -> str:
    return node.tag.rpartition("}")[2]


def _is_stale(archive: zipfile.ZipFile) -> bool:
    """Written by a program that does not calculate: what it stores is a nought to be replaced."""
    book = ElementTree.fromstring(archive.read(BOOK))
    return any(node.get("fullCalcOnLoad") in {"1", "true"} for node in book)


def _lacks_result(cell: ElementTree.Element, *, is_stale: bool) -> bool:
    """A formula without a value. One that came out as an empty text has type str."""
    parts = {_tag(node): node.text for node in cell}
    if "f" not in parts:
        return False
    return is_stale or (not parts.get("v") and cell.get("t") != "str")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    sys.stdout.reconfigure(encoding="utf-8")
    if cell := uncalculated(sys.argv[1]):
        sys.stdout.write(cell)
        sys.exit(UNCALCULATED)
    print_first_sheet(sys.argv[1], int(sys.argv[2]))
