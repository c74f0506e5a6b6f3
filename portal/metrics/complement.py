"""Hide what would give a small cell away: figures beside their sum, in each direction of a table.

Sisters (counties of a city, cities of a province) stand below their total, destinations of those
who left beside all who left, groups of diseases beside all of them. What tells the same counts in
other words follows; then it is looked at again, until nothing more is hidden.
"""

from collections import defaultdict
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
    ("F08", "F13"),
    ("F06", "F07"),
    ("F17", "F18"),
    ("F19", "F20"),
    ("F20", "F19"),
    ("F19", "F20N"),
    ("F19", "F23"),
)
# These have no sum of their own: they follow only.
FOLLOWERS = {follower for _leader, follower in FOLLOWS} - {"F19", "F20"}
MOST_ROUNDS = 5


@dataclass(frozen=True)
class Direction:
    """Along which the cells of one sum lie: what they have in common, and which rows have it."""

    common: tuple[str, ...]
    rows: str
    has_parts: bool = False
    has_total_row: bool = False


_SAME = ("code", "source_system", "disease_system")
DIRECTIONS = (
    *(
        Direction(
            (*_SAME, "disease_code", "counterpart_region_id", "item", "parent_id"),
            f"r.level = '{level.value}' AND r.parent_id IS NOT NULL",
            has_parts=True,
            has_total_row=True,
        )
        for level in (RegionLevel.COUNTY, RegionLevel.CITY)
    ),
    Direction((*_SAME, "disease_code", "region_id", "item"), "v.counterpart_region_id IS NOT NULL"),
    Direction((*_SAME, "region_id", "item"), "v.code = 'F20'"),
)
CELLS = """
SELECT * FROM (
  SELECT v.id, v.code, v.source_system, v.disease_system, v.disease_code, v.region_id,
    v.counterpart_region_id, v.item, r.parent_id, v.numerator, v.denominator, v.base_numerator,
    v.base_denominator, v.disclosure <> 'shown' AS is_hidden,
    BOOL_OR(v.disclosure <> 'shown') OVER (PARTITION BY {common}) AS is_concerned
  FROM metrics_indicatorvalue v JOIN hospitals_region r ON r.id = v.region_id
  WHERE v.period = %s AND v.grain = %s AND v.code = ANY(%s) AND {rows}
) AS cells WHERE is_concerned
"""
FOLLOW = """
UPDATE metrics_indicatorvalue AS follower SET disclosure = 'complement'
FROM metrics_indicatorvalue AS leader
WHERE follower.period = %(period)s AND follower.grain = %(grain)s
  AND leader.period = %(period)s AND leader.grain = %(grain)s
  AND leader.code = %(leader)s AND follower.code = %(follower)s
  AND leader.region_id = follower.region_id AND leader.source_system = follower.source_system
  AND leader.disease_system = follower.disease_system
  AND leader.disease_code = follower.disease_code
  AND leader.disclosure <> 'shown' AND follower.disclosure = 'shown'
"""


def hide(period, grain, codes):
    """Mark the complements of one period; the small ones are marked already."""
    own = [code for code in codes if code.startswith("F") and code not in FOLLOWERS]
    for _round in range(MOST_ROUNDS):
        hidden = sum(_hide_along(direction, period, grain, own) for direction in DIRECTIONS)
        if not hidden + _follow(period, grain, codes):
            return


def _follow(period, grain, codes):
    changed = 0
    with connection.cursor() as cursor:
        for leader, follower in FOLLOWS:
            if follower in codes:
                names = {"period": period, "grain": grain, "leader": leader, "follower": follower}
                cursor.execute(FOLLOW, names)
                changed += cursor.rowcount
    return changed


def _hide_along(direction, period, grain, codes):
    hidden = []
    for key, cells in _groups(direction, period, grain, codes).items():
        places, hides_total = _hidden_places(cells, direction)
        hidden += [cells[at]["id"] for at in places if not cells[at]["is_hidden"]]
        if hides_total and direction.has_total_row:
            hidden += _total_row(dict(zip(direction.common, key, strict=True)), period, grain)
        elif hides_total:
            hidden += [cell["id"] for cell in cells if not cell["is_hidden"]]
    shown = IndicatorValue.objects.filter(pk__in=hidden, disclosure=Disclosure.SHOWN)
    return shown.update(disclosure=Disclosure.COMPLEMENT)


def _groups(direction, period, grain, codes):
    common = ", ".join(
        "r.parent_id" if name == "parent_id" else f"v.{name}" for name in direction.common
    )
    with connection.cursor() as cursor:
        cursor.execute(CELLS.format(common=common, rows=direction.rows), [period, grain, codes])
        names = [column.name for column in cursor.description]
        cells = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    groups = defaultdict(list)
    for cell in cells:
        groups[tuple(cell[name] for name in direction.common)].append(cell)
    return groups


def _total_row(key, period, grain):
    region = key.pop("parent_id")
    rows = IndicatorValue.objects.filter(period=period, grain=grain, region=region, **key)
    return list(rows.filter(disclosure=Disclosure.SHOWN).values_list("pk", flat=True))


def _hidden_places(cells, direction):
    """Each count of a figure stands in a row of its own; hidden in one is hidden in all."""
    already = frozenset(at for at, cell in enumerate(cells) if cell["is_hidden"])
    hidden, hides_total = set(already), False
    for counts in _rows_of_counts(cells, direction):
        shown = disclose.row(counts, already=already)
        hidden |= {at for at, cell in enumerate(shown.cells) if cell is None}
        hides_total = hides_total or shown.total is None
    return hidden, hides_total


def _rows_of_counts(cells, direction):
    for part, whole in (("numerator", "denominator"), ("base_numerator", "base_denominator")):
        parts = [cell[part] for cell in cells]
        wholes = [cell[whole] for cell in cells]
        if None in parts:
            continue
        yield parts
        if direction.has_parts and None not in wholes:
            yield [n - x for x, n in zip(parts, wholes, strict=True)]
            yield wholes
