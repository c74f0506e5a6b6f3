-- Of leavers, all provinces: F29 of each county, city and province of residence.
WITH scopes AS (
  SELECT residence AS region, person_key, stays FROM leavers
  UNION ALL
  SELECT d.city, l.person_key, l.stays
  FROM leavers AS l JOIN divisions AS d ON d.division = l.residence WHERE d.city <> d.division
  UNION ALL
  SELECT d.province, l.person_key, l.stays
  FROM leavers AS l JOIN divisions AS d ON d.division = l.residence
), persons AS (
  SELECT region, person_key, SUM(stays) AS stays
  FROM scopes
  GROUP BY region, person_key
)
SELECT 'F29' AS code, region,
  COUNT(CASE WHEN person_key IS NOT NULL AND stays >= 2 THEN 1 END) AS numerator,
  COUNT(person_key) AS denominator,
  CAST(SUM(CASE WHEN person_key IS NULL THEN stays ELSE 0 END) AS BIGINT) AS unplaced
FROM persons
GROUP BY region
