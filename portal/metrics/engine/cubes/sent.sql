-- Of stays: where those were sent on to who left for another hospital (2) or a primary one (3).
SELECT
  hospital,
  CAST(discharge_mode AS VARCHAR) AS mode,
  dest_hospital,
  COUNT(*) AS stays
FROM stays
WHERE discharge_mode IN (2, 3)
GROUP BY 1, 2, 3
