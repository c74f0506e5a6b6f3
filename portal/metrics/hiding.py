"""Which figures of a calendar year nobody may see: those that are small, and their complements.

All figures of a year are looked at together, whichever job made them: months and their year,
regions and hospitals, diseases and destinations. What comes out depends on the figures alone, not
on the order in which they were computed: complements are found anew each time.
"""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from hospitals.models import Region
from portal.metrics import catalogue, complement
from portal.metrics.complement import CAME, CITIES, LEFT, SERVED, WENT, Cell
from portal.metrics.definitions.base import Kind
from portal.metrics.models import Disclosure, IndicatorValue

# A step on the way to other figures: its parts beside a sum that is shown are nobody's business.
NEVER_SHOWN = ("R10A",)
KINDS = dict.fromkeys(("F01", "F02", "F02W", "F03", "F19"), LEFT) | {
    "F17": WENT,
    "F17C": CITIES,
    "F08": CAME,
    "F09": CAME,
    "F12G": SERVED,
}
OF_HOSPITALS = ("H01", "H03", "H04", "H05", "H06", "H07", "H13", "H17", "H18", "H19", "D01", "D02")
OF_RESIDENTS = ("F14", "F15", "F16", "F26", "F27", "F29")
# Figures that tell the counts of a cell in other words, of the same place, period and diseases.
FOLLOWERS = {
    LEFT: (
        *("F04", "F05", "F10", "F11", "F12", "F13", "F18", "F18O"),
        *("F20", "F20N", "F21", "F22", "F22D", "F23", "F25", "F28"),
    ),
    CAME: ("F10", "F11", "F13"),
    WENT: ("F18", "F18O"),
    SERVED: ("F13",),
}
# Sums over months of this year and of the base year: shown where all of those are.
OF_MONTHS = ("F06", "F07")
# What is looked at together, and again when any figure of it changed.
WORLDS = (
    (*KINDS, *FOLLOWERS[LEFT]),
    OF_HOSPITALS,
    *((code,) for code in OF_RESIDENTS),
)


def wait(period: dt.date, codes: Iterable[str]) -> None:
    """Until no other process changes figures of the same table; before any row is touched.

    Marks are set on rows of other jobs and periods too: two at once would wait for each other.
    """
    with connection.cursor() as cursor:
        for key in shared(period, {*codes}):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def shared(period: dt.date, codes: set[str]) -> list[str]:
    """What a job has in common with others, always in one order."""
    keys = []
    if codes & {code for world in WORLDS for code in world}:
        keys.append(f"figures of {period.year}")
    if codes & {"F01", *OF_MONTHS}:
        keys.append("figures of changes")
    return keys


def hide(
    period: dt.date,
    grain: str,
    codes: Iterable[str],
    *,
    of_year: bool = True,
    province: UUID | None = None,
) -> None:
    """Mark the complements, and take the mark from what is none any more.

    of_year: False looks at this period alone, where the year's other periods are at once to come.
    province: where no other one's figures changed; no sum reaches beyond a province.
    """
    codes = {*codes}
    shown = IndicatorValue.objects.filter(period=period, grain=grain, disclosure=Disclosure.SHOWN)
    if never := codes & {*NEVER_SHOWN}:
        shown.filter(code__in=never).update(disclosure=Disclosure.COMPLEMENT)
    with connection.cursor() as cursor:
        # Right after an import the planner believes in few rows, and would compare all with all.
        cursor.execute("SET LOCAL enable_nestloop = off")
        within = {"within": _inside(province)}
        span = _span(period, grain, of_year) | within
        for world in WORLDS:
            own = codes & {*world}
            if own and own <= _FOLLOWING:
                alone = _span(period, grain, of_year=False) | within
                _lead(cursor, alone | {"codes": list(own)})
            elif own:
                _hide(cursor, span | {"codes": list(world)})
        if codes & {"F01", *OF_MONTHS}:
            years = period.year - catalogue.BASE_YEAR
            cursor.execute(
                SUMMED,
                {
                    "codes": [*OF_MONTHS],
                    "base": catalogue.BASE_YEAR,
                    "year": None if years == 0 else period.year,
                },
            )


def _span(period, grain, of_year):
    if not of_year:
        return {"first": period, "last": period, "grains": [grain]}
    year = dt.date(period.year, 1, 1), dt.date(period.year, 12, 31)
    return {"first": year[0], "last": year[1], "grains": ["month", "year"]}


