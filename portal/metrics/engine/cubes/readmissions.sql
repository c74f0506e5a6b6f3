-- Of returns: H19 of each hospital.
SELECT 'H19' AS code, hospital,
  CAST(SUM(returned) AS BIGINT) AS numerator,
  CAST(SUM(followed) AS BIGINT) AS denominator,
  CAST(SUM(unknown) AS BIGINT) AS unplaced
FROM returns
GROUP BY hospital
