-- Of origins: F08 and F09 of each hospital, and of the county, city and province where it lies;
-- by chapter too where that is asked for. A stay of unknown residence is in neither count.
WITH by_hospital AS (
  SELECT o.hospital, o.chapter,
    CAST(SUM(CASE WHEN d.province <> h.province THEN o.stays ELSE 0 END) AS BIGINT) AS inflow,
    CAST(SUM(CASE WHEN d.province IS NOT NULL THEN o.stays ELSE 0 END) AS BIGINT) AS known,
    CAST(SUM(CASE WHEN d.province IS NULL THEN o.stays ELSE 0 END) AS BIGINT) AS unplaced
  FROM origins AS o
  JOIN hospitals AS h ON h.hospital = o.hospital
  LEFT JOIN divisions AS d ON d.division = o.residence
  GROUP BY o.hospital, o.chapter
), by_disease AS (
  SELECT hospital, 'ALL' AS disease_system, 'ALL' AS disease_code,
    SUM(inflow) AS inflow, SUM(known) AS known, SUM(unplaced) AS unplaced
  FROM by_hospital
  GROUP BY hospital
  UNION ALL
  SELECT hospital, 'ICD_CHAPTER', CAST(chapter AS VARCHAR), inflow, known, unplaced
  FROM by_hospital
  WHERE $by_chapter
), scopes AS (
  SELECT hospital, NULL AS region, disease_system, disease_code, inflow, known, unplaced
  FROM by_disease
  UNION ALL
  SELECT NULL, h.county, b.disease_system, b.disease_code, b.inflow, b.known, b.unplaced
  FROM by_disease AS b JOIN hospitals AS h ON h.hospital = b.hospital
  UNION ALL
  SELECT NULL, h.city, b.disease_system, b.disease_code, b.inflow, b.known, b.unplaced
  FROM by_disease AS b JOIN hospitals AS h ON h.hospital = b.hospital WHERE h.city <> h.county
  UNION ALL
  SELECT NULL, h.province, b.disease_system, b.disease_code, b.inflow, b.known, b.unplaced
  FROM by_disease AS b JOIN hospitals AS h ON h.hospital = b.hospital
), sums AS (
  SELECT hospital, region, disease_system, disease_code,
    CAST(SUM(inflow) AS BIGINT) AS inflow,
    CAST(SUM(known) AS BIGINT) AS known,
    CAST(SUM(unplaced) AS BIGINT) AS unplaced
  FROM scopes
  GROUP BY hospital, region, disease_system, disease_code
)
SELECT 'F08' AS code, hospital, region, disease_system, disease_code,
  inflow AS numerator, CAST(NULL AS BIGINT) AS denominator, unplaced
FROM sums
UNION ALL
SELECT 'F09', hospital, region, disease_system, disease_code, inflow, known, unplaced FROM sums
