-- Of stays: those of residents of another province than the hospital's, by person and by their care,
-- which is named by its ADRG, else by the main procedure; '' where neither is told. Most stays are
-- of residents who are away from no hospital of the file, and are dropped by their residence alone.
-- The last condition is said as a difference: of two unlike columns an engine would first pair all
-- hospitals with all divisions.
WITH here AS (
  SELECT MIN(h.province) AS lowest, MAX(h.province) AS highest
  FROM (SELECT DISTINCT hospital FROM stays) AS s
  JOIN hospitals AS h ON h.hospital = s.hospital
), away AS (
  SELECT d.division, d.province
  FROM divisions AS d
  CROSS JOIN here
  WHERE d.province <> here.lowest OR d.province <> here.highest
)
SELECT s.residence, s.person_key,
  COALESCE(s.drg_version, '') AS drg_version,
  COALESCE(SUBSTR(s.drg_code, 1, 3), s.op_main, '') AS care,
  COUNT(*) AS stays,
  CAST(COALESCE(SUM(s.rw_e4), 0) AS BIGINT) AS rw_e4
FROM stays AS s
JOIN away AS d ON d.division = s.residence
JOIN hospitals AS h ON h.hospital = s.hospital
WHERE CAST(d.province AS BIGINT) - h.province <> 0
GROUP BY 1, 2, 3, 4
