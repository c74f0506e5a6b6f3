-- Of work: H01, H13, H17, H18 and D01 of each hospital.
WITH totals AS (
  SELECT hospital,
    CAST(SUM(stays) AS BIGINT) AS stays,
    CAST(SUM(los_days) AS BIGINT) AS los_days,
    CAST(SUM(against_advice) AS BIGINT) AS against_advice,
    CAST(SUM(transferred) AS BIGINT) AS transferred,
    CAST(SUM(placed) AS BIGINT) AS placed
  FROM work
  GROUP BY hospital
)
SELECT 'H01' AS code, hospital, stays AS numerator, CAST(NULL AS BIGINT) AS denominator FROM totals
UNION ALL SELECT 'H13', hospital, los_days, stays FROM totals
UNION ALL SELECT 'H17', hospital, against_advice, stays FROM totals
UNION ALL SELECT 'H18', hospital, transferred, stays FROM totals
UNION ALL SELECT 'D01', hospital, placed, stays FROM totals
