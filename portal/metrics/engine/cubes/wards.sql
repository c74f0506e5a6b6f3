-- Of stays: those in a group, and their weights, of each department that sent its patients home.
SELECT hospital, dept_out, COALESCE(drg_version, '') AS drg_version,
  COUNT(*) AS stays,
  CAST(SUM(COALESCE(rw_e4, 0)) AS BIGINT) AS rw_e4
FROM stays
WHERE drg_code IS NOT NULL
GROUP BY 1, 2, 3
