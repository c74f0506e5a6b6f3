-- Of wards: H08 of each department and grouper version. Departments of fewer than k stays are left
-- out; and where the rest of the hospital would then be few, the smallest of the others, too.
WITH grouped AS (
  SELECT hospital, dept_out, drg_version,
    CAST(SUM(stays) AS BIGINT) AS stays,
    CAST(SUM(rw_e4) AS BIGINT) AS rw_e4
  FROM wards
  GROUP BY 1, 2, 3
), beside AS (
  SELECT hospital, dept_out, drg_version, stays, rw_e4,
    SUM(CASE WHEN stays < $k OR dept_out IS NULL THEN stays ELSE 0 END)
      OVER (PARTITION BY hospital, drg_version) AS rest
  FROM grouped
), ranked AS (
  SELECT hospital, dept_out, drg_version, stays, rw_e4, rest,
    ROW_NUMBER() OVER (PARTITION BY hospital, drg_version ORDER BY stays, dept_out) AS place
  FROM beside
  WHERE stays >= $k AND dept_out IS NOT NULL
)
SELECT 'H08' AS code, hospital, drg_version,
  'department:' || dept_out AS item,
  CAST(NULL AS BIGINT) AS numerator,
  stays AS denominator,
  CAST(rw_e4 AS DOUBLE) / 10000 / stays AS measure
FROM ranked
WHERE place > 1 OR rest = 0 OR rest >= $k
