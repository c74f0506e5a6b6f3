"""Puts figures into the table: the rows of a query, or those that a family made in Python.

Both pass the same statement, which gives each figure its id, its interval and its mark.
"""

import json
from dataclasses import asdict

from django.db import connection
from django.utils import timezone

from portal.metrics import catalogue, disclose, intervals
from portal.metrics.definitions.base import Kind
from portal.metrics.indicators import referrals
from portal.metrics.jobs import Recipe
from portal.metrics.models import ComputeRun

# Every query gives these, in this order.
COLUMNS = (
    "code",
    "version",
    "layer",
    "region_id",
    "hospital_id",
    "source_system",
    "disease_system",
    "disease_code",
    "numerator",
    "denominator",
    "base_numerator",
    "base_denominator",
    "measure",
    "hidden_cells",
    "hidden_stays_max",
    "unplaced",
    "as_of",
    "is_synthetic",
)
# A query may give these too; where it does not, they are so.
MORE = {
    "network_id": "NULL::uuid",
    "counterpart_region_id": "NULL::uuid",
    "counterpart_hospital_id": "NULL::uuid",
    "item": "''",
    "low": "NULL::float8",
    "high": "NULL::float8",
    "drg_version": "''",
    "code_versions": "'{}'::jsonb",
}
TYPES = (
    "code text, version int, layer text, region_id uuid, hospital_id uuid, source_system text,"
    " disease_system text, disease_code text, numerator bigint, denominator bigint,"
    " base_numerator bigint, base_denominator bigint, measure float8, hidden_cells int,"
    " hidden_stays_max int, unplaced int, as_of timestamptz, is_synthetic bool, network_id uuid,"
    " counterpart_region_id uuid, counterpart_hospital_id uuid, item text, low float8, high float8,"
    " drg_version text, code_versions jsonb"
)
EVERYTHING = ", ".join([*COLUMNS, *MORE])
FROM_JSON = f"SELECT {EVERYTHING} FROM jsonb_to_recordset(%(rows)s::jsonb) AS row ({TYPES})"
Z = "%(z)s::float8"


def _wilson(x, n):
    """The terms of intervals.wilson in the same order, so that the digits are the same."""
    p, n = f"({x}::float8 / {n})", f"{n}::float8"
    half = f"{Z} * sqrt({p} * (1 - {p}) / {n} + {Z} * {Z} / (4 * {n} * {n}))"
    centre, scale = f"{p} + {Z} * {Z} / (2 * {n})", f"(1 + {Z} * {Z} / {n})"
    low = f"CASE WHEN {x} = 0 THEN 0 ELSE ({centre} - {half}) / {scale} END"
    high = f"CASE WHEN {x} = {n} THEN 1 ELSE ({centre} + {half}) / {scale} END"
    return f"CASE WHEN {n} > 0 THEN {low} END", f"CASE WHEN {n} > 0 THEN {high} END"


def _events(x, side):
    """Byar from 10 events on; below, the exact limits from a table."""
    count, sign = (f"{x}::float8", "-") if side == "low" else (f"({x} + 1)::float8", "+")
    base = f"(1 - 1 / (9 * {count}) {sign} {Z} / (3 * sqrt({count})))"
    return (
        f"CASE WHEN {x} < {intervals.EXACT_BELOW} THEN (%(exact_{side})s)[{x} + 1]"
        f" ELSE {count} * ({base} * {base} * {base}) END"
    )


