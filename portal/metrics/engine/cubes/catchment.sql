-- Of origins, one province of hospitals: F15 and F16, pairs of a hospital and a county of origin.
-- Pairs below k stays are left out, and then the smallest left, if what is left out would tell them.
WITH pairs AS (
  SELECT o.hospital, o.residence, CAST(SUM(o.stays) AS BIGINT) AS stays
  FROM origins AS o
  JOIN divisions AS d ON d.division = o.residence
  GROUP BY o.hospital, o.residence
), ranked AS (
  SELECT hospital, residence, stays,
    SUM(stays) OVER (PARTITION BY hospital) AS total,
    SUM(stays) OVER (
      PARTITION BY hospital ORDER BY stays DESC, residence
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS running
  FROM pairs
), told AS (
  SELECT hospital, residence, stays, CAST(total AS BIGINT) AS total,
    CAST(running AS BIGINT) AS running
  FROM ranked
  WHERE stays >= $k AND (running = total OR total - running >= $k)
)
SELECT 'F15' AS code, hospital, residence AS counterpart, '' AS item,
  stays AS numerator, total AS denominator, CAST(NULL AS DOUBLE) AS measure
FROM told
WHERE stays * 100 >= total
UNION ALL
SELECT 'F16', hospital, residence,
  CASE WHEN (running - stays) * 100 < total * 60 THEN '60'
    WHEN (running - stays) * 100 < total * 75 THEN '75' ELSE '90' END,
  stays, total, CAST(running AS DOUBLE) / total
FROM told
WHERE (running - stays) * 100 < total * 90
