-- Of operations and endings: H03 to H07 of each hospital. All who were operated on are the base; those
-- who do not tell the grade or the way of their operation are counted as unplaced, too.
WITH told AS (
  SELECT hospital, SUM(stays) AS operated,
    SUM(CASE WHEN is_minimally_invasive IS NOT NULL THEN stays ELSE 0 END) AS way_told,
    SUM(CASE WHEN is_minimally_invasive THEN stays ELSE 0 END) AS minimally,
    SUM(CASE WHEN op_level IS NOT NULL THEN stays ELSE 0 END) AS grade_told,
    SUM(CASE WHEN op_level = 3 THEN stays ELSE 0 END) AS grade3,
    SUM(CASE WHEN op_level = 4 THEN stays ELSE 0 END) AS grade4
  FROM operations
  GROUP BY hospital
), everybody AS (
  SELECT hospital, SUM(stays) AS stays FROM endings GROUP BY hospital
), totals AS (
  SELECT e.hospital,
    CAST(e.stays AS BIGINT) AS stays,
    CAST(COALESCE(t.operated, 0) AS BIGINT) AS operated,
    CAST(COALESCE(t.way_told, 0) AS BIGINT) AS way_told,
    CAST(COALESCE(t.minimally, 0) AS BIGINT) AS minimally,
    CAST(COALESCE(t.grade_told, 0) AS BIGINT) AS grade_told,
    CAST(COALESCE(t.grade3, 0) AS BIGINT) AS grade3,
    CAST(COALESCE(t.grade4, 0) AS BIGINT) AS grade4
  FROM everybody AS e
  LEFT JOIN told AS t ON t.hospital = e.hospital
)
SELECT 'H03' AS code, hospital, operated AS numerator, stays AS denominator, 0 AS unplaced
FROM totals
UNION ALL SELECT 'H04', hospital, minimally, operated, operated - way_told FROM totals
UNION ALL SELECT 'H05', hospital, grade4, operated, operated - grade_told FROM totals
UNION ALL SELECT 'H06', hospital, grade3, operated, operated - grade_told FROM totals
UNION ALL SELECT 'H07', hospital, grade3 + grade4, operated, operated - grade_told FROM totals
