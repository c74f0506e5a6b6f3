-- Of work: H03 to H07 of each hospital. A stay that does not tell the grade or the way of its
-- operation is in no share of grades or ways; it is counted as unplaced.
WITH totals AS (
  SELECT hospital,
    CAST(SUM(stays) AS BIGINT) AS stays,
    CAST(SUM(operated) AS BIGINT) AS operated,
    CAST(SUM(way_told) AS BIGINT) AS way_told,
    CAST(SUM(minimally) AS BIGINT) AS minimally,
    CAST(SUM(grade_told) AS BIGINT) AS grade_told,
    CAST(SUM(grade3) AS BIGINT) AS grade3,
    CAST(SUM(grade4) AS BIGINT) AS grade4
  FROM work
  GROUP BY hospital
)
SELECT 'H03' AS code, hospital, operated AS numerator, stays AS denominator, 0 AS unplaced
FROM totals
UNION ALL SELECT 'H04', hospital, minimally, way_told, operated - way_told FROM totals
UNION ALL SELECT 'H05', hospital, grade4, grade_told, operated - grade_told FROM totals
UNION ALL SELECT 'H06', hospital, grade3, grade_told, operated - grade_told FROM totals
UNION ALL SELECT 'H07', hospital, grade3 + grade4, grade_told, operated - grade_told FROM totals
