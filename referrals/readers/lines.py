"""Several rows typed as lines of one field: fast to fill, and the same without JavaScript.

Other diagnoses: `E11.9 2型糖尿病`, the code optional. Results: `2026-01-03 头颅CT：正常 互认`, date
and 互认 optional. What is read can be written again as it was.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

NONE, ALSO_NONE = "无", "none"
RECOGNISED, ALSO_RECOGNISED = "互认", "mutual"
MOST_LINES = 20
AROUND = " \t;；、，,。"
# ICD-10 with the extensions of the Chinese editions: I21.9, I21.900, I21.900X001, C73.X00.
ICD_CODE = re.compile(r"[A-Z]\d{2}(?:\.[\dX]\d{0,2}(?:X\d{1,3})?)?[+*†]?")
DATE = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?!\d)")
MARK = re.compile(rf"[\s（(\[【]*(?:{RECOGNISED}|\b{ALSO_RECOGNISED})[）)\]】]?$")
BETWEEN = re.compile(r"[：:\s]")


@dataclass(frozen=True)
class Diagnosis:
    code: str
    name: str


@dataclass(frozen=True)
class Result:
    name: str
    finding: str = ""
    done_on: dt.date | None = None
    may_be_recognised: bool = False


def lines_of(text: str) -> list[str]:
    """The lines that say something, without what encloses them."""
    return [
        line.strip(" \t;；、，,。") for line in text.splitlines() if line.strip(" \t;；、，,。")
    ]


def diagnosis(line: str) -> Diagnosis:
    """A code at either end of the line, the rest is the name."""
    words = line.split()
    for at in (0, -1):
        code = unicodedata.normalize("NFKC", words[at]).upper()
        if ICD_CODE.fullmatch(code):
            del words[at]
            return Diagnosis(code, " ".join(words))
    return Diagnosis("", line)


def result(line: str) -> Result:
    """Raises ValueError for a date that no calendar has."""
    done_on = None
    if found := DATE.match(line):
        done_on = dt.date(*(int(part) for part in found.groups()))
        line = line[found.end() :].strip()
    bare = MARK.sub("", line)
    name, *rest = BETWEEN.split(bare, maxsplit=1)
    finding = rest[0].strip() if rest else ""
    return Result(name, finding, done_on, bare != line)


def diagnosis_text(row) -> str:
    return f"{row.code} {row.name}".strip()


def result_text(row) -> str:
    said = f"{row.name}：{row.finding}" if row.finding else row.name
    day = f"{row.done_on} " if row.done_on else ""
    return f"{day}{said}{' ' + RECOGNISED if row.may_be_recognised else ''}"
