"""Hide what would give a small cell away: figures of sister regions beside their sum.

Counties of one city, then cities of one province, are rows whose total is shown above them.
"""

from collections import defaultdict

from django.db import connection

from hospitals.enums import RegionLevel
from portal.metrics import disclose
from portal.metrics.models import Disclosure, IndicatorValue

# F04 and F05 tell the same counts as these and follow them.
FOLLOWED_BY = {"F01": "F05", "F03": "F04"}

SISTERS = """
SELECT * FROM (
  SELECT v.id, v.code, v.source_system, v.disease_system, v.disease_code, r.parent_id,
    v.numerator, v.denominator, v.base_numerator, v.base_denominator, v.disclosure,
    BOOL_OR(v.disclosure <> 'shown') OVER (
      PARTITION BY v.code, v.source_system, v.disease_system, v.disease_code, r.parent_id
    ) AS is_concerned
  FROM metrics_indicatorvalue v JOIN hospitals_region r ON r.id = v.region_id
  WHERE v.period = %s AND v.grain = %s AND v.code = ANY(%s) AND r.level = %s
    AND r.parent_id IS NOT NULL
) AS sisters WHERE is_concerned
"""
FOLLOW = """
UPDATE metrics_indicatorvalue AS follower SET disclosure = leader.disclosure
FROM metrics_indicatorvalue AS leader
WHERE follower.period = %(period)s AND follower.grain = %(grain)s
  AND leader.period = %(period)s AND leader.grain = %(grain)s
  AND leader.code = %(leader)s AND follower.code = %(follower)s
  AND leader.region_id = follower.region_id AND leader.source_system = follower.source_system
  AND leader.disease_system = follower.disease_system
  AND leader.disease_code = follower.disease_code AND leader.disclosure <> follower.disclosure
"""


def hide(period, grain, codes):
    """Mark the complements of one period; the small ones are marked already."""
    own = [code for code in codes if code not in FOLLOWED_BY.values() and code.startswith("F")]
    for level in (RegionLevel.COUNTY, RegionLevel.CITY):
        _hide_level(period, grain, own, level)
    with connection.cursor() as cursor:
        for leader, follower in FOLLOWED_BY.items():
            if follower in codes:
                names = {"period": period, "grain": grain, "leader": leader, "follower": follower}
                cursor.execute(FOLLOW, names)


def _hide_level(period, grain, codes, level):
    with connection.cursor() as cursor:
        cursor.execute(SISTERS, [period, grain, codes, level])
        groups = defaultdict(list)
        for row in cursor.fetchall():
            groups[row[1:6]].append(row)
    hidden, without_total = [], []
    for key, rows in groups.items():
        places, hides_total = _hidden_places(rows)
        hidden += [rows[at][0] for at in places if rows[at][10] == Disclosure.SHOWN]
        if hides_total:
            without_total.append(key)
    IndicatorValue.objects.filter(pk__in=hidden).update(disclosure=Disclosure.COMPLEMENT)
    for code, source_system, disease_system, disease_code, parent_id in without_total:
        IndicatorValue.objects.filter(
            period=period,
            grain=grain,
            code=code,
            source_system=source_system,
            disease_system=disease_system,
            disease_code=disease_code,
            region=parent_id,
            disclosure=Disclosure.SHOWN,
        ).update(disclosure=Disclosure.COMPLEMENT)


def _hidden_places(rows):
    """Each count of a figure stands in a row of its own; hidden in one is hidden in all."""
    already = frozenset(at for at, row in enumerate(rows) if row[10] != Disclosure.SHOWN)
    hidden, hides_total = set(already), False
    for counts in _rows_of_counts(rows):
        shown = disclose.row(counts, already=already)
        hidden |= {at for at, cell in enumerate(shown.cells) if cell is None}
        hides_total = hides_total or shown.total is None
    return hidden, hides_total


def _rows_of_counts(rows):
    for numerator, denominator in ((6, 7), (8, 9)):
        if all(row[numerator] is not None and row[denominator] is not None for row in rows):
            yield [row[numerator] for row in rows]
            yield [row[denominator] - row[numerator] for row in rows]
            yield [row[denominator] for row in rows]