def _inside(province):
    if province is None:
        return None
    return [str(pk) for pk in Region.objects.inside([province]).values_list("pk", flat=True)]


# In one order, so that of several ways to hide enough it is always the same one. Ids as text:
# making objects of so many would take longer than the query.
CELLS = """
SELECT v.id::text, v.code, v.disclosure, v.source_system, v.disease_system, v.disease_code,
  CASE WHEN v.grain = 'year' THEN to_char(v.period, 'YYYY') ELSE to_char(v.period, 'YYYY-MM') END,
  v.region_id::text, v.hospital_id::text, v.counterpart_region_id::text,
  trim(concat_ws(' ', v.item, v.drg_version)), r.level,
  CASE WHEN v.hospital_id IS NULL THEN r.parent_id ELSE h.region_id END::text,
  COALESCE(there.parent_id, there.id)::text, v.numerator, v.denominator
FROM metrics_indicatorvalue v
LEFT JOIN hospitals_region r ON r.id = v.region_id
LEFT JOIN hospitals_hospital h ON h.id = v.hospital_id
LEFT JOIN hospitals_region there ON there.id = v.counterpart_region_id
WHERE v.period BETWEEN %(first)s AND %(last)s AND v.grain = ANY(%(grains)s)
  AND v.code = ANY(%(leaders)s)
  AND (%(within)s::uuid[] IS NULL OR COALESCE(v.region_id, h.region_id) = ANY(%(within)s::uuid[]))
  AND EXISTS (
    SELECT FROM metrics_indicatorvalue s
    WHERE s.period BETWEEN %(first)s AND %(last)s AND s.grain = ANY(%(grains)s)
      AND s.code = ANY(%(leaders)s) AND s.disclosure <> 'shown'
  )
ORDER BY v.period, v.grain, v.id
"""
SET = """
UPDATE metrics_indicatorvalue v SET disclosure = told.disclosure
FROM unnest(%(ids)s::uuid[], %(marks)s::text[]) AS told (id, disclosure) WHERE v.id = told.id
"""
# Followers are hidden where a cell is, and shown where none is.
FOLLOW = """
WITH hidden AS MATERIALIZED (
  SELECT DISTINCT * FROM unnest(%(kinds)s::text[], %(sources)s::text[], %(systems)s::text[],
    %(diseases)s::text[], %(periods)s::text[], %(places)s::text[])
    AS cell (kind, source, system, disease, period, place)
), followers AS (
  SELECT v.id, bool_or(hidden.kind IS NOT NULL) AS is_led
  FROM metrics_indicatorvalue v
  JOIN unnest(%(of)s::text[], %(followers)s::text[]) AS pair (kind, code) ON pair.code = v.code
  LEFT JOIN hidden ON hidden.kind = pair.kind
    AND hidden.place = COALESCE(v.region_id, v.hospital_id)::text
    AND hidden.source = v.source_system AND hidden.disease = v.disease_code
    AND (hidden.system = v.disease_system OR hidden.disease = 'ALL')
    AND hidden.period
      = to_char(v.period, CASE WHEN v.grain = 'year' THEN 'YYYY' ELSE 'YYYY-MM' END)
  LEFT JOIN hospitals_hospital h ON h.id = v.hospital_id
  WHERE v.period BETWEEN %(first)s AND %(last)s AND v.grain = ANY(%(grains)s)
    AND (%(within)s::uuid[] IS NULL OR COALESCE(v.region_id, h.region_id) = ANY(%(within)s::uuid[]))
    AND v.disclosure <> 'small'
  GROUP BY v.id
)
UPDATE metrics_indicatorvalue v
SET disclosure = CASE WHEN is_led THEN 'complement' ELSE 'shown' END
FROM followers
WHERE v.id = followers.id AND (v.disclosure = 'complement') <> is_led
"""
SUMMED = """
WITH hidden AS MATERIALIZED (
  SELECT DISTINCT region_id, source_system, disease_system, disease_code,
    EXTRACT(YEAR FROM period) AS year
  FROM metrics_indicatorvalue
  WHERE code = 'F01' AND grain = 'month' AND disclosure <> 'shown'
), small AS MATERIALIZED (
  SELECT DISTINCT region_id, source_system, disease_system, disease_code,
    EXTRACT(YEAR FROM period) AS year
  FROM metrics_indicatorvalue WHERE code = 'F06' AND disclosure = 'small'
), sums AS (
  SELECT v.id, now.region_id IS NOT NULL OR base.region_id IS NOT NULL
    OR v.code = 'F07' AND small.region_id IS NOT NULL AS is_led
  FROM metrics_indicatorvalue v
  LEFT JOIN hidden now ON now.year = EXTRACT(YEAR FROM v.period) AND {same_now}
  LEFT JOIN hidden base ON base.year = %(base)s AND {same_base}
  LEFT JOIN small ON small.year = EXTRACT(YEAR FROM v.period) AND {same_small}
  WHERE v.code = ANY(%(codes)s) AND v.disclosure <> 'small'
    AND (%(year)s IS NULL OR EXTRACT(YEAR FROM v.period) = %(year)s)
)
UPDATE metrics_indicatorvalue v SET disclosure = CASE WHEN is_led THEN 'complement' ELSE 'shown' END
FROM sums WHERE v.id = sums.id AND (v.disclosure = 'complement') <> is_led
""".format(
    **{
        f"same_{name}": " AND ".join(
            f"{name}.{column} = v.{column}"
            for column in ("region_id", "source_system", "disease_system", "disease_code")
        )
        for name in ("now", "base", "small")
    }
)


