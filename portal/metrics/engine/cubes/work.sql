-- Of stays: what the stays of each hospital in each group of each grouper version add up to; those
-- in no group, by their main procedure.
SELECT hospital, drg_version, drg_code, op_main, stays, los_days, cost_fen, deaths,
  COALESCE(rw_e4, 0) AS rw_e4
FROM (
  SELECT hospital, drg_version, drg_code,
    CASE WHEN drg_code IS NULL THEN op_main END AS op_main,
    COUNT(*) AS stays,
    CAST(SUM(los_days) AS BIGINT) AS los_days,
    CAST(SUM(cost_fen) AS BIGINT) AS cost_fen,
    CAST(SUM(rw_e4) AS BIGINT) AS rw_e4,
    COUNT(CASE WHEN discharge_mode = 5 THEN 1 END) AS deaths
  FROM stays
  GROUP BY 1, 2, 3, 4
) AS summed
