-- Of endings: R10A, how many each hospital sent on to another hospital (2) or a primary one (3), and to
-- which hospital where known.
SELECT 'R10A' AS code, hospital, dest_hospital AS counterpart_hospital,
  CAST(discharge_mode AS VARCHAR) AS item,
  CAST(SUM(stays) AS BIGINT) AS numerator, CAST(NULL AS BIGINT) AS denominator
FROM endings
WHERE discharge_mode IN (2, 3)
GROUP BY 2, 3, 4