def _lead(cursor, span):
    """No cell changed: its followers are hidden where it is."""
    leaders = [code for kind in FOLLOWERS for code in KINDS if KINDS[code] == kind]
    cursor.execute(CELLS, span | {"leaders": leaders})
    cells = read(row for row in cursor.fetchall() if row[2] != Disclosure.SHOWN)
    for cell in cells:
        cell.is_hidden = True
    _follow(cursor, span, cells)


def _hide(cursor, span):
    """One world: find its complements, write what changed, and let the followers follow."""
    leaders = [code for code in span["codes"] if code not in _FOLLOWING]
    cursor.execute(CELLS, span | {"leaders": leaders})
    cells = read(cursor.fetchall())
    complement.close(cells)
    changed = list(_changes(cells))
    if changed:
        ids, marks = map(list, zip(*changed, strict=True))
        cursor.execute(SET, {"ids": ids, "marks": marks})
    _follow(cursor, span, cells)


_FOLLOWING = {code for codes in FOLLOWERS.values() for code in codes}


def read(rows: Iterable[tuple]) -> list[Cell]:
    """Rows of CELLS → cells; figures that tell of the same people are one cell."""
    cells: dict = {}
    for row, code, mark, source, system, disease, period, *place, x, n in rows:
        kind = KINDS.get(code, code)
        about = kind, source, system, disease, period, *place[:4]
        cell = cells.get(about)
        if cell is None:
            cell = Cell(*about, level=place[4], parent=place[5], above=place[6])
            cells[about] = cell
        is_share = catalogue.BY_CODE[code].kind == Kind.SHARE
        base = None if kind in {WENT, CITIES} else n
        cell.add(_name(code, cell), x, base, is_share=is_share)
        cell.rows.append((row, mark))
        cell.is_hidden = cell.is_hidden or mark == Disclosure.SMALL
    return complement.with_years(list(cells.values()))


def _name(code, cell):
    """What a count is called in the sums that it is part of."""
    if cell.kind == CITIES:
        return "F02W" if cell.above in {cell.region, cell.parent} else "F01"
    if cell.kind in {CAME, code}:
        return "x"
    return "F01" if code in {"F17", "F19"} else code


def _changes(cells):
    for cell in cells:
        for row, mark in cell.rows:
            if cell.is_hidden and mark == Disclosure.SHOWN:
                yield row, Disclosure.COMPLEMENT.value
            elif not cell.is_hidden and mark == Disclosure.COMPLEMENT:
                yield row, Disclosure.SHOWN.value


def _follow(cursor, span, cells):
    pairs = [
        (kind, code) for kind, codes in FOLLOWERS.items() for code in codes if code in span["codes"]
    ]
    if not pairs:
        return
    hidden = [cell for cell in cells if cell.is_hidden and cell.kind in FOLLOWERS]
    told = {
        "kinds": [cell.kind for cell in hidden],
        "sources": [cell.source for cell in hidden],
        "systems": [cell.system for cell in hidden],
        "diseases": [cell.disease for cell in hidden],
        "periods": [cell.period for cell in hidden],
        "places": [cell.region or cell.hospital for cell in hidden],
        "of": [kind for kind, _code in pairs],
        "followers": [code for _kind, code in pairs],
    }
    cursor.execute(FOLLOW, span | told)
