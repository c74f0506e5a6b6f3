"""Hide what would give a small cell away: figures beside their sum, in each direction of a table.

A cell is all that is told of one place, group of diseases, source and period: it is hidden or shown
whole. Sisters (counties of a city, hospitals of a county) stand below their total, destinations of
those who left beside all who left, groups of diseases beside all of them, months below their year.
What is hidden along one direction is looked at along the others too, until nothing more is hidden.
Pure.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from hospitals.enums import RegionLevel
from portal.metrics import disclose, elimination

ALL = "ALL"
# Of residents who were treated somewhere, of those who came from elsewhere, where they went by
# province and by city, and of all who were treated at a place.
LEFT, CAME, WENT, CITIES, SERVED = "left", "came", "went", "cities", "served"
LARGEST_TABLE = 300
# A count that is the sum of two others, where all three are told of the same cases.
SUMS_OF_CODES = (("H07", ("H05", "H06")),)
# The second tells counts of the first: hidden in one, hidden in the other.
LEADS = (
    ("H01", ("H03", "H13", "H17", "H18", "D01", "D02")),
    ("H03", ("H04", "H05", "H06", "H07")),
)


@dataclass(eq=False, slots=True)
class Cell:
    """Counts that add up along every direction, and whether anybody may see them.

    period: "2024" or "2024-03". parent: the region right above, or where the hospital lies.
    above: the province in which the counterpart lies. rows: the figures that tell the counts.
    """

    kind: str
    source: str
    system: str
    disease: str
    period: str
    region: object = None
    hospital: object = None
    counterpart: object = None
    item: str = ""
    level: str | None = None
    parent: object = None
    above: object = None
    counts: dict[str, int] = field(default_factory=dict)
    is_hidden: bool = False
    rows: list = field(default_factory=list)

    @property
    def is_of_month(self):
        return len(self.period) > 4

    def add(self, name: str, x: int | None, n: int | None, *, is_share: bool = True) -> None:
        """The counts of one figure: those counted, all, and in a share the others."""
        if x is not None:
            self.counts[name] = x
        if n is not None:
            self.counts[f"{name}="] = n
        if is_share and x is not None and n is not None:
            self.counts[f"{name}-"] = n - x


def _rank(name):
    return "-=".find(name[-1]), name


@dataclass(eq=False, slots=True)
class Sum:
    """Cells along one direction, and the one that is their total, where there is such a cell.

    names: which of the counts add up; empty is all that every part has.
    """

    parts: list[Cell]
    total: Cell | None = None
    names: tuple[str, ...] = ()

    @property
    def members(self):
        return [*self.parts, self.total] if self.total else self.parts

    def counts(self):
        """Each count of the parts stands in a row of its own: those counted, the rest, all."""
        for name in self.names or sorted(self.parts[0].counts, key=_rank):
            row = [cell.counts.get(name) for cell in self.parts]
            if None not in row:
                yield row

    def equation(self, name: str) -> dict[int, int]:
        """What a reader may write down: hidden parts, less a hidden total, are a number."""
        if self.names and name not in self.names:
            return {}
        if any(name not in cell.counts for cell in self.members):
            return {}
        row = {id(cell): 1 for cell in self.parts if cell.is_hidden}
        if self.total is not None and self.total.is_hidden:
            row[id(self.total)] = -1
        return row

    def left(self) -> list[Cell]:
        """The cells that must be hidden now, so that the others and the sum do not tell any."""
        is_total_hidden = self.total is not None and self.total.is_hidden
        already = frozenset(at for at, cell in enumerate(self.parts) if cell.is_hidden)
        if not already and not is_total_hidden:
            return []
        hidden, hides_total = already, is_total_hidden
        # Hidden in one row is hidden in all.
        for counts in self.counts():
            shown = disclose.row(counts, already=hidden, is_total_hidden=hides_total)
            hidden |= {at for at, cell in enumerate(shown.cells) if cell is None}
            hides_total = shown.total is None
        more = [self.parts[at] for at in hidden - already]
        if hides_total and self.total is None:
            return [cell for cell in self.parts if not cell.is_hidden]
        if hides_total and not is_total_hidden:
            more.append(self.total)
        return more


@dataclass(eq=False, slots=True)
class Lead:
    """Cells that tell counts of the first one."""

    first: Cell
    others: list[Cell]

    @property
    def members(self):
        return [self.first, *self.others]

    def left(self) -> list[Cell]:
        return [cell for cell in self.others if self.first.is_hidden and not cell.is_hidden]


def close(cells: Iterable[Cell]) -> None:
    """Hide cells until no sum tells one that is hidden.

    A sum is looked at again when another one hid a cell of it; each time at least one more is.
    """
    rules = [
        *_by_region(cells),
        *_by_destination(cells),
        *_by_city(cells),
        *_by_disease(cells),
        *_by_time(cells),
        *_by_code(cells),
    ]
    of_cell = defaultdict(list)
    for rule in rules:
        for cell in rule.members:
            of_cell[cell].append(rule)
    _spread(dict.fromkeys(rules), of_cell)
    while more := _given_away(of_cell):
        for cell in more:
            cell.is_hidden = True
        _spread(dict.fromkeys(rule for cell in more for rule in of_cell[cell]), of_cell)


def _spread(waiting, of_cell):
    """Look at rules, and again at those of every cell that one of them hid."""
    while waiting:
        rule, _none = waiting.popitem()
        for cell in rule.left():
            cell.is_hidden = True
            waiting.update(dict.fromkeys(of_cell[cell]))


def _given_away(of_cell):
    """Cells to hide because sums taken together would still tell a small count, by elimination.

    Each sum by itself is safe by now, and in large tables too much is unknown to go round in
    circles: what hangs together is looked at up to a size that takes no time.
    """
    found = {}
    for cells in _tables(of_cell):
        names = {name for cell in cells for name, x in cell.counts.items() if disclose.is_small(x)}
        sums = {rule for cell in cells for rule in of_cell[cell] if isinstance(rule, Sum)}
        for name in sorted(names):
            known = elimination.fixed(filter(None, (rule.equation(name) for rule in sums)))
            for cell in cells:
                if id(cell) in known and disclose.is_small(cell.counts[name]):
                    found.update(dict.fromkeys(_next_to(cell, of_cell)))
    return list(found)


def _tables(of_cell):
    """Hidden cells that hang together by sums."""
    left = dict.fromkeys(cell for cell in of_cell if cell.is_hidden)
    while left:
        cell, _none = left.popitem()
        table, waiting = [], [cell]
        while waiting:
            table.append(waiting.pop())
            for rule in of_cell[table[-1]]:
                for near in rule.members:
                    if near in left:
                        del left[near]
                        waiting.append(near)
        if len(table) <= LARGEST_TABLE:
            yield table


def _next_to(cell, of_cell):
    """The smallest shown cell in a sum with this one; or with one that hangs together with it."""
    seen, ring = {cell}, [cell]
    while ring:
        near = dict.fromkeys(one for own in ring for rule in of_cell[own] for one in rule.members)
        shown = [one for one in near if not one.is_hidden]
        if shown:
            return [min(shown, key=lambda one: sum(one.counts.values()))]
        ring = [one for one in near if one not in seen]
        seen.update(ring)
    return []


def with_years(cells: list[Cell]) -> list[Cell]:
    """The same, and the year of every series of residents: figures of a year add up its months."""
    at = {_series(cell): cell for cell in cells if not cell.is_of_month}
    months = defaultdict(list)
    for cell in cells:
        if cell.kind == LEFT and cell.is_of_month:
            months[_series(cell)].append(cell)
    made = []
    for key, own in months.items():
        year, like = at.get(key), own[0]
        if year is None:
            about = LEFT, like.source, like.system, like.disease, like.period[:4], like.region
            year = Cell(*about, item=like.item, level=like.level, parent=like.parent)
            made.append(year)
        if not year.counts:
            for name in like.counts:
                year.counts[name] = sum(cell.counts.get(name, 0) for cell in own)
            year.is_hidden = year.is_hidden or any(map(disclose.is_small, year.counts.values()))
    return [*cells, *made]


def _series(cell):
    place = cell.region, cell.hospital, cell.counterpart, cell.item
    return cell.kind, cell.source, cell.system, cell.disease, *place


def _by_region(cells):
    """Counties below their city, cities below their province, hospitals below their county."""
    at = {(*_about(cell), cell.region): cell for cell in cells if cell.hospital is None}
    found = {}
    for cell in cells:
        is_part = cell.level in (RegionLevel.COUNTY, RegionLevel.CITY) or cell.hospital
        if cell.parent and is_part:
            key = *_about(cell), cell.parent
            of = found.setdefault((cell.hospital is None and cell.level, key), Sum([], at.get(key)))
            of.parts.append(cell)
    # A county without a figure of its own tells nothing of its hospitals.
    return [one for (level, _key), one in found.items() if level or one.total]


def _by_destination(cells):
    """Those who left one region, by where they went."""
    at = {_of_left(cell): cell for cell in cells if cell.kind == LEFT}
    found = {}
    for cell in cells:
        if cell.kind == WENT:
            key = _of_left(cell)
            found.setdefault(key, Sum([], at.get(key), ("F01",))).parts.append(cell)
    # All who left are the base of each share.
    return [*found.values(), *(Lead(one.total, one.parts) for one in found.values() if one.total)]


def _by_city(cells):
    """Cities below their province, as places to which those of one region went. Those of the own
    province make up who left the city, but not the province."""
    left = {_of_left(cell): cell for cell in cells if cell.kind == LEFT}
    went = {(*_of_left(cell), cell.counterpart): cell for cell in cells if cell.kind == WENT}
    found, bases = {}, defaultdict(list)
    for cell in cells:
        if cell.kind == CITIES:
            of, is_home = _of_left(cell), cell.above in {cell.region, cell.parent}
            total = left.get(of) if is_home else went.get((*of, cell.above))
            names = ("F02W",) if is_home else ("F01",)
            found.setdefault((*of, cell.above), Sum([], total, names)).parts.append(cell)
            bases[of].append(cell)
    return [*found.values(), *(Lead(left[of], own) for of, own in bases.items() if of in left)]


def _of_left(cell):
    return cell.source, cell.system, cell.disease, cell.period, cell.region


def _by_disease(cells):
    """The groups of one system below all diseases, of one region, hospital or pair."""
    at = {_place(cell): cell for cell in cells if cell.system == cell.disease == ALL}
    found = {}
    for cell in cells:
        if cell.disease != ALL:
            key = _place(cell)
            found.setdefault((*key, cell.system), Sum([], at.get(key))).parts.append(cell)
    return found.values()


def _place(cell):
    place = cell.region, cell.hospital, cell.counterpart, cell.item
    return cell.kind, cell.source, cell.period, *place


def _by_time(cells):
    """Months below the year that they are part of, where one is told."""
    at = {_series(cell): cell for cell in cells if not cell.is_of_month}
    found = {}
    for cell in cells:
        if cell.is_of_month and (key := _series(cell)) in at:
            found.setdefault(key, Sum([], at[key])).parts.append(cell)
    return found.values()


def _by_code(cells):
    """Figures of one hospital and period that tell counts of each other."""
    codes = {code for pair in (*SUMS_OF_CODES, *LEADS) for code in (pair[0], *pair[1])}
    at = {
        (cell.kind, cell.source, cell.hospital, cell.period): cell
        for cell in cells
        if cell.kind in codes and cell.disease == ALL
    }
    for (code, *about), cell in at.items():
        for total, names in SUMS_OF_CODES:
            parts = [at.get((name, *about)) for name in names]
            if code == total and None not in parts:
                yield Sum(parts, cell, ("x",))
        for first, names in LEADS:
            if code == first:
                yield Lead(cell, [at[name, *about] for name in names if (name, *about) in at])


def _about(cell):
    return (
        cell.kind,
        cell.source,
        cell.counterpart,
        cell.item,
        cell.system,
        cell.disease,
        cell.period,
    )
