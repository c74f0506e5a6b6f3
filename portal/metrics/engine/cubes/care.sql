-- Of stays: how the stays of each hospital ended and what was operated, counted.
SELECT hospital, discharge_mode, residence <> 999999 AS is_placed, op_kind, op_level,
  is_minimally_invasive,
  COUNT(*) AS stays,
  CAST(SUM(los_days) AS BIGINT) AS los_days
FROM stays
GROUP BY 1, 2, 3, 4, 5, 6
