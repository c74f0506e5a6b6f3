-- Of endings: H01, H13, H17, H18 and D01 of each hospital.
WITH totals AS (
  SELECT hospital,
    CAST(SUM(stays) AS BIGINT) AS stays,
    CAST(SUM(los_days) AS BIGINT) AS los_days,
    CAST(SUM(CASE WHEN discharge_mode = 4 THEN stays ELSE 0 END) AS BIGINT) AS against_advice,
    CAST(SUM(CASE WHEN discharge_mode IN (2, 3) THEN stays ELSE 0 END) AS BIGINT) AS transferred,
    CAST(SUM(placed) AS BIGINT) AS placed
  FROM endings
  GROUP BY hospital
)
SELECT 'H01' AS code, hospital, stays AS numerator, CAST(NULL AS BIGINT) AS denominator FROM totals
UNION ALL SELECT 'H13', hospital, los_days, stays FROM totals
UNION ALL SELECT 'H17', hospital, against_advice, stays FROM totals
UNION ALL SELECT 'H18', hospital, transferred, stays FROM totals
UNION ALL SELECT 'D01', hospital, placed, stays FROM totals
