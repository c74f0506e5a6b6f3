-- Of work: H08 of each hospital and grouper version, and D02 of each hospital.
WITH grouped AS (
  SELECT hospital, COALESCE(drg_version, '') AS drg_version,
    CAST(SUM(stays) AS BIGINT) AS stays,
    CAST(SUM(rw_e4) AS BIGINT) AS rw_e4
  FROM work
  WHERE drg_code IS NOT NULL
  GROUP BY 1, 2
), totals AS (
  SELECT hospital,
    CAST(SUM(stays) AS BIGINT) AS stays,
    CAST(SUM(CASE WHEN drg_code IS NOT NULL THEN stays ELSE 0 END) AS BIGINT) AS grouped
  FROM work
  GROUP BY hospital
)
SELECT 'H08' AS code, g.hospital, g.drg_version,
  CAST(NULL AS BIGINT) AS numerator,
  g.stays AS denominator,
  CAST(g.rw_e4 AS DOUBLE) / 10000 / g.stays AS measure,
  t.stays - t.grouped AS unplaced
FROM grouped AS g
JOIN totals AS t ON t.hospital = g.hospital
UNION ALL
SELECT 'D02', hospital, '', grouped, stays, NULL, 0 FROM totals
