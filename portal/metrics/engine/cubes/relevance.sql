-- Of origins, all provinces: F14, pairs of a county of origin and a hospital; left out as in catchment.
WITH pairs AS (
  SELECT o.residence, o.hospital, CAST(SUM(o.stays) AS BIGINT) AS stays
  FROM origins AS o
  JOIN divisions AS d ON d.division = o.residence
  GROUP BY o.residence, o.hospital
), ranked AS (
  SELECT residence, hospital, stays,
    SUM(stays) OVER (PARTITION BY residence) AS total,
    SUM(stays) OVER (
      PARTITION BY residence ORDER BY stays DESC, hospital
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS running
  FROM pairs
)
SELECT 'F14' AS code, residence AS region, hospital AS counterpart_hospital,
  stays AS numerator, CAST(total AS BIGINT) AS denominator
FROM ranked
WHERE stays >= $k AND stays * 100 >= total AND (running = total OR total - running >= $k)
