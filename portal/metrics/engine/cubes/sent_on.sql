-- Of sent: R10A, how many each hospital sent on in which way, and to which hospital where known.
SELECT 'R10A' AS code, hospital, dest_hospital AS counterpart_hospital, mode AS item,
  CAST(SUM(stays) AS BIGINT) AS numerator, CAST(NULL AS BIGINT) AS denominator
FROM sent
GROUP BY 2, 3, 4
