-- Of stays: whence the stays of each hospital came, by chapter and grouper version, and their weights.
SELECT hospital, residence, chapter, drg_version,
  COUNT(*) AS stays,
  CAST(COALESCE(SUM(rw_e4), 0) AS BIGINT) AS rw_e4
FROM stays
GROUP BY 1, 2, 3, 4
