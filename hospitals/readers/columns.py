"""Which column of a file means what: heads are looked up among the names that are known. Pure."""

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PERSONAL = "personal"
IN_BRACKETS = re.compile(r"(.*?)[（(\[【]([^（(\[【）)\]】]+)[）)\]】]")
Meaning = Callable[[str], tuple[str, str]]


@dataclass(frozen=True)
class Column:
    """What a file may tell. many: it may be told by several columns."""

    code: str
    label: str
    is_required: bool = False
    many: bool = False


@dataclass(frozen=True)
class Guess:
    """mapping: column → places in the header; personal: heads that are left out on purpose."""

    mapping: dict[str, list[int]]
    personal: tuple[str, ...]
    unused: tuple[str, ...]
    system: str


def guess(
    header: Sequence[str],
    remembered: Mapping[str, str],
    columns: Mapping[str, Column],
    meaning: Meaning,
) -> Guess:
    """As this sender matched the heads last time, else by the names that we know.

    meaning(head): (column, naming system), two empty texts when nobody uses it.
    """
    mapping: dict[str, list[int]] = {}
    personal, unused, systems = [], [], []
    for at, head in enumerate(header):
        code, system = remembered.get(head), ""
        if code not in columns:
            code, system = meaning(head)
        if code == PERSONAL:
            personal.append(head)
        elif code and (code not in mapping or columns[code].many):
            mapping.setdefault(code, []).append(at)
            systems.append(system)
        else:
            unused.append(head)
    return Guess(mapping, tuple(personal), tuple(unused), _most(systems))


def names(columns: Sequence[Column], path: Path) -> dict[str, tuple[str, str]]:
    """Every name that we know: our own, and those of a table of column, system, name."""
    found = {column.code: (column.code, "own") for column in columns}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[bare(row["name"])] = (row["column"], row["system"])
    return found


def spellings(head: str):
    """The head itself; of 出院主要诊断编码(C03C) also what is before and in the brackets."""
    yield bare(head)
    if found := IN_BRACKETS.fullmatch(head.strip()):
        yield bare(found[2])
        yield bare(found[1])


def bare(head: str) -> str:
    return "".join(head.split()).strip("*＊\ufeff").replace("（", "(").replace("）", ")").lower()


def _most(systems):
    named = [system for system in systems if system]
    return max(sorted(set(named)), key=named.count) if named else ""
