-- Of leavers, origins and work, all provinces: F26 and F27 of each county, city and province of
-- residence; F27 also of each major category, which is the first letter of an ADRG. Care is named as
-- in leavers; avoidable is what the own province did often.
WITH done AS (
  SELECT h.province, COALESCE(w.drg_version, '') AS drg_version,
    COALESCE(SUBSTR(w.drg_code, 1, 3), w.op_main) AS care,
    SUM(w.stays) AS stays
  FROM work AS w
  JOIN hospitals AS h ON h.hospital = w.hospital
  WHERE w.drg_code IS NOT NULL OR w.op_main IS NOT NULL
  GROUP BY 1, 2, 3
), judged AS (
  SELECT l.residence, l.drg_version, l.care, l.stays, l.rw_e4,
    CASE WHEN l.drg_version <> '' THEN SUBSTR(l.care, 1, 1) ELSE '' END AS mdc,
    COALESCE(c.stays, 0) >= $often AS is_avoidable
  FROM leavers AS l
  JOIN divisions AS d ON d.division = l.residence
  LEFT JOIN done AS c
    ON c.province = d.province AND c.drg_version = l.drg_version AND c.care = l.care
), by_county AS (
  SELECT residence, TRUE AS is_outside, drg_version, mdc,
    SUM(stays) AS stays,
    SUM(rw_e4) AS rw_e4,
    SUM(CASE WHEN is_avoidable THEN stays ELSE 0 END) AS avoidable,
    SUM(CASE WHEN care = '' THEN stays ELSE 0 END) AS untold
  FROM judged
  GROUP BY residence, drg_version, mdc
  UNION ALL
  SELECT o.residence, FALSE, o.drg_version, '', SUM(o.stays), SUM(o.rw_e4), 0, 0
  FROM origins AS o
  JOIN hospitals AS h ON h.hospital = o.hospital
  JOIN divisions AS d ON d.division = o.residence
  WHERE o.drg_version IS NOT NULL AND CAST(d.province AS BIGINT) - h.province = 0
  GROUP BY o.residence, o.drg_version
), scopes AS (
  SELECT residence AS region, is_outside, drg_version, mdc, stays, rw_e4, avoidable, untold
  FROM by_county
  UNION ALL
  SELECT d.city, b.is_outside, b.drg_version, b.mdc, b.stays, b.rw_e4, b.avoidable, b.untold
  FROM by_county AS b JOIN divisions AS d ON d.division = b.residence WHERE d.city <> d.division
  UNION ALL
  SELECT d.province, b.is_outside, b.drg_version, b.mdc, b.stays, b.rw_e4, b.avoidable, b.untold
  FROM by_county AS b JOIN divisions AS d ON d.division = b.residence
)
SELECT 'F26' AS code, region, drg_version,
  CASE WHEN is_outside THEN 'out' ELSE 'in' END AS item,
  'ALL' AS disease_system,
  'ALL' AS disease_code,
  CAST(NULL AS BIGINT) AS numerator,
  CAST(SUM(stays) AS BIGINT) AS denominator,
  CAST(SUM(rw_e4) AS DOUBLE) / 10000 / CAST(SUM(stays) AS DOUBLE) AS measure,
  CAST(0 AS BIGINT) AS unplaced
FROM scopes
WHERE drg_version <> ''
GROUP BY region, drg_version, is_outside
UNION ALL
SELECT 'F27', region, '', '', 'ALL', 'ALL',
  CAST(SUM(avoidable) AS BIGINT), CAST(SUM(stays) AS BIGINT), NULL, CAST(SUM(untold) AS BIGINT)
FROM scopes
WHERE is_outside
GROUP BY region
UNION ALL
SELECT 'F27', region, '', '', 'MDC', mdc,
  CAST(SUM(avoidable) AS BIGINT), CAST(SUM(stays) AS BIGINT), NULL, CAST(0 AS BIGINT)
FROM scopes
WHERE is_outside AND mdc <> ''
GROUP BY region, mdc
