"""Flow returns: from the rows of a file to checked rows, with every problem of every row.

Nothing here touches the database; the codes that exist are handed in.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from typing import NamedTuple

from django.utils.translation import gettext as _

from hospitals.enums import ALL_AGES, FlowGrain, PopulationSex
from hospitals.readers import flow_cells, flow_columns, swapped
from hospitals.readers.flow_cells import Places, Wrong
from hospitals.readers.flow_parts import WHOLE, Parts, Strata
from hospitals.readers.problem import Problem
from hospitals.readers.table import Table

MAX_PROBLEMS = 1000
TOLD_EVERY = 5000
REQUIRED = ("period", "origin_code", "disease_system", "disease_code", "n_stays")
# In the order in which they are kept.
TOTALS = ("n_persons", "cost_total", "los_total", "rw_total")
SPLITTING = ("sex", "age_band")
OPTIONAL = ("source_system", "dest_code", "dest_org_code", *TOTALS, *SPLITTING)


class FlowRow(NamedTuple):
    """One checked cell of the origin × destination table, in the order it is stored."""

    month: dt.date
    origin_id: str
    origin_code: str
    destination_id: str | None
    destination_hospital_id: str | None
    destination_code: str
    disease_system: str
    disease_code: str
    stays: int | None
    suppressed_below: int | None
    persons: int | None = None
    cost_fen: int | None = None
    bed_days: int | None = None
    weight_e4: int | None = None
    sex: int = PopulationSex.ALL.value
    age_band: str = ALL_AGES


@dataclass
class Reading:
    """What was found in a file: its rows, and what is wrong with them."""

    encoding: str = ""
    grain: FlowGrain = FlowGrain.MONTH
    source_system: str = ""
    total_rows: int = 0
    rows: list[FlowRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    error_count: int = 0
    warning_count: int = 0

    def add(self, problem: Problem) -> None:
        """All are counted; the first thousand of each kind are kept."""
        if problem.is_warning:
            self.warning_count += 1
        else:
            self.error_count += 1
        seen = self.warning_count if problem.is_warning else self.error_count
        if seen <= MAX_PROBLEMS:
            self.problems.append(problem)

    @property
    def months(self) -> list[dt.date]:
        return sorted({row.month for row in self.rows})

    @property
    def retired_codes(self) -> int:
        return sum(problem.rule == "retired_code" for problem in self.problems)


def read(
    table: Table,
    places: Places,
    source_system: str = "",
    say: Callable[[int], None] = lambda row: None,
) -> Reading:
    """Check the header, then every row; a swapped pair of headers stops the reading at once.

    say(row): how far it is, every few thousand rows.
    """
    header = list(table.header)
    for code, (at,) in flow_columns.guess(header).mapping.items():
        header[at] = code
    reading = Reading(encoding=table.encoding, source_system=source_system)
    for problem in _header_problems(header, source_system):
        reading.add(problem)
    if reading.error_count:
        return reading
    lines = iter(table.rows)
    first = list(islice(lines, swapped.SAMPLE))
    if pair := swapped.pair(header, first, places):
        hint = _("“%(first)s”与“%(second)s”两列的内容像是互换了，请核对表头后重新上传。")
        names = dict(zip(("first", "second"), map(_named, pair), strict=True))
        reading.add(Problem(1, " ↔ ".join(pair), "", "swapped_headers", hint % names))
        return reading
    _RowReader(header, places, reading).read(chain(first, lines), say)
    return reading


def _named(code):
    """A column as people call it, and as we do."""
    return f"{_(flow_columns.BY_CODE[code].label)}（{code}）"


def _header_problems(header, source_system):
    needed = [name for name in REQUIRED if name not in header]
    if "dest_code" not in header and "dest_org_code" not in header:
        needed.append("dest_code")
    if not source_system and "source_system" not in header:
        needed.append("source_system")
    for name in needed:
        yield Problem(1, name, "", "missing_column", _("表头缺少这一列。"))
    for name, times in Counter(header).items():
        if name and times > 1:
            yield Problem(1, name, "", "repeated_column", _("这一列出现了多次。"))
        elif name not in (*REQUIRED, *OPTIONAL):
            yield Problem(1, name, "", "ignored_column", _("这一列没有被导入。"), True)


class _RowReader:
    """Reads the rows. Equal texts are checked once: a file repeats few codes many times."""

    def __init__(self, header, places, reading):
        self.reading = reading
        self.width = len(header)
        self.at = {name: number for number, name in enumerate(header)}
        checks: dict[str, Callable] = {
            "period": flow_cells.period,
            "origin_code": partial(flow_cells.origin, places=places),
            "dest_code": partial(flow_cells.destination, places=places),
            "dest_org_code": partial(flow_cells.hospital, places=places),
            "disease_system": flow_cells.disease_system,
            "disease_code": flow_cells.disease_code,
            "source_system": flow_cells.source_system,
            "n_stays": flow_cells.stays,
            "n_persons": flow_cells.whole,
            "cost_total": partial(flow_cells.scaled, places=2, most=flow_cells.MAX_COST),
            "los_total": flow_cells.whole,
            "rw_total": partial(flow_cells.scaled, places=4, most=flow_cells.MAX_WEIGHT),
            "sex": flow_cells.sex,
            "age_band": flow_cells.age_band,
        }
        self.columns = [
            (name, self.at[name], check, {}) for name, check in checks.items() if name in self.at
        ]
        self.grain = None
        self.strata = Strata()
        self.retired: dict[tuple[str, str], list[int]] = {}
        self.parts = Parts()

    def read(self, lines: Iterable[list[str]], say: Callable[[int], None]) -> None:
        for number, line in enumerate(lines, start=2):
            if number % TOLD_EVERY == 0:
                say(number)
            if not any(line):
                continue
            self.reading.total_rows += 1
            cells = [cell.strip() for cell in line]
            if len(cells) != self.width:
                self._wrong(number, "", "", Wrong("width", _("列数与表头不一致。")))
            elif total := flow_cells.total_word(cells):
                hint = _("请删去合计行和空值行，只留明细。")
                self._wrong(number, "", total, Wrong("total_row", hint))
            else:
                self._row(number, cells)
        self._finish()

    def _row(self, number, cells):
        errors_before = self.reading.error_count
        found = {}
        for name, at, check, known in self.columns:
            text = cells[at]
            if text not in known:
                known[text] = (
                    _checked(check, text) if text or name not in OPTIONAL else (None, None)
                )
            found[name], wrong = known[text]
            if wrong:
                self._wrong(number, name, text, wrong)
        if self.reading.error_count > errors_before:
            return
        try:
            self._keep(number, cells, found)
        except Wrong as wrong:
            self._wrong(number, "", "", wrong)

    def _keep(self, number, cells, found):
        """The cells are well-formed: check the row against those before it."""
        grain, month = found["period"]
        self._same_in_all(grain, found.get("source_system"))
        column = "dest_org_code" if found.get("dest_org_code") else "dest_code"
        if column not in self.at or not cells[self.at[column]]:
            raise Wrong("missing", _("去向代码和去向机构代码至少填一个。"))
        origin, place = found["origin_code"], found[column]
        origin_code, destination_code = cells[self.at["origin_code"]], cells[self.at[column]]
        system, code = found["disease_system"], found["disease_code"]
        stays, below = found["n_stays"]
        persons, cost, bed_days, weight = totals = [found.get(name) for name in TOTALS]
        flow_cells.totals_fit(stays, persons, bed_days, cost, weight)
        key = (month, origin_code, destination_code, system, code)
        sex, band = stratum = found.get("sex") or WHOLE[0], found.get("age_band") or WHOLE[1]
        self.strata.add(key, number, sex, band)
        self.parts.add(key, number, stays, below)
        for name, text, region in (
            ("origin_code", origin_code, origin),
            (column, destination_code, place),
        ):
            if region and region.is_retired:
                self.retired.setdefault((name, text), []).append(number)
        self.reading.rows.append(
            FlowRow(
                month,
                origin.region_id,
                origin_code,
                place and place.region_id,
                place and place.hospital_id,
                destination_code,
                system,
                code,
                stays,
                below,
                *totals,
                *stratum,
            )
        )

    def _same_in_all(self, grain, source):
        self.grain = self.reading.grain = self.grain or grain
        if grain != self.grain:
            raise Wrong("grain", _("一个文件只能全部按月或全部按年。"))
        self.reading.source_system = self.reading.source_system or source
        if source and source != self.reading.source_system:
            raise Wrong("source", _("一个文件只能有一个数据来源，且须与所选的一致。"))

    def _wrong(self, number, column, value, wrong):
        self.reading.add(Problem(number, column, value[:200], wrong.rule, wrong.hint))

    def _finish(self):
        for (column, text), rows in self.retired.items():
            hint = _("代码已停用，已归入现行地区，共 %(count)d 行；原代码一并保留。")
            hint %= {"count": len(rows)}
            self.reading.add(Problem(rows[0], column, text, "retired_code", hint, True))
        for problem in self.parts.problems():
            self.reading.add(problem)
        if not self.reading.total_rows:
            self._wrong(2, "", "", Wrong("empty", _("文件只有表头，没有数据。")))


def _checked(check, text):
    try:
        return check(text), None
    except Wrong as wrong:
        return None, wrong
