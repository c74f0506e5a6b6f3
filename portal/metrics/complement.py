"""Hide what would give a small cell away: figures beside their sum, in each direction of a table.

Sisters (counties of a city, cities of a province) stand below their total, destinations of those
who left beside all who left, groups of diseases beside all of them. What is hidden along one
direction is looked at along the others too, and what tells the same counts in other words follows;
then it is looked at again, until nothing more is hidden.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from hospitals.enums import RegionLevel
from portal.metrics import disclose
from portal.metrics.models import Disclosure, IndicatorValue

# The second tells counts of the first; what is hidden in one is hidden in the other.
FOLLOWS = (
    ("F01", "F05"),
    ("F03", "F04"),
    ("F01", "F10"),
    ("F08", "F10"),
    ("F01", "F11"),
    ("F08", "F11"),
    ("F01", "F12"),
    ("F02", "F12"),
    ("F03", "F12"),
    ("F08", "F13"),
    ("F01", "F13"),
    ("F06", "F07"),
    ("F08", "F09"),
    ("F09", "F08"),
    ("F17", "F18"),
    ("F01", "F19"),
    ("F19", "F01"),
    ("F19", "F20"),
    ("F20", "F19"),
    ("F19", "F20N"),
    ("F01", "F21"),
    ("F01", "F22"),
    ("F01", "F23"),
    ("F19", "F23"),
    ("F01", "F28"),
)
# Both have a sum of their own, though each follows the other.
BOTH_WAYS = {"F01", "F08", "F09", "F19", "F20"}
# These have none: they follow only.
FOLLOWERS = {follower for _leader, follower in FOLLOWS} - BOTH_WAYS
# Of a year two jobs tell the same counts: what one hides is hidden in what the other made.
SAME_COUNTS = {"F01", "F19"}
# A step on the way to other figures: its parts beside a sum that is shown are nobody's business.
NEVER_SHOWN = {"R10A"}
ALL = "ALL"


@dataclass(eq=False)
class Cell:
    """One figure among others: whose, of what, its counts, and whether anybody may see it."""

    id: object
    code: str
    source: str
    system: str
    disease: str
    region: object
    hospital: object
    counterpart: object
    item: str
    level: str | None
    parent: object
    counts: tuple
    is_hidden: bool
    was_hidden: bool = False


@dataclass(eq=False)
class Sum:
    """Cells along one direction, and the one that is their total, where there is such a row.

    of_parts: numerators and denominators add up each for themselves. In a mix (where somebody
    went, of what those who left consist) only the numerators do, and the base is their sum.
    """

    of_parts: bool
    parts: list[Cell]
    total: Cell | None = None

    @property
    def members(self):
        return [*self.parts, self.total] if self.total else self.parts


def hide(period, grain, codes):
    """Mark the complements of one period; the small ones are marked already."""
    steps = IndicatorValue.objects.filter(period=period, grain=grain)
    _mark(steps.filter(code__in=NEVER_SHOWN & {*codes}).values("pk"))
    codes = {*codes} | (SAME_COUNTS if SAME_COUNTS & {*codes} else set())
    own = sorted(code for code in codes if code.startswith("F") and code not in FOLLOWERS)
    while True:
        cells = _read(period, grain, own)
        close(cells)
        hidden = [cell.id for cell in cells if cell.is_hidden and not cell.was_hidden]
        _mark(hidden)
        if not _follow(period, grain, codes):
            return


def close(cells: Iterable[Cell]) -> None:
    """Hide cells until no sum tells one that is hidden. Pure: it reads and writes cells only.

    A sum is looked at again when another one hid a cell of it; each time at least one more is.
    """
    sums = [*_by_region(cells), *_by_destination(cells), *_by_disease(cells)]
    of_cell = defaultdict(list)
    for one in sums:
        for cell in one.members:
            of_cell[cell].append(one)
    waiting = dict.fromkeys(sums)
    while waiting:
        one, _none = waiting.popitem()
        for cell in _hide_in(one):
            waiting.update(dict.fromkeys(of_cell[cell]))


def _by_region(cells):
    """Counties below their city, cities below their province, of the same disease and place."""
    at = {(*_about(cell), cell.system, cell.disease, cell.region): cell for cell in cells}
    found = {}
    for cell in cells:
        if cell.parent and cell.level in (RegionLevel.COUNTY, RegionLevel.CITY):
            key = (*_about(cell), cell.system, cell.disease, cell.parent)
            found.setdefault((cell.level, key), Sum(True, [], at.get(key))).parts.append(cell)
    return found.values()


def _by_destination(cells):
    """Those who left one region, by where they went."""
    found = defaultdict(lambda: Sum(False, []))
    for cell in cells:
        if cell.counterpart:
            key = cell.code, cell.source, cell.system, cell.disease, cell.region, cell.item
            found[key].parts.append(cell)
    return found.values()


def _by_disease(cells):
    """The groups of one system below all diseases, of one region, hospital or pair.

    A contribution (F20) is a part of what all groups come to, and needs no row for that.
    """
    at = {
        (*_about(cell), cell.region, cell.hospital): cell
        for cell in cells
        if cell.system == cell.disease == ALL
    }
    found = {}
    for cell in cells:
        if cell.disease != ALL:
            key = (*_about(cell), cell.region, cell.hospital)
            made = Sum(cell.code != "F20", [], at.get(key))
            found.setdefault((*key, cell.system), made).parts.append(cell)
    return found.values()


def _about(cell):
    return cell.code, cell.source, cell.counterpart, cell.item


def _hide_in(one):
    """The cells of a sum that are hidden now and were not before."""
    is_total_hidden = one.total is not None and one.total.is_hidden
    already = frozenset(at for at, cell in enumerate(one.parts) if cell.is_hidden)
    if not already and not is_total_hidden:
        return []
    hidden, hides_total = already, is_total_hidden
    # Each count of a figure stands in a row of its own; hidden in one is hidden in all.
    for counts in _rows_of_counts(one):
        shown = disclose.row(counts, already=hidden, is_total_hidden=hides_total)
        hidden |= {at for at, cell in enumerate(shown.cells) if cell is None}
        hides_total = shown.total is None
    more = [one.parts[at] for at in hidden - already]
    if hides_total and one.total is None:
        more = [cell for cell in one.parts if not cell.is_hidden]
    elif hides_total and not is_total_hidden:
        more.append(one.total)
    for cell in more:
        cell.is_hidden = True
    return more


def _rows_of_counts(one):
    for at in (0, 2):
        parts = [cell.counts[at] for cell in one.parts]
        wholes = [cell.counts[at + 1] for cell in one.parts]
        if None in parts:
            continue
        yield parts
        if one.of_parts and None not in wholes:
            yield [n - x for x, n in zip(parts, wholes, strict=True)]
            yield wholes


# In one order, so that of several ways to hide enough it is always the same one. Ids as text:
# making objects of so many would take longer than the query.
CELLS = """
SELECT v.id::text, v.code, v.source_system, v.disease_system, v.disease_code, v.region_id::text,
  v.hospital_id::text, v.counterpart_region_id::text, v.item, r.level, r.parent_id::text,
  v.numerator, v.denominator, v.base_numerator, v.base_denominator, v.disclosure <> 'shown'
