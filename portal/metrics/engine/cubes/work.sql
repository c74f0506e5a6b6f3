-- Of stays: what the stays of each hospital in each group of each grouper version add up to.
SELECT
  hospital,
  COALESCE(drg_version, '') AS drg_version,
  COALESCE(drg_code, '') AS drg_code,
  COUNT(*) AS stays,
  CAST(SUM(los_days) AS BIGINT) AS los_days,
  CAST(SUM(cost_fen) AS BIGINT) AS cost_fen,
  CAST(COALESCE(SUM(rw_e4), 0) AS BIGINT) AS rw_e4,
  COUNT(CASE WHEN discharge_mode = 5 THEN 1 END) AS deaths,
  COUNT(CASE WHEN discharge_mode = 4 THEN 1 END) AS against_advice,
  COUNT(CASE WHEN discharge_mode IN (2, 3) THEN 1 END) AS transferred,
  COUNT(CASE WHEN residence <> 999999 THEN 1 END) AS placed,
  COUNT(CASE WHEN op_kind IN (1, 2) THEN 1 END) AS operated,
  COUNT(CASE WHEN op_kind IN (1, 2) AND is_minimally_invasive IS NOT NULL THEN 1 END) AS way_told,
  COUNT(CASE WHEN op_kind IN (1, 2) AND is_minimally_invasive THEN 1 END) AS minimally,
  COUNT(CASE WHEN op_kind IN (1, 2) AND op_level IS NOT NULL THEN 1 END) AS grade_told,
  COUNT(CASE WHEN op_kind IN (1, 2) AND op_level = 3 THEN 1 END) AS grade3,
  COUNT(CASE WHEN op_kind IN (1, 2) AND op_level = 4 THEN 1 END) AS grade4
FROM stays
GROUP BY 1, 2, 3
