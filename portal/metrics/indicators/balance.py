"""Who comes and who leaves: F08, F10 to F13 and F12G, by region and month, each source for itself.

What comes in is known only to a source that also tells of residents of other provinces: without
any such row there is no inflow to state, rather than an inflow of nobody.

F12 and F12G are the two coordinates of Gandy's nomogram. F13 keeps those treated at home and all
who are treated there as its base: it is hidden where few of these come from elsewhere.
"""

from portal.metrics.indicators.outflow import ROLLED

CODES = ("F08", "F10", "F11", "F12", "F12G", "F13")

BALANCE = f"""
{ROLLED}, arrivals AS (
  SELECT scope.id AS region_id, source_system, disease_system, disease_code,
    COALESCE(SUM(stays) FILTER (WHERE out_province), 0) AS inflow,
    COALESCE(SUM(stays), 0) AS activity
  FROM placed
  CROSS JOIN LATERAL (VALUES (to_province), (to_city), (to_county)) AS scope (id)
  WHERE scope.id IS NOT NULL
  GROUP BY 1, 2, 3, 4
), tellers AS (
  SELECT source_system, disease_system, disease_code, ARRAY_AGG(DISTINCT from_province) AS provinces
  FROM placed GROUP BY 1, 2, 3
), joined AS (
  SELECT rolled.*, COALESCE(inflow, 0) AS inflow, COALESCE(activity, 0) AS activity,
    provinces <> ARRAY[levels.province] AS is_told,
    CASE WHEN levels.county IS NOT NULL THEN d03 WHEN levels.city IS NOT NULL THEN d02
      ELSE d01 END AS placed_here,
    CASE WHEN levels.county IS NOT NULL THEN n03 WHEN levels.city IS NOT NULL THEN n02
      ELSE n01 END AS left_here
  FROM rolled
  JOIN levels ON levels.id = rolled.region_id
  JOIN tellers USING (source_system, disease_system, disease_code)
  LEFT JOIN arrivals USING (region_id, source_system, disease_system, disease_code)
)
SELECT figure.code, 1, 'measured', region_id, NULL::uuid, source_system, disease_system,
  disease_code, figure.numerator::bigint, figure.denominator::bigint, figure.own::bigint,
  figure.here::bigint, NULL::float, hidden_cells::int, hidden_max::int, unplaced::int, as_of,
  is_synthetic
FROM joined CROSS JOIN LATERAL (VALUES
  ('F08', inflow, NULL, NULL, NULL, is_told), ('F10', inflow - n01, NULL, NULL, NULL, is_told),
  ('F11', inflow, n01, NULL, NULL, is_told),
  ('F12', placed_here - left_here, placed_here, NULL, NULL, TRUE),
  ('F12G', placed_here - left_here, activity, NULL, NULL, is_told),
  ('F13', activity, whole, placed_here - left_here, activity, is_told)
) AS figure (code, numerator, denominator, own, here, is_made)
WHERE figure.is_made
"""