FROM metrics_indicatorvalue v LEFT JOIN hospitals_region r ON r.id = v.region_id
WHERE v.period = %s AND v.grain = %s AND v.code = ANY(%s)
ORDER BY v.id
"""
FOLLOW = """
WITH leaders AS MATERIALIZED (
  SELECT DISTINCT pair.follower AS code, COALESCE(v.region_id, v.hospital_id) AS scope,
    v.source_system, v.disease_system, v.disease_code
  FROM metrics_indicatorvalue v
  JOIN unnest(%(leaders)s, %(followers)s) AS pair (leader, follower) ON pair.leader = v.code
  WHERE v.period = %(period)s AND v.grain = %(grain)s AND v.disclosure <> 'shown'
)
UPDATE metrics_indicatorvalue AS follower SET disclosure = 'complement'
FROM leaders AS leader
WHERE follower.period = %(period)s AND follower.grain = %(grain)s
  AND follower.code = leader.code
  AND COALESCE(follower.region_id, follower.hospital_id) = leader.scope
  AND follower.source_system = leader.source_system
  AND follower.disease_code = leader.disease_code
  AND (follower.disease_system = leader.disease_system OR leader.disease_code = 'ALL')
  AND follower.disclosure = 'shown'
"""


def _read(period, grain, codes):
    """Every figure of these codes; none where nothing is hidden, as there is nothing to keep."""
    rows = IndicatorValue.objects.filter(period=period, grain=grain, code__in=codes)
    if not rows.exclude(disclosure=Disclosure.SHOWN).exists():
        return []
    with connection.cursor() as cursor:
        cursor.execute(CELLS, [period, grain, codes])
        return [
            Cell(*about, (x, n, base_x, base_n), is_hidden, is_hidden)
            for *about, x, n, base_x, base_n, is_hidden in cursor.fetchall()
        ]


def _mark(hidden):
    shown = IndicatorValue.objects.filter(pk__in=hidden, disclosure=Disclosure.SHOWN)
    shown.update(disclosure=Disclosure.COMPLEMENT)


def _follow(period, grain, codes):
    """Until no one has a leader that is hidden: who follows may lead another."""
    pairs = [pair for pair in FOLLOWS if pair[1] in codes]
    if not pairs:
        return 0
    leaders, followers = map(list, zip(*pairs, strict=True))
    names = {"period": period, "grain": grain, "leaders": leaders, "followers": followers}
    changed = 0
    with connection.cursor() as cursor:
        # Right after an import the planner believes in few rows, and would compare all with all.
        cursor.execute("SET LOCAL enable_nestloop = off")
        while cursor.execute(FOLLOW, names) or cursor.rowcount:
            changed += cursor.rowcount
    return changed
