"""Puts lines of the engine into the table of figures, by COPY and the writer's own statement."""

from pathlib import Path

from django.db import connection

from hospitals.enums import SourceSystem
from portal.metrics import hiding, writer
from portal.metrics.engine.duck import FIGURE
from portal.metrics.models import ComputeRun

# The column of the table for what the engine calls by a shorter name.
COLUMN_OF = {
    "hospital": "hospital_id",
    "region": "region_id",
    "counterpart": "counterpart_region_id",
    "counterpart_hospital": "counterpart_hospital_id",
}
COLUMNS = [COLUMN_OF.get(name, name) for name in FIGURE]
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


def replace(run: ComputeRun, plan, lines: Path, *, as_of, is_synthetic) -> int:
    """Put these lines in place of what the unit had; returns how many figures there are."""
    hiding.wait(run.period, plan.codes)
    with connection.cursor() as cursor, lines.open(encoding="utf-8") as stream:
        cursor.execute(CLEAR, [run.period, plan.grain, run.job, run.region_id])
        cursor.execute(f"CREATE TEMP TABLE told ({_types()}) ON COMMIT DROP")
        cursor.copy_expert(f"COPY told ({', '.join(COLUMNS)}) FROM STDIN (FORMAT csv)", stream)
        parameters = writer.parameters(run, plan.grain) | {
            "source": SourceSystem.HOSPITAL,
            "as_of": as_of,
            "is_synthetic": is_synthetic,
        }
        cursor.execute(writer.INSERT.format(query=QUERY), parameters)
        inserted = cursor.rowcount
        cursor.execute("DROP TABLE told")
    hiding.hide(run.period, plan.grain, plan.codes, province=run.region_id)
    return inserted


def _types():
    every = dict(part.split() for part in writer.TYPES.split(", "))
    return ", ".join(f"{name} {every[name]}" for name in COLUMNS)
