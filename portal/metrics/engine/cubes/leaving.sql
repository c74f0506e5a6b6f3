-- Of stays: the care that residents had outside of their province, and how much they had inside.
-- Care is named by its ADRG, else by the main procedure; '' where neither is told.
SELECT
  s.residence,
  d.province <> h.province AS is_outside,
  COALESCE(s.drg_version, '') AS drg_version,
  CASE WHEN d.province <> h.province
    THEN COALESCE(SUBSTR(s.drg_code, 1, 3), s.op_main, '') ELSE '' END AS care,
  COUNT(*) AS stays,
  CAST(COALESCE(SUM(s.rw_e4), 0) AS BIGINT) AS rw_e4
FROM stays AS s
JOIN hospitals AS h ON h.hospital = s.hospital
JOIN divisions AS d ON d.division = s.residence
GROUP BY 1, 2, 3, 4
