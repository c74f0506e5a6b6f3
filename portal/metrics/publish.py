"""Puts columns of the engine into the table of figures, by COPY and the writer's own statement."""

import csv
import io

from django.db import connection

from hospitals.enums import SourceSystem
from portal.metrics import complement, writer
from portal.metrics.models import ComputeRun

# What the engine's queries may tell of a figure, and the column that holds it.
TOLD = {
    "code": "code",
    "hospital": "hospital_id",
    "region": "region_id",
    "counterpart": "counterpart_region_id",
    "counterpart_hospital": "counterpart_hospital_id",
    "item": "item",
    "disease_system": "disease_system",
    "disease_code": "disease_code",
    "drg_version": "drg_version",
    "numerator": "numerator",
    "denominator": "denominator",
    "measure": "measure",
    "unplaced": "unplaced",
}
REGIONS = ("region", "counterpart")
LOST = "lost"
DEFAULTS = {"disease_system": "ALL", "disease_code": "ALL", "unplaced": 0}
COLUMNS = ", ".join(TOLD.values())
QUERY = """
SELECT code, 1 AS version, 'measured' AS layer, region_id, hospital_id,
  %(source)s AS source_system, disease_system, disease_code, numerator, denominator,
  NULL::bigint AS base_numerator, NULL::bigint AS base_denominator, measure, 0 AS hidden_cells,
  0 AS hidden_stays_max, unplaced, %(as_of)s::timestamptz AS as_of,
  %(is_synthetic)s AS is_synthetic, NULL::uuid AS network_id, counterpart_region_id,
  counterpart_hospital_id, COALESCE(item, '') AS item, NULL::float8 AS low, NULL::float8 AS high,
  COALESCE(drg_version, '') AS drg_version,
  '{}'::jsonb AS code_versions
FROM told
"""
# A unit's own figures, whatever other provinces have in the same period.
CLEAR = """
DELETE FROM metrics_indicatorvalue v USING metrics_computerun r
WHERE r.id = v.run_id AND v.period = %s AND v.grain = %s
  AND r.job = %s AND r.region_id IS NOT DISTINCT FROM %s
"""


def replace(run: ComputeRun, plan, told, *, region_ids, as_of, is_synthetic) -> int:
    """Put these columns in place of what the unit had; returns how many figures there are."""
    with connection.cursor() as cursor:
        cursor.execute(CLEAR, [run.period, plan.grain, run.job, run.region_id])
        cursor.execute(f"CREATE TEMP TABLE told ({_types()}) ON COMMIT DROP")
        for columns in told:
            text = _text(columns, region_ids)
            cursor.copy_expert(f"COPY told ({COLUMNS}) FROM STDIN (FORMAT csv)", text)
        parameters = writer.parameters(run, plan.grain) | {
            "source": SourceSystem.HOSPITAL,
            "as_of": as_of,
            "is_synthetic": is_synthetic,
        }
        cursor.execute(writer.INSERT.format(query=QUERY), parameters)
        inserted = cursor.rowcount
        cursor.execute("DROP TABLE told")
    complement.hide(run.period, plan.grain, plan.codes)
    return inserted


def _types():
    every = dict(part.split() for part in writer.TYPES.split(", "))
    return ", ".join(f"{name} {every[name]}" for name in TOLD.values())


def _text(columns, region_ids):
    """The columns as lines; a figure of a division that is in no table has no place here."""
    size = len(columns["code"])
    filled = {name: columns.get(name) or [DEFAULTS.get(name)] * size for name in TOLD}
    for name in REGIONS:
        filled[name] = [code and region_ids.get(code, LOST) for code in filled[name]]
    text = io.StringIO()
    rows = zip(*filled.values(), strict=True)
    csv.writer(text).writerows(row for row in rows if LOST not in row)
    text.seek(0)
    return text
