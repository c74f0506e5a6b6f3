-- Of care: H03 to H07 of each hospital. A stay that does not tell the grade or the way of its
-- operation is in no share of grades or ways; it is counted as unplaced.
WITH told AS (
  SELECT hospital, op_level, is_minimally_invasive, stays,
    CASE WHEN op_kind IN (1, 2) THEN stays ELSE 0 END AS operated
  FROM care
), totals AS (
  SELECT hospital,
    CAST(SUM(stays) AS BIGINT) AS stays,
    CAST(SUM(operated) AS BIGINT) AS operated,
    CAST(SUM(CASE WHEN is_minimally_invasive IS NOT NULL THEN operated ELSE 0 END) AS BIGINT)
      AS way_told,
    CAST(SUM(CASE WHEN is_minimally_invasive THEN operated ELSE 0 END) AS BIGINT) AS minimally,
    CAST(SUM(CASE WHEN op_level IS NOT NULL THEN operated ELSE 0 END) AS BIGINT) AS grade_told,
    CAST(SUM(CASE WHEN op_level = 3 THEN operated ELSE 0 END) AS BIGINT) AS grade3,
    CAST(SUM(CASE WHEN op_level = 4 THEN operated ELSE 0 END) AS BIGINT) AS grade4
  FROM told
  GROUP BY hospital
)
SELECT 'H03' AS code, hospital, operated AS numerator, stays AS denominator, 0 AS unplaced
FROM totals
UNION ALL SELECT 'H04', hospital, minimally, way_told, operated - way_told FROM totals
UNION ALL SELECT 'H05', hospital, grade4, grade_told, operated - grade_told FROM totals
UNION ALL SELECT 'H06', hospital, grade3, grade_told, operated - grade_told FROM totals
UNION ALL SELECT 'H07', hospital, grade3 + grade4, grade_told, operated - grade_told FROM totals