_OWN, _BASE = _wilson("numerator", "denominator"), _wilson("base_numerator", "base_denominator")
# By which version a figure was made is the catalogue's to say, not that of every query.
_VERSION = "(%(versions)s::jsonb ->> code)::int"
_TOLD = ", ".join(_VERSION if name == "version" else name for name in COLUMNS)
# The id is made from what the figure is about, so that a link to it outlives a recomputation.
INSERT = f"""
INSERT INTO metrics_indicatorvalue (
  id, run_id, grain, period, {EVERYTHING}, disclosure
)
SELECT md5(concat_ws('|', code, layer, %(grain)s, %(period)s::date, region_id, hospital_id,
    source_system, disease_system, disease_code, 'of ' || network_id,
    'to ' || counterpart_region_id, 'to ' || counterpart_hospital_id,
    'item ' || NULLIF(item, ''), 'drg ' || NULLIF(drg_version, '')))::uuid,
  %(run)s, %(grain)s, %(period)s::date, {_TOLD}, network_id, counterpart_region_id,
  counterpart_hospital_id, item,
  CASE WHEN figure.low IS NOT NULL THEN figure.low
    WHEN code = ANY(%(share)s) THEN own_low
    WHEN code = ANY(%(count)s) THEN {_events("numerator", "low")}
    WHEN code = ANY(%(rate)s) THEN ({_events("numerator", "low")}) / NULLIF(denominator, 0)
    WHEN code = ANY(%(change)s) THEN p - base_p
      - sqrt((p - own_low) * (p - own_low) + (base_high - base_p) * (base_high - base_p)) END,
  CASE WHEN figure.high IS NOT NULL THEN figure.high
    WHEN code = ANY(%(share)s) THEN own_high
    WHEN code = ANY(%(count)s) THEN {_events("numerator", "high")}
    WHEN code = ANY(%(rate)s) THEN ({_events("numerator", "high")}) / NULLIF(denominator, 0)
    WHEN code = ANY(%(change)s) THEN p - base_p
      + sqrt((own_high - p) * (own_high - p) + (base_p - base_low) * (base_p - base_low)) END,
  drg_version, code_versions,
  CASE WHEN code = ANY(%(patients)s) AND (
    numerator BETWEEN 1 AND %(k)s - 1 OR denominator BETWEEN 1 AND %(k)s - 1
    OR code = ANY(%(share)s) AND denominator - numerator BETWEEN 1 AND %(k)s - 1
    OR code = ANY(%(change)s) AND denominator - numerator BETWEEN 1 AND %(k)s - 1
    OR base_numerator BETWEEN 1 AND %(k)s - 1 OR base_denominator BETWEEN 1 AND %(k)s - 1
    OR base_denominator - base_numerator BETWEEN 1 AND %(k)s - 1
  ) THEN 'small' ELSE 'shown' END
FROM ({{query}}) AS figure
CROSS JOIN LATERAL (
  SELECT numerator::float8 / NULLIF(denominator, 0) AS p,
    base_numerator::float8 / NULLIF(base_denominator, 0) AS base_p,
    CASE WHEN code = ANY(%(share)s || %(change)s::text[]) THEN {_OWN[0]} END AS own_low,
    CASE WHEN code = ANY(%(share)s || %(change)s::text[]) THEN {_OWN[1]} END AS own_high,
    CASE WHEN code = ANY(%(change)s) THEN {_BASE[0]} END AS base_low,
    CASE WHEN code = ANY(%(change)s) THEN {_BASE[1]} END AS base_high
) AS terms
"""


def write(run: ComputeRun, recipe: Recipe) -> int:
    """Insert the figures of the run's period; returns how many."""
    values = parameters(run, recipe.grain)
    given = [*COLUMNS, *recipe.also]
    names = ", ".join(given)
    query = f"SELECT {', '.join(COLUMNS)}, {_more(given)} FROM ({recipe.query}) AS told ({names})"
    if recipe.figures:
        rows = [asdict(figure) for figure in recipe.figures(run.period)]
        values["rows"] = json.dumps(rows, default=str)
        query = FROM_JSON
    with connection.cursor() as cursor:
        # The joins are over whole months; right after an import the planner believes in few rows.
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(INSERT.format(query=query), values)
        return cursor.rowcount


def _more(given):
    return ", ".join(name if name in given else f"{as_} AS {name}" for name, as_ in MORE.items())


def parameters(run: ComputeRun, grain: str) -> dict:
    """What the statement is told beside its rows."""
    entries = catalogue.INDICATORS
    kinds = {kind.value: [row.code for row in entries if row.kind == kind] for kind in Kind}
    exact = [intervals.exact(x) for x in range(intervals.EXACT_BELOW)]
    return {
        "run": run.pk,
        "grain": grain,
        "period": run.period,
        "years": run.period.year - catalogue.BASE_YEAR,
        "k": disclose.THRESHOLD,
        "z": intervals.Z,
        "exact_low": [low for low, _high in exact],
        "exact_high": [high for _low, high in exact],
        "versions": json.dumps({row.code: row.version for row in entries}),
        "patients": [row.code for row in entries if row.is_of_patients],
        "today": timezone.localdate(),
        **kinds,
        **referrals.limits(),
    }
