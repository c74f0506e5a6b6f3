"""Outflow of residents: F01 to F06, from flow returns, each source for itself.

Levels come from parent links. A stay counts at a level only if origin and destination are
both known there, or already differ at a higher level; the rest is counted as unplaced.
A count that its sender suppressed ("<5") is not guessed: it is left out, and said so.
"""

# %(period)s and %(grain)s choose the rows. Each line of `levels` gives a region its place in
# the tree; a county without a city (directly under its province) is a city of its own.
LEVELS = """
levels AS (
  SELECT r.id,
    CASE WHEN r.level = 'province' THEN r.id WHEN p.level = 'province' THEN p.id ELSE g.id
      END AS province,
    CASE WHEN r.level = 'city' THEN r.id WHEN p.level = 'city' THEN p.id END AS city,
    CASE WHEN r.level = 'county' THEN r.id END AS county
  FROM hospitals_region r
  LEFT JOIN hospitals_region p ON p.id = r.parent_id
  LEFT JOIN hospitals_region g ON g.id = p.parent_id
)
"""
ROLLED = f"""
WITH {LEVELS}, placed AS (
  SELECT f.source_system, f.disease_system, f.disease_code, f.origin_id, f.stays,
    f.suppressed_below, b.created_at, b.is_synthetic, o.province AS from_province,
    d.province AS to_province, d.city AS to_city, d.county AS to_county,
    d.province IS NOT NULL AS at_province,
    d.province <> o.province AS out_province,
    COALESCE(o.city, o.county) IS NOT NULL
      AND (d.province <> o.province OR COALESCE(d.city, d.county) IS NOT NULL) AS at_city,
    d.province <> o.province OR COALESCE(d.city, d.county) <> COALESCE(o.city, o.county)
      AS out_city,
    o.county IS NOT NULL AND (d.province <> o.province OR d.county IS NOT NULL
      OR COALESCE(d.city, d.county) <> COALESCE(o.city, o.county)) AS at_county,
    d.province <> o.province OR COALESCE(d.city, d.county) <> COALESCE(o.city, o.county)
      OR d.county <> o.county AS out_county
  FROM hospitals_flowreturn f
  JOIN hospitals_importbatch b ON b.id = f.batch_id
  JOIN levels o ON o.id = f.origin_id
  LEFT JOIN levels d ON d.id = f.destination_id
  WHERE f.month = %(period)s AND f.grain = %(grain)s
    AND f.replaced_by_id IS NULL AND b.state = 'current'
), origins AS (
  SELECT origin_id, source_system, disease_system, disease_code,
    COALESCE(SUM(stays) FILTER (WHERE at_province AND out_province), 0) AS n01,
    COALESCE(SUM(stays) FILTER (WHERE at_province), 0) AS d01,
    COALESCE(SUM(stays) FILTER (WHERE at_city AND out_city), 0) AS n02,
    COALESCE(SUM(stays) FILTER (WHERE at_city), 0) AS d02,
    COALESCE(SUM(stays) FILTER (WHERE at_city AND out_city AND NOT out_province), 0) AS n02w,
    COALESCE(SUM(stays) FILTER (WHERE at_city AND NOT out_province), 0) AS d02w,
    COALESCE(SUM(stays) FILTER (WHERE at_county AND out_county), 0) AS n03,
    COALESCE(SUM(stays) FILTER (WHERE at_county), 0) AS d03,
    COALESCE(SUM(stays), 0) AS whole,
    COALESCE(SUM(stays) FILTER (WHERE at_province IS NOT TRUE), 0) AS unplaced,
    COUNT(suppressed_below) AS hidden_cells,
    COALESCE(SUM(suppressed_below - 1), 0) AS hidden_max,
    MAX(created_at) AS as_of, BOOL_OR(is_synthetic) AS is_synthetic
  FROM placed GROUP BY 1, 2, 3, 4
), rolled AS (
  SELECT scope.id AS region_id, source_system, disease_system, disease_code,
    SUM(n01) AS n01, SUM(d01) AS d01, SUM(n02) AS n02, SUM(d02) AS d02,
    SUM(n02w) AS n02w, SUM(d02w) AS d02w, SUM(n03) AS n03, SUM(d03) AS d03,
    SUM(whole) AS whole, SUM(unplaced) AS unplaced, SUM(hidden_cells) AS hidden_cells,
    SUM(hidden_max) AS hidden_max, MAX(as_of) AS as_of, BOOL_OR(is_synthetic) AS is_synthetic
  FROM origins
  JOIN levels ON levels.id = origin_id
  CROSS JOIN LATERAL (VALUES (province), (city), (county)) AS scope (id)
  WHERE scope.id IS NOT NULL
  GROUP BY 1, 2, 3, 4
)
"""
FLOWS = f"""
{ROLLED}
SELECT figure.code, 1 AS version, 'measured' AS layer, region_id, NULL::uuid AS hospital_id,
  source_system, disease_system, disease_code, figure.numerator::bigint,
  figure.denominator::bigint, NULL::bigint AS base_numerator, NULL::bigint AS base_denominator,
  NULL::float AS measure, hidden_cells::int, hidden_max::int AS hidden_stays_max, unplaced::int,
  as_of, is_synthetic
FROM rolled CROSS JOIN LATERAL (VALUES
  ('F01', n01, d01), ('F02', n02, d02), ('F02W', n02w, d02w), ('F03', n03, d03),
  ('F04', d03 - n03, d03), ('F05', n01, NULL)
) AS figure (code, numerator, denominator)
"""

# Only months that both years have are added up, so that a year to date meets the same months.
CHANGE = """
SELECT 'F06' AS code, 1 AS version, 'measured' AS layer, now.region_id, NULL::uuid AS hospital_id,
  now.source_system, now.disease_system, now.disease_code, SUM(now.numerator)::bigint,
  SUM(now.denominator)::bigint, SUM(base.numerator)::bigint, SUM(base.denominator)::bigint,
  NULL::float AS measure, SUM(now.hidden_cells + base.hidden_cells)::int,
  SUM(now.hidden_stays_max + base.hidden_stays_max)::int, SUM(now.unplaced + base.unplaced)::int,
  MAX(GREATEST(now.as_of, base.as_of)), BOOL_OR(now.is_synthetic OR base.is_synthetic)
FROM metrics_indicatorvalue now
JOIN metrics_indicatorvalue base
  ON base.code = now.code AND base.grain = now.grain AND base.region_id = now.region_id
  AND base.source_system = now.source_system AND base.disease_system = now.disease_system
  AND base.disease_code = now.disease_code
  AND base.period = now.period - make_interval(years => %(years)s)
WHERE now.code = 'F01' AND now.grain = 'month'
  AND now.period >= %(period)s AND now.period < %(period)s + interval '1 year'
  AND base.period >= %(period)s - make_interval(years => %(years)s)
  AND base.period < %(period)s - make_interval(years => %(years)s) + interval '1 year'
GROUP BY 4, 6, 7, 8
"""
