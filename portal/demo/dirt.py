"""Files of invented case abstracts that are dirty in the ways in which real ones are. Pure, seeded.

Each kind of dirt is put into so many rows, and the file says what its import must find: how many
rows by which rule, and whether the whole is refused. Kinds and rates: data/dirt_parameters.json.
"""

import csv
import datetime as dt
import io
import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

RATES = json.loads(
    (Path(__file__).parent / "data" / "dirt_parameters.json").read_text(encoding="utf-8")
)["rates"]
# A county that was 临桂县, and where its people say they live.
COUNTY, RETIRED = "450312", "450322"
ADDRESS = "广西壮族自治区桂林市临桂区模拟路1号"
EPOCH = dt.date(1899, 12, 30)
HEADER = (
    "org_code",
    "record_no",
    "stay_no",
    "sex",
    "age_years",
    "residence_code",
    "residence_text",
    "admission_route",
    "admit_date",
    "discharge_date",
    "los_days",
    "dept_in",
    "dept_out",
    "dx_main",
    "discharge_mode",
    "total_cost",
)
DIAGNOSES = ("I21.900", "J18.900", "K80.100", "E11.900", "S72.000")


@dataclass(frozen=True)
class Kind:
    """One way in which a row is dirty; rules: what the reader says of it, if anything."""

    rules: tuple[str, ...]
    act: Callable[[dict], None]


def _serial(row):
    for name in ("admit_date", "discharge_date"):
        row[name] = str((dt.date.fromisoformat(row[name]) - EPOCH).days)


def _swapped_days(row):
    row["admit_date"] = str(dt.date.fromisoformat(row["discharge_date"]) + dt.timedelta(days=2))


def _full_width(row):
    row["dx_main"] = "".join(
        chr(ord(letter) + 0xFEE0) if letter != "." else letter for letter in row["dx_main"]
    )


def _set(**cells):
    return lambda row: row.update(cells)


def _change(name, to):
    return lambda row: row.update({name: to(row[name])})


WARNED = {
    "retired_division_code": Kind(("residence_retired",), _set(residence_code=RETIRED)),
    "missing_residence_code": Kind(("residence_unknown",), _set(residence_code="")),
    "residence_text_only": Kind(
        ("residence_by_text",), _set(residence_code="", residence_text=ADDRESS)
    ),
    "excel_serial_date": Kind((), _serial),
    "lowercase_icd": Kind(("dx_repaired",), _change("dx_main", str.lower)),
    "fullwidth_icd": Kind(("dx_repaired",), _full_width),
    "icd_without_dot": Kind(
        ("dx_repaired",), _change("dx_main", lambda code: code.replace(".", ""))
    ),
    "decimal_point_lost": Kind(("cost_high",), _set(total_cost="5250000050")),
    "thousands_separator": Kind((), _set(total_cost="12,345.50")),
}
REFUSED = {
    "discharge_before_admission": Kind(("dates_order", "los_differs"), _swapped_days),
    "written_in_万": Kind(("cost",), _set(total_cost="1.2万")),
}


@dataclass(frozen=True)
class DirtyFile:
    """counts: rows by rule that the import must name; is_refused: nothing of it may come in.

    as_a_whole: it is not read row by row at all: its header, or its encoding, says enough.
    """

    name: str
    content: bytes
    encoding: str
    counts: Counter = field(default_factory=Counter)
    is_refused: bool = False
    as_a_whole: bool = False


def files(org_code: str, rows: int, share: float, seed: int = 1) -> list[DirtyFile]:
    """One file of each sort; share: about which part of the rows is dirty in some way."""
    dice = random.Random(seed)
    warned, counts, _clean = _dirtied(_lines(org_code, rows, dice), WARNED, share, dice)
    both = WARNED | REFUSED
    refused, errors, left = _dirtied(_lines(org_code, rows, dice), both, share, dice)
    again = left[: max(1, round(rows * share * RATES["duplicate_rows"]))]
    refused += [dict(row) for row in again]
    errors["twice"] = 2 * len(again)
    total = {name: "" for name in HEADER} | {"org_code": "合计", "total_cost": "1"}
    clean = _lines(org_code, rows, dice)
    swapped = [
        "dept_out" if n == "dx_main" else "dx_main" if n == "dept_out" else n for n in HEADER
    ]
    return [
        DirtyFile("warned.csv", _text(warned).encode("utf-8-sig"), "utf-8-sig", counts),
        DirtyFile("gb18030.csv", _text(warned).encode("gb18030"), "gb18030", Counter(counts)),
        DirtyFile(
            "total.csv", _text([*warned, total]).encode(), "utf-8", counts + Counter(totals=1)
        ),
        DirtyFile("refused.csv", _text(refused).encode(), "utf-8", errors, is_refused=True),
        DirtyFile("swapped.csv", _text(clean, swapped).encode(), "utf-8", Counter(), True, True),
        DirtyFile("broken.csv", _broken(clean), "", Counter(), True, True),
    ]


def _lines(org_code, rows, dice):
    made = []
    for number in range(1, rows + 1):
        day, nights = dt.date(2025, 5, dice.randrange(10, 29)), dice.randrange(1, 9)
        told = (
            org_code,
            f"D{number:06}",
            "1",
            "129"[dice.randrange(2)],
            str(dice.randrange(30, 80)),
        )
        stay = (str(day - dt.timedelta(days=nights)), str(day), str(nights), "内科", "内科")
        cost = f"{dice.randrange(2000, 40000)}.50"
        cells = (*told, COUNTY, "", "2", *stay, dice.choice(DIAGNOSES), "1", cost)
        made.append(dict(zip(HEADER, cells, strict=True)))
    return made


def _dirtied(rows, kinds, share, dice):
    """Each kind into rows of its own, in proportion to how often it is seen; and what is left."""
    whole = sum(RATES[name] for name in kinds)
    free, counts = dice.sample(range(len(rows)), len(rows)), Counter()
    for name, kind in kinds.items():
        for _time in range(max(1, round(len(rows) * share * RATES[name] / whole))):
            kind.act(rows[free.pop()])
            counts += Counter(kind.rules)
    return rows, counts, [rows[at] for at in free]


def _text(rows, header=HEADER):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([row[name] for name in HEADER] for row in rows)
    return out.getvalue()


def _broken(rows):
    """In no encoding that anybody can tell: bytes of an old European one among the Chinese."""
    return _text(rows).encode("gb18030") + "Señor,ß,\xff\n".encode("latin-1")
