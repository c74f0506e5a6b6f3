-- Of stays: those in a group, and their weights, of each department that sent its patients home.
-- Names are made whole after the sums, not once for each stay.
SELECT hospital, dept_out, COALESCE(drg_version, '') AS drg_version, stays,
  CAST(COALESCE(rw_e4, 0) AS BIGINT) AS rw_e4
FROM (
  SELECT hospital, dept_out, drg_version, COUNT(*) AS stays, SUM(rw_e4) AS rw_e4
  FROM stays
  WHERE drg_code IS NOT NULL
  GROUP BY 1, 2, 3
) AS summed
